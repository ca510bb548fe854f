using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>Builds the model from a checked supergraph document.</summary>
internal sealed class SupergraphAssembly
{
    private static readonly string[] AccessControl = ["authenticated", "requiresScopes", "policy"];

    private readonly TypeSystem _document;
    private readonly List<FeatureLink> _links;
    private readonly LabelReader _labels;
    private readonly AccessDemandReader _demands;
    private readonly ImmutableArray<Subgraph> _subgraphs;
    private readonly FrozenDictionary<string, Subgraph> _byGraphName;

    public SupergraphAssembly(TypeSystem document, List<FeatureLink> links)
    {
        _document = document;
        _links = links;
        _labels = new LabelReader(links.FirstOrDefault(link => link.IsDisclosure));
        _demands = new AccessDemandReader(Local("requiresScopes", "requiresScopes"), Local("policy", "policy"));
        _subgraphs = [.. document.Types["join__Graph"].Values.Select(ReadSubgraph)];
        _byGraphName = _subgraphs.ToFrozenDictionary(subgraph => subgraph.GraphName, StringComparer.Ordinal);
    }

    public Supergraph Build()
    {
        var types = WithoutMachinery();
        var joined = types.Ordered.ToFrozenDictionary(type => type.Name, ReadType, StringComparer.Ordinal);
        return new Supergraph(
            types,
            ApiSchema.Of(types, Local("inaccessible", "inaccessible")),
            _subgraphs,
            joined,
            _labels,
            IsLabelled,
            [.. AccessControl.Where(IsApplied)],
            Contexts(types));
    }

