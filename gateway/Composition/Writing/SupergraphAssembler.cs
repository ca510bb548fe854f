using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Puts merged types and the specifications they use together into one supergraph.</summary>
/// <param name="subgraphs">In the order of their names.</param>
/// <param name="composed">Subgraphs' own directives that are carried.</param>
internal sealed class SupergraphAssembler(ImmutableArray<Subgraph> subgraphs, ComposedDirectives composed)
{
    public TypeSystem Assemble(
        ImmutableArray<TypeDefinition> merged,
        ImmutableArray<DirectiveDefinition> executable,
        ImmutableArray<AppliedDirective> schemaDirectives)
    {
        ImmutableArray<DirectiveDefinition> own = [.. composed.All.Select(each => each.Definition), .. executable];
        var used = Used(merged, own, schemaDirectives);
        ImmutableArray<LinkedSpecification> specifications =
        [
            SpecificationSdl.Link,
            SpecificationSdl.Join,
            .. SpecificationSdl.Optional.Where(each => each.Directives.Any(one => used.Contains(one.Canonical))),
        ];
        var names = specifications.SelectMany(each => each.Directives)
            .ToFrozenDictionary(each => each.Canonical, each => each.Name, StringComparer.Ordinal);
        var rewriter = new SchemaRewriter(name => names.GetValueOrDefault(name, name), name => name, (_, _) => true);
        // What a directive's own definition holds has not gone through merging, which keeps what is defined alone.
        var onDirectives = new SchemaRewriter(
            name => names.GetValueOrDefault(name)
                ?? (SubgraphReader.BuiltInDirectives.Contains(name) || composed.Contains(name) ? name : null),
            name => name,
            (_, _) => true);
        var types = merged.Select(rewriter.Rewrite)
            .Concat(specifications.SelectMany(each => each.Definitions.Ordered))
            .Append(Graphs())
            .OrderBy(type => type.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(type => type.Name, StringComparer.Ordinal);
        var directives = specifications.SelectMany(each => each.Definitions.OrderedDirectives)
            .Concat(own.Select(onDirectives.Rewrite))
            .Concat(merged.Any(type => type.Directive("oneOf") is not null) ? [DirectiveUseRule.OneOf] : [])
            .DistinctBy(directive => directive.Name)
            .OrderBy(directive => directive.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(directive => directive.Name, StringComparer.Ordinal);
        ImmutableArray<AppliedDirective> onSchema =
        [
            .. specifications
                .GroupBy(each => each.Url, StringComparer.Ordinal)
                .Select(same => Link(same.Last() with { Imports = [.. same.SelectMany(each => each.Imports)] })),
            .. composed.All.GroupBy(each => each.Link.Identity, StringComparer.Ordinal).Select(Link),
            .. rewriter.Rewrite(schemaDirectives),
        ];
        return new TypeSystem(
            [.. types], [.. directives], Root(merged, "Query"), Root(merged, "Mutation"), Root(merged, "Subscription"),
            onSchema, subgraphs.Select(each => each.Schema.Description).FirstOrDefault(text => text is not null));
    }

    private static string? Root(ImmutableArray<TypeDefinition> merged, string name) =>
        merged.Any(type => type.Name == name) ? name : null;

    private HashSet<string> Used(
        ImmutableArray<TypeDefinition> merged,
        ImmutableArray<DirectiveDefinition> own,
        ImmutableArray<AppliedDirective> schemaDirectives)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in merged)
        {
            Add(type.Directives);
            foreach (var field in type.Fields)
            {
                Add(field.Directives);
                AddInputs(field.Arguments);
            }

            AddInputs(type.InputFields);
            foreach (var value in type.Values)
            {
                Add(value.Directives);
            }
        }

        foreach (var directive in own)
        {
            AddInputs(directive.Arguments);
        }

        Add(schemaDirectives);
        used.UnionWith(subgraphs.SelectMany(each => each.Schema.SchemaDirectives)
            .Select(applied => applied.Name)
            .Where(Names.IsDisclosure));
        return used;

        void Add(ImmutableArray<AppliedDirective> applied) => used.UnionWith(applied.Select(each => each.Name));

        void AddInputs(ImmutableArray<InputValueDefinition> inputs)
        {
            foreach (var input in inputs)
            {
                Add(input.Directives);
            }
        }
    }

    private TypeDefinition Graphs() => new()
    {
        Name = "join__Graph",
        Kind = TypeKind.Enum,
        Values = [.. subgraphs.Select(Graph)],
    };

    private static EnumValueDefinition Graph(Subgraph subgraph)
    {
        var graph = new AppliedDirective(
            "join__graph",
            [new("name", new StringValue(subgraph.Name)), new("url", new StringValue(subgraph.Source.Url))]);
        var agency = subgraph.Schema.SchemaDirectives.FirstOrDefault(applied => applied.Name == Names.Agency);
        return new EnumValueDefinition
        {
            Name = subgraph.GraphName,
            Directives = agency is null ? [graph] :
            [
                graph,
                DisclosureSupergraph.Agency(agency),
                .. subgraph.Schema.SchemaDirectives.Where(applied => applied.Name == Names.Covers)
                    .Select(DisclosureSupergraph.Covers)
                    .OrderBy(covers => covers.Text("code"), StringComparer.Ordinal),
            ],
        };
    }

    private static AppliedDirective Link(LinkedSpecification specification)
    {
        var arguments = ImmutableArray.CreateBuilder<ObjectField>();
        arguments.Add(new ObjectField("url", new StringValue(specification.Url)));
        if (!specification.Imports.IsEmpty)
        {
            arguments.Add(new ObjectField(
                "import", new ListValue([.. specification.Imports.Select(name => new StringValue(name))])));
        }

        if (specification.Purpose is not null)
        {
            arguments.Add(new ObjectField("for", new EnumLiteral(specification.Purpose)));
        }

        return new AppliedDirective("link", arguments.ToImmutable());
    }

    // One link for each specification of subgraphs' own, with what is carried of it.
    private static AppliedDirective Link(IEnumerable<ComposedDirectives.Carried> sameSpecification)
    {
        var carried = sameSpecification.ToList();
        var newest = carried.MaxBy(each => each.Link.Minor)!.Link;
        var usual = newest.Identity[(newest.Identity.LastIndexOf('/') + 1)..];
        var imports = carried
            .Select(each => newest.Imports.FirstOrDefault(import => import.Here == "@" + each.Name))
            .Where(import => import.Here is not null)
            .Select(import => import.Here == import.There
                ? (Value)new StringValue(import.Here)
                : new ObjectValue(
                    [new("name", new StringValue(import.There)), new("as", new StringValue(import.Here))]))
            .ToImmutableArray();
        var arguments = ImmutableArray.CreateBuilder<ObjectField>();
        arguments.Add(new ObjectField("url", new StringValue(newest.Url)));
        if (newest.Prefix != usual)
        {
            arguments.Add(new ObjectField("as", new StringValue(newest.Prefix)));
        }

        if (!imports.IsEmpty)
        {
            arguments.Add(new ObjectField("import", new ListValue(imports)));
        }

        return new AppliedDirective("link", arguments.ToImmutable());
    }
}
