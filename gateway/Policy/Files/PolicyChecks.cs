using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>Checks a whole policy: every name is defined, and nothing is said that no policy may say.</summary>
internal static class PolicyChecks
{
    public static void Check(PolicyModel model, PolicySections sections, Supergraph? supergraph)
    {
        var vocabulary = new PolicyVocabulary(model, supergraph);
        foreach (var reference in sections.References)
        {
            vocabulary.Check(reference);
        }

        CheckWhole(model, sections);
        CheckGrants(model, sections);
        CheckConsent(model, sections);
        CheckBreakGlass(model, sections);
        CheckRoles(model, sections);
        CheckReasons(model, sections);
    }

    private static void CheckWhole(PolicyModel model, PolicySections sections)
    {
        if (model.Approvers.Distinct(StringComparer.OrdinalIgnoreCase).Count() < 2)
        {
            sections.Fault(
                "policy.approvers", "a policy needs two different approvers",
                "have a second person approve it, and add them, by name and office");
        }

        if (model.Classes.Count > ClassSet.MaxClasses)
        {
            sections.Fault(
                "classes", $"a policy can have at most {ClassSet.MaxClasses} classes; this one has "
                + model.Classes.Count, "put classes that the same roles see together");
        }

        if (model.Standing.Count > PolicyCompiler.MaxStandingDecisions)
        {
            sections.Fault(
                "standingDecisions", $"a policy can have at most {PolicyCompiler.MaxStandingDecisions} standing "
                + $"decisions; this one has {model.Standing.Count}", "remove those that are in force no more");
        }

        var cells = (long)model.Roles.Count * model.Classes.Count * model.Purposes.Count * PolicyTable.StageCount;
        if (cells > PolicyCompiler.MaxCells)
        {
            sections.Fault(
                "roles", $"a policy can have at most {PolicyCompiler.MaxCells} cells (roles × classes × purposes × "
                + $"stages); this one has {cells}", "put roles or purposes that see the same together");
        }

        if (model.Transforms.Mask.Length < 3)
        {
            sections.Fault(
                "transforms.mask", "`transforms.mask` is shorter than 3 characters",
                "write 3 characters or more, such as \"•••\": they stand for every value that is masked");
        }
    }

    // What nobody is granted is not what a file that is missing was about.
    private static void CheckGrants(PolicyModel model, PolicySections sections)
    {
        foreach (var cls in model.Classes.Keys.Where(cls => !sections.GrantedClasses.Contains(cls)))
        {
            sections.Fault(
                "classes." + cls, $"no file says under `grants` who gets `{cls}`",
                $"put the file with its grants back, or write `{cls}: {{}}` under `grants`: nobody gets it");
        }
    }

    private static void CheckConsent(PolicyModel model, PolicySections sections)
    {
        foreach (var code in model.Consent.Classes)
        {
            if (model.Classes.TryGetValue(code, out var rule) && rule.Tier != Tier.S3)
            {
                sections.Fault(
                    "consent.classes", $"agreement gates only classes of tier S3, and `{code}` is {rule.Tier}",
                    $"remove `{code}` from `consent.classes`");
            }
        }

        if (model.Consent.Stages.Contains(Stage.S47))
        {
            sections.Fault(
                "consent.stages", "agreement never gates at stage S47", "remove `S47` from `consent.stages`");
        }

        string[] needed = [ConsentMap.NotRecorded, ConsentMap.Unavailable, "REFUSED"];
        foreach (var code in needed.Where(code => !model.Consent.States.ContainsKey(code)))
        {
            sections.Fault(
                "consent.states", $"`consent.states` lacks `{code}`", "write there what that state leaves");
        }

        // Invariant: a refusal leaves no more than any other state, so that refusing can never reveal.
        if (model.Consent.States.TryGetValue("REFUSED", out var refused))
        {
            var less = model.Consent.States
                .Where(entry => entry.Value.InScope > refused.InScope || entry.Value.OutOfScope > refused.InScope)
                .Select(entry => entry.Key).ToList();
            if (less.Count > 0)
            {
                sections.Fault(
                    "consent.states.REFUSED",
                    $"a refusal has to leave the least, and less is left by {string.Join(", ", less)}",
                    "let `REFUSED` leave no more, in scope, than any other state");
            }
        }
    }

    private static void CheckBreakGlass(PolicyModel model, PolicySections sections)
    {
        foreach (var (code, effect) in model.BreakGlass.Ceilings.Where(entry => entry.Value >= Effect.Omit))
        {
            sections.Fault(
                "breakGlass.ceilings." + code,
                $"`breakGlass.ceilings.{code}` is {Effects.NameOf(effect)}, which lifts nothing",
                "leave the class out");
        }

        if (model.BreakGlass.Minutes > 60)
        {
            sections.Fault("breakGlass.minutes", "`breakGlass.minutes` can be at most 60", "write 60 or less");
        }
    }

    // Facts about the caller are nobody's secret: whoever is not given something can do what is needed to be.
    private static void CheckReasons(PolicyModel model, PolicySections sections)
    {
        string[] always = [ReasonCodes.NoRelationship, ReasonCodes.StageTooEarly];
        foreach (var code in always.Where(code => !model.Reasons.TryGetValue(code, out var told) || told is not ["*"]))
        {
            sections.Fault(
                "reasons." + code, $"`reasons.{code}` is a fact about the caller, which everybody is told",
                $"write `{code}: \"*\"` under `reasons`");
        }
    }

    private static void CheckRoles(PolicyModel model, PolicySections sections)
    {
        foreach (var role in model.Roles.Values.Where(role => role.GrantsAs is not null))
        {
            if (model.Roles.TryGetValue(role.GrantsAs!, out var other) && other.GrantsAs is not null)
            {
                sections.Fault(
                    "roles." + role.Code,
                    $"`{role.Code}` has the grants of `{other.Code}`, which itself has those of `{other.GrantsAs}`",
                    "name the last one directly");
            }
        }

        foreach (var role in model.Roles.Keys.Where(role => !model.Purposes.Values.Any(use =>
            use.Roles.Contains(role))))
        {
            sections.Fault(
                "roles." + role, $"no purpose lists `{role}`, so it could never see anything",
                "list it under `roles` of a purpose");
        }
    }
}
