using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>What kind of name a policy file refers to.</summary>
internal enum PolicyName
{
    Role,
    Class,
    Purpose,
    Standing,
    Basis,
    Condition,
    Reason,

    // What agencies and the hub define: it is known where there is a supergraph.
    AgencyCode,
    AgencyId,
    AgencyOrRole,
    Coordinate,
    CoordinateOrClass,
    LinkKind,
    ConsentState,
    BreakGlassReason,
}

/// <summary>A name that a policy file uses, and where.</summary>
internal sealed record PolicyReference(PolicyName Kind, string Code, PolicyNode At);

/// <summary>The names that are defined: by the policy itself, the gateway and the supergraph.</summary>
/// <param name="model">The policy.</param>
/// <param name="supergraph">What it is for; null when that is not known: then its names are taken as they are.</param>
internal sealed class PolicyVocabulary(PolicyModel model, Supergraph? supergraph)
{
    /// <summary>Reports a name that is not defined.</summary>
    public void Check(PolicyReference name)
    {
        if (name.Kind is PolicyName.Coordinate
            || (name.Kind is PolicyName.CoordinateOrClass && name.Code.Contains('.', StringComparison.Ordinal)))
        {
            CheckCoordinate(name);
        }
        else if (Defined(name.Kind) is { } defined && !defined.Contains(name.Code))
        {
            name.At.Fault(
                PolicyErrors.UnknownName, $"`{name.Code}` at `{name.At.Path}` is no {WordFor(name.Kind)}",
                $"write one of {string.Join(", ", defined)}{DefinedUnder(name.Kind)}");
        }
    }

    // Null when it is not known what is defined.
    private IReadOnlyCollection<string>? Defined(PolicyName kind) => kind switch
    {
        PolicyName.Role => [.. model.Roles.Keys],
        PolicyName.Class or PolicyName.CoordinateOrClass => [.. model.Classes.Keys],
        PolicyName.Purpose => [.. model.Purposes.Keys],
        PolicyName.Standing => [.. model.Standing.Keys],
        PolicyName.Basis => [.. model.Bases.Keys],
        PolicyName.Condition => [.. ConditionNames.All.Keys],
        PolicyName.Reason => ReasonCodes.All,
        PolicyName.AgencyCode => AgencyCodes(),
        PolicyName.AgencyOrRole => AgencyCodes() is { } codes ? [.. codes, .. model.Roles.Keys] : null,
        PolicyName.AgencyId => supergraph is null
            ? null
            : [.. supergraph.Subgraphs.Select(subgraph => subgraph.Agency?.Id).OfType<string>()],
        PolicyName.LinkKind => Values(kind, LinkRule.OpenEnquiry),
        PolicyName.ConsentState => Values(kind, ConsentMap.NotRecorded, ConsentMap.Unavailable),
        _ => Values(kind),
    };

    private IReadOnlyCollection<string>? AgencyCodes() => supergraph is null
        ? null
        : [.. supergraph.Subgraphs.SelectMany(subgraph => subgraph.Codes).Distinct().Order(StringComparer.Ordinal)];

    // Those of the enum of that name, and those that the gateway knows besides.
    private IReadOnlyCollection<string>? Values(PolicyName kind, params string[] besides) =>
        supergraph?.Types.Types.GetValueOrDefault(kind.ToString()) is { } type
            ? [.. type.Values.Select(value => value.Name).Union(besides)]
            : null;

    private void CheckCoordinate(PolicyReference name)
    {
        if (name.Code.Split('.') is not [{ Length: > 0 } type, { Length: > 0 } field])
        {
            name.At.Fault(
                PolicyErrors.UnknownName, $"`{name.Code}` at `{name.At.Path}` is no field", "write it as `Type.field`");
        }
        else if (supergraph is not null && !supergraph.Joined.TryGetValue(type, out var joined))
        {
            name.At.Fault(
                PolicyErrors.UnknownName, $"`{name.Code}` at `{name.At.Path}`: the supergraph has no type `{type}`",
                "correct the type, or remove the line");
        }
        else if (supergraph is not null && field != "*" && supergraph.Join(type, field) is null)
        {
            name.At.Fault(
                PolicyErrors.UnknownName, $"`{name.Code}` at `{name.At.Path}`: `{type}` has no field `{field}`",
                $"write one of {string.Join(", ", supergraph.Join(type).Fields.Keys.Order(StringComparer.Ordinal))}, "
                + "or remove it");
        }
    }

    private static string WordFor(PolicyName kind) => kind switch
    {
        PolicyName.Standing => "standing decision",
        PolicyName.Basis => "lawful basis",
        PolicyName.Reason => "reason code",
        PolicyName.AgencyCode => "agency code of the supergraph",
        PolicyName.AgencyId => "agency's id in the supergraph",
        PolicyName.AgencyOrRole => "agency code of the supergraph and no role",
        PolicyName.CoordinateOrClass => "class, and no field (`Type.field`)",
        PolicyName.LinkKind => "kind of link",
        PolicyName.ConsentState => "state of agreement",
        PolicyName.BreakGlassReason => "reason for breaking the glass",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string DefinedUnder(PolicyName kind) => kind switch
    {
        PolicyName.Role => ", or define it under `roles`",
        PolicyName.Class => ", or define it under `classes`",
        PolicyName.Purpose => ", or define it under `purposes`",
        PolicyName.Standing => ", or define it under `standingDecisions`",
        PolicyName.Basis => ", or define it under `bases`",
        _ => "",
    };
}
