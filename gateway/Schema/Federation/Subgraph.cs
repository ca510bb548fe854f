using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>One source of a supergraph.</summary>
/// <param name="Index">Its place among the subgraphs, from 0, in the order of the supergraph.</param>
/// <param name="GraphName">Its name in the supergraph's <c>join__Graph</c> enum.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Url">Where it answers, as the supergraph says; may be empty.</param>
/// <param name="Agency">Who it is, when the supergraph is labelled.</param>
public sealed record Subgraph(int Index, string GraphName, string Name, string Url, AgencyIdentity? Agency)
{
    /// <summary>The agency codes it answers for; its own name when it does not say.</summary>
    public ImmutableArray<string> Codes => Agency?.Codes ?? [Name];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What <c>@agency</c> says of a subgraph.</summary>
/// <param name="Id">The agency's id; breaks ties when lists of several agencies are merged.</param>
/// <param name="Codes">The agency codes it answers for.</param>
/// <param name="AsAt">True when it can answer as known at an earlier instant.</param>
/// <param name="DefaultClass">The class of its unlabelled fields, or null: they are withheld.</param>
public sealed record AgencyIdentity(string Id, ImmutableArray<string> Codes, bool AsAt, string? DefaultClass)
{
    /// <summary>What it covers, by code. Default it does not say.</summary>
    public ImmutableArray<Coverage> Coverage { get; init; } = [];
}

/// <summary>What <c>@covers</c> says that a source holds.</summary>
/// <param name="Code">The agency code.</param>
/// <param name="From">The first day; null for no such limit.</param>
/// <param name="Area">Where.</param>
/// <param name="Cohort">Whom.</param>
/// <param name="Explanation">What is not in it.</param>
public sealed record Coverage(string Code, DateOnly? From, string Area, string Cohort, string Explanation);

/// <summary>A set of fields, such as a key or a requirement.</summary>
/// <param name="Text">As written, without outer braces.</param>
/// <param name="Selections">The same, read.</param>
public sealed record FieldSet(string Text, ImmutableArray<Selection> Selections)
{
    /// <inheritdoc/>
    public bool Equals(FieldSet? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A key by which a subgraph knows an entity.</summary>
/// <param name="Fields">The fields that make the key.</param>
/// <param name="IsResolvable">True when the subgraph answers <c>_entities</c> for it.</param>
public sealed record EntityKey(FieldSet Fields, bool IsResolvable);
