using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// One operation that keeps every rule and limit, normalised for planning. Only <see cref="OperationValidator"/> makes
/// it, so whoever holds one need not check again. Immutable; safe to share between requests and threads.
/// </summary>
public sealed class ValidOperation
{
    internal ValidOperation()
    {
    }

    /// <summary>Query, mutation or subscription.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Its name, or null.</summary>
    public required string? Name { get; init; }

    /// <summary>The schema it was checked against, as it was given.</summary>
    public required TypeSystem Api { get; init; }

    /// <summary>The variables it declares, in order.</summary>
    public required ImmutableArray<VariableDefinition> Variables { get; init; }

    /// <summary>
    /// What to fetch, on the root type; only fields at this level. <c>__schema</c> and <c>__type</c> are not in it;
    /// <c>__typename</c> is.
    /// </summary>
    public required ValidSelectionSet Selections { get; init; }

    /// <summary>The root fields <c>__schema</c> and <c>__type</c>, which <see cref="Introspection"/> answers.</summary>
    public required ImmutableArray<ValidField> IntrospectionFields { get; init; }

    /// <summary>Response keys at the root in the order of the answer, with those of introspection.</summary>
    public required ImmutableArray<string> RootKeys { get; init; }

    /// <summary>
    /// The declared variables that the normalised operation still uses, in the order declared: a variable that only
    /// stood in a part excluded by a literal condition is not among them.
    /// </summary>
    public required ImmutableArray<VariableDefinition> UsedVariables { get; init; }

    /// <summary>The limits it was checked against.</summary>
    public required OperationLimits Limits { get; init; }
}
