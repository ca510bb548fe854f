using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Subgraphs' own directives that @composeDirective asks to carry into the supergraph.</summary>
internal sealed class ComposedDirectives
{
    private readonly SortedDictionary<string, Carried> _carried = new(StringComparer.Ordinal);

    public ComposedDirectives(ImmutableArray<Subgraph> subgraphs, FindingLog log)
    {
        var asked = subgraphs.SelectMany(subgraph => subgraph.Schema.SchemaDirectives
            .Where(applied => applied.Name == Names.ComposeDirective)
            .Select(applied => new Sourced<AppliedDirective>(subgraph, applied)));
        foreach (var each in asked)
        {
            Read(each.Subgraph, each.Item, log);
        }

        foreach (var subgraph in subgraphs)
        {
            foreach (var own in subgraph.Schema.OrderedDirectives)
            {
                Extend(subgraph, own);
            }
        }
    }

    /// <summary>Each with its definition and the specification it is from.</summary>
    public IEnumerable<Carried> All => _carried.Values;

    public bool Contains(string name) => _carried.ContainsKey(name);

    private void Read(Subgraph subgraph, AppliedDirective applied, FindingLog log)
    {
        var written = applied.Text("name") ?? "";
        var name = written.TrimStart('@');
        var link = subgraph.Links.Links.FirstOrDefault(each =>
            each.Imports.Any(import => import.Here == "@" + name)
            || name.StartsWith(each.Prefix + "__", StringComparison.Ordinal)
            || name == each.Prefix);
        var definition = subgraph.Schema.Directives.GetValueOrDefault(name);
        var fault = !written.StartsWith('@') ? "which is not a directive's name with its at sign"
            : subgraph.Links.Directives.ContainsKey(name) ? "which is composed by a rule of its own"
            : KnownFeature.All.Any(feature => feature.Directives.Any(each => each.Name == name))
                ? "which is the name of a specification's directive"
            : definition is null ? "which the subgraph does not define"
            : link is null ? "which no @link of the subgraph imports"
            : null;
        if (fault is not null)
        {
            log.Error(
                AgreementCodes.DirectiveCompositionError,
                $"@composeDirective names `{written}`, {fault}",
                subgraph.At(applied));
        }
        else if (_carried.TryGetValue(name, out var known) && known.Link.Identity != link!.Identity)
        {
            log.Error(
                AgreementCodes.DirectiveCompositionError,
                $"`@{name}` is from `{known.Link.Url}` in one subgraph and from `{link.Url}` in another",
                subgraph.At(applied));
        }
        else if (known is null || link!.Minor > known.Link.Minor)
        {
            _carried[name] = new Carried(name, definition!, link!);
        }
    }

    private void Extend(Subgraph subgraph, DirectiveDefinition own)
    {
        if (_carried.TryGetValue(own.Name, out var known)
            && subgraph.Links.Links.Any(link => link.Identity == known.Link.Identity))
        {
            var old = known.Definition;
            _carried[own.Name] = known with
            {
                Definition = new DirectiveDefinition
                {
                    Name = old.Name,
                    Description = old.Description,
                    Arguments = old.Arguments,
                    Locations = [.. old.Locations.Union(own.Locations).Order(StringComparer.Ordinal)],
                    IsRepeatable = old.IsRepeatable || own.IsRepeatable,
                    At = old.At,
                },
            };
        }
    }

    /// <summary>A directive to carry.</summary>
    /// <param name="Name">Its name, which is the same in every subgraph.</param>
    /// <param name="Definition">Its newest definition, allowed in every place a subgraph allows.</param>
    /// <param name="Link">The newest link to its specification.</param>
    internal sealed record Carried(string Name, DirectiveDefinition Definition, Link Link);
}
