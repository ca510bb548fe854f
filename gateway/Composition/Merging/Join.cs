using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Makes the directives of the join specification, which say what comes from which subgraph.</summary>
internal static class Join
{
    public const string TypeName = "join__type";
    public const string FieldName = "join__field";
    public const string DirectiveName = "join__directive";

    public static AppliedDirective Type(Subgraph graph, TypeDefinition type, EntityKey? key) => Make(
        TypeName,
        ("graph", Graph(graph)),
        ("key", key is null ? null : new StringValue(key.Fields.Text)),
        ("extension", When(key is not null
            && (SubgraphFacts.IsWrittenAsExtension(graph, type) || SubgraphFacts.IsOfExtension(type, key)))),
        ("resolvable", key is { IsResolvable: false } ? new BooleanValue(false) : null),
        ("isInterfaceObject", When(SubgraphFacts.IsInterfaceObject(type))));

    public static AppliedDirective Implements(Subgraph graph, string of) =>
        Make("join__implements", ("graph", Graph(graph)), ("interface", new StringValue(of)));

    public static AppliedDirective UnionMember(Subgraph graph, string member) =>
        Make("join__unionMember", ("graph", Graph(graph)), ("member", new StringValue(member)));

    public static AppliedDirective EnumValue(Subgraph graph) => Make("join__enumValue", ("graph", Graph(graph)));

    public static AppliedDirective InputField(Subgraph graph, TypeRef? type) => Make(
        FieldName, ("graph", Graph(graph)), ("type", type is null ? null : new StringValue(type.ToString())));

    public static AppliedDirective Field(Subgraph graph, JoinedField field) => Make(
        FieldName,
        ("graph", Graph(graph)),
        ("requires", field.Requires is null ? null : new StringValue(field.Requires)),
        ("provides", field.Provides is null ? null : new StringValue(field.Provides)),
        ("type", field.Type is null ? null : new StringValue(field.Type.ToString())),
        ("external", When(field.IsExternal)),
        ("override", field.Override is null ? null : new StringValue(field.Override)),
        ("usedOverridden", When(field.IsUsedOverridden)),
        ("overrideLabel", field.OverrideLabel is null ? null : new StringValue(field.OverrideLabel)),
        ("contextArguments", field.ContextArguments.IsEmpty ? null : new ListValue(field.ContextArguments)));

    /// <summary>
    /// What the subgraphs apply, told apart by subgraph: each application once, with all that have it.
    /// </summary>
    public static IEnumerable<AppliedDirective> Directives(ImmutableArray<Sourced<AppliedDirective>> same) => same
        .GroupBy(each => new ObjectValue(each.Item.Arguments))
        .Select(alike => Make(
            DirectiveName,
            ("graphs", new ListValue([.. alike.Select(each => Graph(each.Subgraph)).Distinct()])),
            ("name", new StringValue(alike.First().Item.Name.Replace("/", "__", StringComparison.Ordinal))),
            ("args", alike.Key)));

    /// <summary>A field that no subgraph has by itself: an interface object brings it.</summary>
    public static AppliedDirective Nowhere() => Make(FieldName);

    private static EnumLiteral Graph(Subgraph graph) => new(graph.GraphName);

    private static BooleanValue? When(bool holds) => holds ? new BooleanValue(true) : null;

    private static AppliedDirective Make(string name, params ReadOnlySpan<(string Name, Value? Value)> arguments)
    {
        var given = ImmutableArray.CreateBuilder<ObjectField>();
        foreach (var (argument, value) in arguments)
        {
            if (value is not null)
            {
                given.Add(new ObjectField(argument, value));
            }
        }

        return new AppliedDirective(name, given.ToImmutable());
    }
}

/// <summary>What one subgraph has to do with a field.</summary>
internal sealed record JoinedField
{
    public string? Requires { get; init; }

    public string? Provides { get; init; }

    /// <summary>Its type there, when it is not the same everywhere.</summary>
    public TypeRef? Type { get; init; }

    public bool IsExternal { get; init; }

    public string? Override { get; init; }

    public string? OverrideLabel { get; init; }

    public bool IsUsedOverridden { get; init; }

    public ImmutableArray<Value> ContextArguments { get; init; } = [];

    /// <summary>True when it says more than that the subgraph resolves the field.</summary>
    public bool IsSpecial => this != new JoinedField { ContextArguments = ContextArguments }
        || !ContextArguments.IsEmpty;
}
