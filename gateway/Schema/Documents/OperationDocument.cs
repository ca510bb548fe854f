using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>The three kinds of operation.</summary>
public enum OperationKind
{
    /// <summary>Reads.</summary>
    Query,

    /// <summary>Changes, in order.</summary>
    Mutation,

    /// <summary>A stream of events.</summary>
    Subscription,
}

/// <summary>An executable document as written.</summary>
/// <param name="Operations">In order.</param>
/// <param name="Fragments">In order.</param>
public sealed record OperationDocument(
    ImmutableArray<OperationDefinition> Operations, ImmutableArray<FragmentDefinition> Fragments)
{
    /// <summary>Definitions that are not executable (types, schema), by what they are and where.</summary>
    public ImmutableArray<(string What, Location At)> NotExecutable { get; init; } = [];
}

/// <summary>One operation.</summary>
/// <param name="Kind">Query, mutation or subscription.</param>
/// <param name="Name">Its name, or null.</param>
/// <param name="Variables">In order.</param>
/// <param name="Directives">In order.</param>
/// <param name="Selections">In order; never empty.</param>
/// <param name="At">Where.</param>
public sealed record OperationDefinition(
    OperationKind Kind,
    string? Name,
    ImmutableArray<VariableDefinition> Variables,
    ImmutableArray<AppliedDirective> Directives,
    ImmutableArray<Selection> Selections,
    Location At);

/// <summary>A variable of an operation.</summary>
/// <param name="Name">Without the dollar sign.</param>
/// <param name="Type">Its type.</param>
/// <param name="Default">Its default, or null when it has none.</param>
/// <param name="Directives">In order.</param>
/// <param name="At">Where.</param>
public sealed record VariableDefinition(
    string Name, TypeRef Type, Value? Default, ImmutableArray<AppliedDirective> Directives, Location At);

/// <summary>A named fragment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeCondition">The type it is on.</param>
/// <param name="Directives">In order.</param>
/// <param name="Selections">In order; never empty.</param>
/// <param name="At">Where.</param>
public sealed record FragmentDefinition(
    string Name,
    string TypeCondition,
    ImmutableArray<AppliedDirective> Directives,
    ImmutableArray<Selection> Selections,
    Location At);

/// <summary>One entry of a selection set.</summary>
/// <param name="Directives">In order.</param>
/// <param name="At">Where.</param>
public abstract record Selection(ImmutableArray<AppliedDirective> Directives, Location At);

/// <summary>A field.</summary>
/// <param name="Alias">The alias, or null.</param>
/// <param name="Name">The field.</param>
/// <param name="Arguments">In order.</param>
/// <param name="Directives">In order.</param>
/// <param name="Selections">Empty for a leaf.</param>
/// <param name="At">Where.</param>
public sealed record FieldSelection(
    string? Alias,
    string Name,
    ImmutableArray<ObjectField> Arguments,
    ImmutableArray<AppliedDirective> Directives,
    ImmutableArray<Selection> Selections,
    Location At) : Selection(Directives, At)
{
    /// <summary>The key of the field in the answer: its alias, or else its name.</summary>
    public string ResponseKey => Alias ?? Name;
}

/// <summary>A spread of a named fragment.</summary>
/// <param name="Name">The fragment.</param>
/// <param name="Directives">In order.</param>
/// <param name="At">Where.</param>
public sealed record FragmentSpread(string Name, ImmutableArray<AppliedDirective> Directives, Location At)
    : Selection(Directives, At);

/// <summary>An inline fragment.</summary>
/// <param name="TypeCondition">The type it is on, or null for the type around it.</param>
/// <param name="Directives">In order.</param>
/// <param name="Selections">In order; never empty.</param>
/// <param name="At">Where.</param>
public sealed record InlineFragment(
    string? TypeCondition,
    ImmutableArray<AppliedDirective> Directives,
    ImmutableArray<Selection> Selections,
    Location At) : Selection(Directives, At);
