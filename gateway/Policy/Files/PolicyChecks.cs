namespace Aggregator.Policy;

/// <summary>Checks a whole policy: every name is defined, and nothing is said that no policy may say.</summary>
internal static class PolicyChecks
{
    public static void Check(PolicyModel model, PolicySections sections, List<PolicyFault> faults)
    {
        foreach (var reference in sections.References.Where(reference => !IsDefined(model, reference)))
        {
            reference.At.Fault(
                PolicyErrors.UnknownName,
                $"`{reference.Code}` at `{reference.At.Path}` is no {WordFor(reference.Kind)}; "
                + $"defined are {string.Join(", ", Defined(model, reference.Kind))}");
        }

        CheckWhole(model, faults);
        CheckConsent(model, sections);
        CheckBreakGlass(model, sections);
        CheckRoles(model, sections);
        CheckReasons(model, sections);
    }

    private static bool IsDefined(PolicyModel model, PolicyReference reference) =>
        Defined(model, reference.Kind).Contains(reference.Code);

    private static IEnumerable<string> Defined(PolicyModel model, PolicyName kind) => kind switch
    {
        PolicyName.Role => model.Roles.Keys,
        PolicyName.Class => model.Classes.Keys,
        PolicyName.Purpose => model.Purposes.Keys,
        PolicyName.Standing => model.Standing.Keys,
        PolicyName.Basis => model.Bases.Keys,
        PolicyName.Condition => ConditionNames.All.Keys,
        _ => ReasonCodes.All,
    };

    private static string WordFor(PolicyName kind) => kind switch
    {
        PolicyName.Standing => "standing decision",
        PolicyName.Basis => "lawful basis",
        PolicyName.Reason => "reason code",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static void CheckWhole(PolicyModel model, List<PolicyFault> faults)
    {
        void Fault(string message) => faults.Add(new PolicyFault(PolicyErrors.NotAllowed, "", 0, message));
        if (model.Approvers.Distinct().Count() < 2)
        {
            Fault("a policy needs two different approvers, by name and office: add them under `policy.approvers`");
        }

        if (model.Classes.Count > ClassSet.MaxClasses)
        {
            Fault($"a policy can have at most {ClassSet.MaxClasses} classes; this one has {model.Classes.Count}");
        }

        if (model.Standing.Count > PolicyCompiler.MaxStandingDecisions)
        {
            Fault($"a policy can have at most {PolicyCompiler.MaxStandingDecisions} standing decisions");
        }

        var cells = (long)model.Roles.Count * model.Classes.Count * model.Purposes.Count * PolicyTable.StageCount;
        if (cells > PolicyCompiler.MaxCells)
        {
            Fault($"a policy can have at most {PolicyCompiler.MaxCells} cells; this one has {cells}");
        }

        if (model.Transforms.Mask.Length < 3)
        {
            Fault("`transforms.mask` has to have at least 3 characters, the same for every value");
        }
    }

    private static void CheckConsent(PolicyModel model, PolicySections sections)
    {
        foreach (var code in model.Consent.Classes)
        {
            if (model.Classes.TryGetValue(code, out var rule) && rule.Tier != Tier.S3)
            {
                sections.Definitions["classes." + code].Fault(
                    PolicyErrors.NotAllowed, $"agreement gates only classes of tier S3, and `{code}` is {rule.Tier}");
            }
        }

        if (model.Consent.Stages.Contains(Stage.S47))
        {
            sections.Fault("consent", "agreement never gates at stage S47: remove it from `consent.stages`");
        }

        string[] needed = [ConsentMap.NotRecorded, ConsentMap.Unavailable, "REFUSED"];
        foreach (var code in needed.Where(code => !model.Consent.States.ContainsKey(code)))
        {
            sections.Fault("consent", $"`consent.states` lacks `{code}`");
        }

        // Invariant: a refusal leaves no more than any other state, so that refusing can never reveal.
        if (model.Consent.States.TryGetValue("REFUSED", out var refused))
        {
            foreach (var (code, _) in model.Consent.States.Where(entry =>
                entry.Value.InScope > refused.InScope || entry.Value.OutOfScope > refused.InScope))
            {
                sections.Fault(
                    "consent", $"`consent.states.{code}` leaves less than a refusal does: "
                    + "a refusal has to leave the least");
            }
        }
    }

    private static void CheckBreakGlass(PolicyModel model, PolicySections sections)
    {
        foreach (var (code, effect) in model.BreakGlass.Ceilings.Where(entry => entry.Value >= Effect.Omit))
        {
            sections.Definitions.GetValueOrDefault("classes." + code)?.Fault(
                PolicyErrors.NotAllowed,
                $"`breakGlass.ceilings.{code}` is {Effects.NameOf(effect)}, which lifts nothing: leave the class out");
        }

        if (model.BreakGlass.Minutes > 60)
        {
            sections.Fault("breakGlass", "`breakGlass.minutes` can be at most 60");
        }
    }

    // Facts about the caller are nobody's secret: whoever is not given something can do what is needed to be.
    private static void CheckReasons(PolicyModel model, PolicySections sections)
    {
        string[] always = [ReasonCodes.NoRelationship, ReasonCodes.StageTooEarly];
        foreach (var code in always.Where(code => !model.Reasons.TryGetValue(code, out var told) || told is not ["*"]))
        {
            sections.Fault("reasons", $"`reasons.{code}` is a fact about the caller: it has to be \"*\"");
        }
    }

    private static void CheckRoles(PolicyModel model, PolicySections sections)
    {
        foreach (var role in model.Roles.Values.Where(role => role.GrantsAs is not null))
        {
            if (model.Roles.TryGetValue(role.GrantsAs!, out var other) && other.GrantsAs is not null)
            {
                sections.Definitions["roles." + role.Code].Fault(
                    PolicyErrors.NotAllowed,
                    $"`{role.Code}` has the grants of `{other.Code}`, which itself has those of `{other.GrantsAs}`: "
                    + "name the last one directly");
            }
        }

        foreach (var role in model.Roles.Keys.Where(role => !model.Purposes.Values.Any(use =>
            use.Roles.Contains(role))))
        {
            sections.Definitions["roles." + role].Fault(
                PolicyErrors.NotAllowed, $"no purpose lists `{role}`, so it could never see anything: list it for one");
        }
    }
}
