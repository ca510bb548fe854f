using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A subgraph as the rules see it: directives under the composer's own names, roots called Query, Mutation and
/// Subscription, nothing left of what libraries print besides (<c>_service</c>, <c>_Any</c>, copies of definitions).
/// </summary>
internal sealed class Subgraph
{
    private readonly HashSet<AppliedDirective> _labels;
    private SubgraphFacts? _facts;

    public Subgraph(SubgraphSource source, TypeSystem schema, LinkTable links, HashSet<AppliedDirective> labels)
    {
        Source = source;
        Schema = schema;
        Links = links;
        _labels = labels;
    }

    public SubgraphSource Source { get; }

    public string Name => Source.Name;

    /// <summary>Its value of <c>join__Graph</c>; set once all names are known.</summary>
    public string GraphName { get; set; } = "";

    public TypeSystem Schema { get; }

    public LinkTable Links { get; }

    public bool IsFederation2 => Links.IsFederation2;

    /// <summary>What its directives say about its fields.</summary>
    public SubgraphFacts Facts => _facts ??= new SubgraphFacts(this);

    public SubgraphPlace Whole => new(Name, Location.None);

    public SubgraphPlace At(TypeFault fault) => new(Name, fault.At);

    public SubgraphPlace At(TypeDefinition type) => new(Name, type.At);

    public SubgraphPlace At(FieldDefinition field) => new(Name, field.At);

    public SubgraphPlace At(InputValueDefinition input) => new(Name, input.At);

    public SubgraphPlace At(EnumValueDefinition value) => new(Name, value.At);

    public SubgraphPlace At(AppliedDirective applied) => new(Name, applied.At, _labels.Contains(applied));

    /// <summary>All composite types with fields, in the order of the document.</summary>
    public IEnumerable<TypeDefinition> WithFields => Schema.Ordered
        .Where(type => type.Kind is TypeKind.Object or TypeKind.Interface);

    /// <summary>Every field with its type, in the order of the document.</summary>
    public IEnumerable<(TypeDefinition Type, FieldDefinition Field)> AllFields =>
        WithFields.SelectMany(type => type.Fields.Select(each => (type, each)));

    /// <summary>Every applied directive of that name, wherever it stands on a type or field.</summary>
    public IEnumerable<AppliedDirective> Applied(string canonical) => Schema.Ordered
        .SelectMany(type => type.Directives.Concat(type.Fields.SelectMany(field => field.Directives)))
        .Where(applied => applied.Name == canonical);

    public override string ToString() => Name;

    internal static ImmutableArray<string> RootNames { get; } = ["Query", "Mutation", "Subscription"];
}