    private FrozenDictionary<string, ImmutableArray<string>> Contexts(TypeSystem types)
    {
        var name = Local("context", "context");
        return types.Ordered
            .SelectMany(type => type.Directives.Where(directive => directive.Name == name)
                .Select(directive => (Context: directive.Text("name") ?? "", Type: type)))
            .GroupBy(set => set.Context, set => set.Type)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.SelectMany(type => types.PossibleTypes(type))
                    .Select(type => type.Name).Distinct().ToImmutableArray(),
                StringComparer.Ordinal);
    }

    private bool IsLabelled => _links.Any(link => link.IsDisclosure);

    private string Local(string feature, string directive) =>
        _links.FirstOrDefault(link => link.Feature == feature)?.LocalName(directive) ?? directive;

    private bool IsApplied(string feature)
    {
        var name = Local(feature, feature);
        return _document.Ordered.Any(type => type.Directive(name) is not null
            || type.Fields.Any(field => field.Directive(name) is not null));
    }

    private Subgraph ReadSubgraph(EnumValueDefinition value, int index)
    {
        var graph = value.Directives.FirstOrDefault(directive => directive.Name == "join__graph");
        return new Subgraph(
            index,
            value.Name,
            graph?.Text("name") ?? value.Name,
            graph?.Text("url") ?? "",
            _labels.Agency(value.Directives));
    }

    // Types of the linked features (join__FieldSet, link__Import, policy__Policy …) are no part of the data.
    private TypeSystem WithoutMachinery()
    {
        var features = _links.Select(link => link.Prefix + "__").Append("join__").ToImmutableArray();
        var imported = _links.SelectMany(link => link.Imports).Select(import => import.As).ToFrozenSet();
        bool IsMachinery(string name) =>
            imported.Contains(name) || features.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        var directiveNames = _links.Select(link => link.Prefix).Append("join").ToFrozenSet();
        var types = _document.Ordered.Where(type => !IsMachinery(type.Name));
        return new TypeSystem(
            [.. IsLabelled ? DisclosureApi.With(types, _document.QueryName) : types],
            [.. _document.OrderedDirectives.Where(directive => !directiveNames.Contains(directive.Name)
                && !IsMachinery(directive.Name) && !IsMachinery("@" + directive.Name))],
            _document.QueryName,
            _document.MutationName,
            _document.SubscriptionName,
            _document.SchemaDirectives,
            _document.Description);
    }

    private JoinedType ReadType(TypeDefinition type)
    {
        var subgraphs = type.Directives.Where(directive => directive.Name == "join__type")
            .GroupBy(directive => Graph(directive)!)
            .OrderBy(group => group.Key.Index)
            .ToList();
        var fieldParts = type.Fields.ToDictionary(
            field => field.Name, field => FieldParts(field, [.. subgraphs.Select(group => group.Key)]));
        ImmutableArray<TypePart> parts =
            [.. subgraphs.Select(group => ReadPart(type, group.Key, [.. group], fieldParts))];
        return new JoinedType(
            type,
            parts,
            type.Fields.ToFrozenDictionary(field => field.Name, field => new JoinedField(
                field,
                fieldParts[field.Name],
                _labels.Contributed(field.Directives),
                _labels.Gathered(field.Directives),
                _labels.Field(field.Directives))
            {
                Demands = _demands.Read(field.Directives),
            }, StringComparer.Ordinal),
            _labels.Classes(type.Directives),
            _labels.Subjects(type.Directives))
        {
            Demands = _demands.Read(type.Directives),
        };
    }

    private TypePart ReadPart(
        TypeDefinition type,
        Subgraph subgraph,
        ImmutableArray<AppliedDirective> joins,
        Dictionary<string, ImmutableArray<FieldPart>> fieldParts)
    {
        var keys = joins.Where(join => join.Text("key") is not null)
            .Select(join => new EntityKey(Sets.Read(join.Text("key")!), join.Flag("resolvable", true)));
        var fields = fieldParts
            .Select(entry => (entry.Key, Part: entry.Value.FirstOrDefault(part => part.Subgraph == subgraph)))
            .Where(entry => entry.Part is not null)
            .ToFrozenDictionary(entry => entry.Key, entry => entry.Part!, StringComparer.Ordinal);
        return new TypePart(
            subgraph,
            [.. keys],
            joins.Any(join => join.Flag("isInterfaceObject")),
            fields,
            [.. Here("join__implements", "interface")],
            [.. Here("join__unionMember", "member")],
            [.. type.Values.Where(value => IsIn(value.Directives, "join__enumValue", subgraph))
                .Select(value => value.Name)]);

        IEnumerable<string> Here(string directive, string argument) => type.Directives
            .Where(applied => applied.Name == directive && Graph(applied) == subgraph)
            .Select(applied => applied.Text(argument)).OfType<string>();
    }

    private bool IsIn(ImmutableArray<AppliedDirective> directives, string name, Subgraph subgraph)
    {
        var joins = directives.Where(directive => directive.Name == name).ToList();
        return joins.Count == 0 || joins.Any(join => Graph(join) == subgraph);
    }

    private Subgraph? Graph(AppliedDirective directive) =>
        directive.Argument("graph") is EnumLiteral graph ? _byGraphName.GetValueOrDefault(graph.Name) : null;

    // Join specification: a field without @join__field is in every subgraph of its type.
    private ImmutableArray<FieldPart> FieldParts(FieldDefinition field, ImmutableArray<Subgraph> ofType)
    {
        var joins = field.Directives.Where(directive => directive.Name == "join__field").ToList();
        return joins.Count == 0
            ? [.. ofType.Select(subgraph => new FieldPart(
                subgraph, field.Type, false, null, null, null, null, false, []))]
            : [.. joins.Where(join => Graph(join) is not null)
                .Select(join => ReadFieldPart(field, join))
                .OrderBy(part => part.Subgraph.Index)];
    }

    private FieldPart ReadFieldPart(FieldDefinition field, AppliedDirective join) => new(
        Graph(join)!,
        join.Text("type") is { } type ? Sets.ReadType(type) : field.Type,
        join.Flag("external"),
        join.Text("requires") is { } requires ? Sets.Read(requires) : null,
        join.Text("provides") is { } provides ? Sets.Read(provides) : null,
        join.Text("override"),
        join.Text("overrideLabel"),
        join.Flag("usedOverridden") && join.Text("overrideLabel") is null,
        [.. ((join.Argument("contextArguments") as ListValue)?.Items ?? []).OfType<ObjectValue>().Select(ReadContext)]);

    private static ContextArgument ReadContext(ObjectValue value)
    {
        string Text(string name) =>
            (value.Fields.FirstOrDefault(field => field.Name == name)?.Value as StringValue)?.Text ?? "";
        var selection = Text("selection").Trim();
        return new ContextArgument(
            Text("context"),
            Text("name"),
            Text("type"),
            Sets.Read(selection is ['{', .., '}'] ? selection[1..^1].Trim() : selection));
    }
}

/// <summary>Reads the small texts inside a supergraph's directives.</summary>
internal static class Sets
{
    public static FieldSet Read(string text) => new(
        text,
        DocumentReader.ReadFieldSet(text).Document is { } document ? document.Operations[0].Selections : []);

    public static TypeRef ReadType(string text)
    {
        var document = DocumentReader.ReadOperations($"query($v: {text}) {{ a }}").Document;
        return document is null ? new NamedTypeRef(text) : document.Operations[0].Variables[0].Type;
    }
}
