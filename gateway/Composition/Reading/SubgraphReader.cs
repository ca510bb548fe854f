using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Reads one subgraph's schema and the labels laid over it.</summary>
/// <param name="log">Where faults go.</param>
internal sealed class SubgraphReader(FindingLog log)
{
    /// <summary>Directives every schema has, and may define again.</summary>
    public static readonly FrozenSet<string> BuiltInDirectives =
        new[] { "skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream" }
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Scalars every schema has.</summary>
    public static readonly FrozenSet<string> BuiltInScalars =
        new[] { "Int", "Float", "String", "Boolean", "ID" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ServiceTypes =
        new[] { "_Any", "_Entity", "_Service", "_FieldSet" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ServiceFields =
        new[] { "_service", "_entities" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The subgraph, or null when its schema cannot be read.</summary>
    public Subgraph? Read(SubgraphSource source)
    {
        if (Parse(source.Sdl, source.Name, inLabels: false) is not { } document)
        {
            return null;
        }

        var links = LinkTable.Read(
            document, (code, message, at) => log.Error(code, message, new SubgraphPlace(source.Name, at.At)));
        var roots = Roots(document, source);
        var schema = Canonical(document, links, roots);
        var labels = new HashSet<AppliedDirective>(ReferenceEqualityComparer.Instance);
        if (source.OverlaySdl is not null && Parse(source.OverlaySdl, source.Name, inLabels: true) is { } overlay)
        {
            var overlayLinks = LinkTable.Read(overlay, (code, message, at) =>
                log.Error(code, message, new SubgraphPlace(source.Name, at.At, InLabels: true)));
            schema = new LabelOverlay(source.Name, log, labels).Lay(
                schema, Canonical(overlay, overlayLinks, FrozenDictionary<string, string>.Empty));
        }

        return links.IsFederation2
            ? new Subgraph(source, schema, links, labels)
            : FederationOneUpgrade.Upgrade(new Subgraph(source, schema, links, labels), labels);
    }

    private TypeSystem? Parse(string sdl, string subgraph, bool inLabels)
    {
        var (document, fault) = DocumentReader.ReadTypes(sdl);
        if (fault is not null)
        {
            log.Error(SchemaCodes.InvalidGraphql, fault.Message, new SubgraphPlace(subgraph, fault.At, inLabels));
        }

        foreach (var type in document?.Ordered.Where(type =>
            type.Kind != TypeKind.Scalar && BuiltInScalars.Contains(type.Name)) ?? [])
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                $"`{type.Name}` is a scalar of GraphQL itself and cannot be something else",
                new SubgraphPlace(subgraph, type.At, inLabels));
        }

        foreach (var contradiction in document?.Contradictions ?? [])
        {
            log.Error(
                SchemaCodes.InvalidGraphql,
                contradiction.Message,
                new SubgraphPlace(subgraph, contradiction.At, inLabels));
        }

        return document;
    }

    // Old name → new name of the root types that are not called as usual.
    private FrozenDictionary<string, string> Roots(TypeSystem document, SubgraphSource source)
    {
        var renamed = new Dictionary<string, string>(StringComparer.Ordinal);
        string?[] named = [document.QueryName, document.MutationName, document.SubscriptionName];
        foreach (var (name, usual) in named.Zip(Subgraph.RootNames))
        {
            if (name is null || name == usual)
            {
                continue;
            }

            if (document.Type(usual) is { } other)
            {
                log.Error(
                    usual switch
                    {
                        "Query" => SchemaCodes.RootQueryUsed,
                        "Mutation" => SchemaCodes.RootMutationUsed,
                        _ => SchemaCodes.RootSubscriptionUsed,
                    },
                    $"the type `{usual}` is defined although the {usual.ToLowerInvariant()} root is `{name}`",
                    new SubgraphPlace(source.Name, other.At));
            }
            else
            {
                renamed[name] = usual;
            }
        }

        return renamed.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static TypeSystem Canonical(TypeSystem document, LinkTable links, FrozenDictionary<string, string> roots)
    {
        var query = document.QueryName;
        var rewriter = new SchemaRewriter(
            name => links.Directives.GetValueOrDefault(name, name),
            name => roots.GetValueOrDefault(name, name),
            (type, field) => type.Name != query || !ServiceFields.Contains(field.Name));
        var types = document.Ordered
            .Where(type => !links.Types.Contains(type.Name)
                && !ServiceTypes.Contains(type.Name)
                && !BuiltInScalars.Contains(type.Name)
                && !IsPlainFieldSet(type, document, links))
            .Select(rewriter.Rewrite)
            .Where(type => type.Name != "Query" || !type.Fields.IsEmpty);
        var directives = document.OrderedDirectives
            .Where(each => !links.Directives.ContainsKey(each.Name) && !BuiltInDirectives.Contains(each.Name))
            .Select(rewriter.Rewrite);
        ImmutableArray<TypeDefinition> ordered = [.. types];
        return new TypeSystem(
            ordered,
            [.. directives],
            Root("Query"),
            Root("Mutation"),
            Root("Subscription"),
            rewriter.Rewrite(document.SchemaDirectives),
            document.Description);

        string? Root(string usual) => ordered.Any(type => type.Name == usual) ? usual : null;
    }

    // Some libraries print the scalar of @key's argument without importing or prefixing it; another is the subgraph's.
    private static bool IsPlainFieldSet(TypeDefinition type, TypeSystem document, LinkTable links) =>
        type is { Kind: TypeKind.Scalar, Name: "FieldSet" }
        && type.Directives.IsEmpty
        && document.OrderedDirectives.Any(directive => links.Directives.ContainsKey(directive.Name)
            && directive.Arguments.Any(argument => argument.Type.Name == type.Name))
        && !document.Ordered.SelectMany(Named).Any(named => named.Name == type.Name);

    private static IEnumerable<TypeRef> Named(TypeDefinition type) => type.Fields
        .SelectMany(field => field.Arguments.Select(argument => argument.Type).Prepend(field.Type))
        .Concat(type.InputFields.Select(field => field.Type));
}
