using System.Collections.Immutable;

namespace Aggregator.Policy;

// The sections that stand once.
internal sealed partial class PolicySections
{
    // A section that cannot be spread over several places: all of it but one would mean nothing.
    private PolicyFields? Single(string section, string[] required, string[] optional)
    {
        if (Sections(section) is not [var first, .. var others])
        {
            return null;
        }

        foreach (var other in others)
        {
            other.FaultTwice(first);
        }

        var fields = first.Fields(required, optional);
        foreach (var field in fields.All)
        {
            Define(field);
        }

        return fields;
    }

    // The same person in other letters or with other spaces is no second one.
    private static string? ReadApprover(PolicyNode node)
    {
        var text = string.Join(' ', (node.Text() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length > 0)
        {
            return text;
        }

        node.Fault(PolicyErrors.NotAllowed, $"`{node.Path}` names nobody", "write a name and office, or remove it");
        return null;
    }

    private ConsentMap ReadConsent()
    {
        var fields = Single("consent", ["classes", "stages", "states"], []);
        var states = ImmutableSortedDictionary.CreateBuilder<string, ConsentCap>(StringComparer.Ordinal);
        foreach (var (code, node) in fields?["states"]?.Unique() ?? [])
        {
            Define(node);
            _references.Add(new PolicyReference(PolicyName.ConsentState, code, node));
            var state = node.Fields(["inScope", "outOfScope"], ["agreement"]);
            states[code] = new ConsentCap(
                EffectAt(state["inScope"]), EffectAt(state["outOfScope"]), state["agreement"]?.Flag() ?? false);
        }

        return new ConsentMap(
            Names(PolicyName.Class, fields?["classes"]),
            [.. fields?["stages"]?.Items().Select(item => item.OneOf(StageNamed, "CONTACT, S17, S47")) ?? []],
            states.ToImmutable());
    }

    private SealedRule ReadSealed()
    {
        var fields = Single("sealed", ["class", "shows"], []);
        return new SealedRule(Name(PolicyName.Class, fields?["class"]) ?? "", EffectsAt(fields?["shows"]));
    }

    private SubjectAccessRules ReadSubjectAccess()
    {
        var fields = Single("subjectAccess", ["exempt", "confidential"], []);
        var exempt = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (code, ground) in fields?["exempt"]?.Unique() ?? [])
        {
            _references.Add(new PolicyReference(PolicyName.Class, code, ground));
            var text = ground.Text() ?? "";
            if (!SubjectAccessRules.Grounds.Contains(text))
            {
                ground.Fault(
                    PolicyErrors.UnknownName, $"`{text}` at `{ground.Path}` is no ground",
                    $"write one of {string.Join(", ", SubjectAccessRules.Grounds)}");
            }

            exempt[code] = text;
        }

        return new SubjectAccessRules(exempt.ToImmutable(), Names(PolicyName.AgencyOrRole, fields?["confidential"]));
    }

    private BreakGlassRule ReadBreakGlass()
    {
        var fields = Single("breakGlass", ["roles", "minutes", "reasons", "ceilings"], []);
        return new BreakGlassRule(
            Names(PolicyName.Role, fields?["roles"]),
            fields?["minutes"]?.Number(1) ?? 60,
            Names(PolicyName.BreakGlassReason, fields?["reasons"]),
            EffectsAt(fields?["ceilings"]));
    }

    private ImmutableSortedDictionary<string, Effect> EffectsAt(PolicyNode? node)
    {
        var effects = ImmutableSortedDictionary.CreateBuilder<string, Effect>(StringComparer.Ordinal);
        foreach (var (code, value) in node?.Unique() ?? [])
        {
            Define(value);
            effects[code] = ReadClassEffect(code, value);
        }

        return effects.ToImmutable();
    }

    private TransformRules ReadTransforms()
    {
        var fields = Single("transforms", ["generalise", "mask"], ["masks"]);
        return new TransformRules(
            TextsAt(PolicyName.CoordinateOrClass, fields?["generalise"]),
            fields?.Text("mask") ?? "",
            TextsAt(PolicyName.Coordinate, fields?["masks"]));
    }

    private ImmutableSortedDictionary<string, string> TextsAt(PolicyName kind, PolicyNode? node)
    {
        var texts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in node?.Unique() ?? [])
        {
            _references.Add(new PolicyReference(kind, key, value));
            texts[key] = value.Text() ?? "";
        }

        return texts.ToImmutable();
    }

    private static Stage? StageNamed(string text) => text switch
    {
        "CONTACT" => Stage.Contact,
        "S17" => Stage.S17,
        "S47" => Stage.S47,
        _ => null,
    };
}
