using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>What a demand is about.</summary>
public enum AccessDemandKind
{
    /// <summary>Scopes of the caller's token (<c>@requiresScopes</c>).</summary>
    Scopes,

    /// <summary>Named rules of the policy (<c>@policy</c>).</summary>
    Policies,
}

/// <summary>
/// What a schema demands of whoever asks, besides its labels: every name of one of the alternatives. Without an
/// alternative nobody meets it. <c>@authenticated</c> is none: nobody without a valid token is answered at all.
/// </summary>
/// <param name="Kind">What the names are.</param>
/// <param name="Alternatives">The alternatives; none is empty.</param>
public sealed record AccessDemand(AccessDemandKind Kind, ImmutableArray<ImmutableArray<string>> Alternatives)
{
    private string Text => $"{Kind}:" + string.Join('|', Alternatives.Select(names => string.Join('\n', names)));

    /// <inheritdoc/>
    public bool Equals(AccessDemand? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Reads the demands of a supergraph under whatever names it gives the directives.</summary>
/// <param name="scopes">What it calls <c>@requiresScopes</c>.</param>
/// <param name="policies">What it calls <c>@policy</c>.</param>
internal sealed class AccessDemandReader(string scopes, string policies)
{
    public ImmutableArray<AccessDemand> Read(ImmutableArray<AppliedDirective> directives) =>
    [
        .. directives.Where(directive => directive.Name == scopes)
            .Select(directive => Read(AccessDemandKind.Scopes, directive.Argument("scopes"))),
        .. directives.Where(directive => directive.Name == policies)
            .Select(directive => Read(AccessDemandKind.Policies, directive.Argument("policies"))),
    ];

    // An alternative that names nothing, or something that is no text, would open the field to everybody: it counts for
    // nothing.
    private static AccessDemand Read(AccessDemandKind kind, Value? value) => new(
        kind,
        [.. Items(value).Select(Items)
            .Where(names => names.Length > 0 && names.All(name => name is StringValue { Text.Length: > 0 }))
            .Select(names => names.Select(name => ((StringValue)name).Text).ToImmutableArray())]);

    private static ImmutableArray<Value> Items(Value? value) => value switch
    {
        ListValue list => list.Items,
        null or NullValue => [],
        _ => [value],
    };
}
