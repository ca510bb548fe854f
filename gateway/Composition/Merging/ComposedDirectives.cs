using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Subgraphs' own directives that @composeDirective asks to carry into the supergraph.</summary>
internal sealed class ComposedDirectives
{
    // Of the specifications' directives these are composed whether asked for or not.
    private static readonly string[] ByThemselves =
        [Names.Tag, Names.Inaccessible, Names.Authenticated, Names.RequiresScopes, Names.Policy, Names.Context];

    private readonly SortedDictionary<string, Carried> _carried = new(StringComparer.Ordinal);
    private readonly HashSet<(Subgraph, string)> _asked = [];
    private readonly FindingLog _log;

    public ComposedDirectives(ImmutableArray<Subgraph> subgraphs, FindingLog log)
    {
        _log = log;
        var asked = subgraphs.SelectMany(subgraph => subgraph.Schema.SchemaDirectives
            .Where(applied => applied.Name == Names.ComposeDirective)
            .Select(applied => new Sourced<AppliedDirective>(subgraph, applied)));
        foreach (var each in asked)
        {
            Read(each.Subgraph, each.Item);
        }

        foreach (var subgraph in subgraphs)
        {
            foreach (var own in subgraph.Schema.OrderedDirectives)
            {
                Extend(subgraph, own);
            }

            foreach (var carried in _carried.Values.Where(each => !_asked.Contains((subgraph, each.Name))))
            {
                Compare(subgraph, carried);
            }
        }
    }

    /// <summary>Each with its definition and the specification it is from.</summary>
    public IEnumerable<Carried> All => _carried.Values;

    public bool Contains(string name) => _carried.ContainsKey(name);

    /// <summary>The directive, where that subgraph asks to carry what it applies of it; null elsewhere.</summary>
    public Carried? Of(Subgraph subgraph, string name) =>
        _asked.Contains((subgraph, name)) ? _carried.GetValueOrDefault(name) : null;

    private void Read(Subgraph subgraph, AppliedDirective applied)
    {
        var written = applied.Text("name") ?? "";
        var name = written.TrimStart('@');
        var link = subgraph.Links.Links.FirstOrDefault(each =>
            each.Imports.Any(import => import.Here == "@" + name)
            || name.StartsWith(each.Prefix + "__", StringComparison.Ordinal)
            || name == each.Prefix);
        var definition = subgraph.Schema.Directives.GetValueOrDefault(name);
        if (written.StartsWith('@')
            && ByThemselves.Contains(subgraph.Links.Directives.GetValueOrDefault(name)))
        {
            _log.Hint(
                HintCodes.DirectiveComposition,
                $"@composeDirective names `{written}`, which is composed by itself",
                subgraph.At(applied));
            return;
        }

        var fault = !written.StartsWith('@') ? "which is not a directive's name with its at sign"
            : subgraph.Links.Directives.ContainsKey(name) ? "which is a specification's and not carried"
            : KnownFeature.All.Any(feature => feature.Directives.Any(each => each.Name == name))
                ? "which is the name of a specification's directive"
            : definition is null ? "which the subgraph does not define"
            : link is null ? "which no @link of the subgraph imports"
            : Contradiction(name, link);
        if (fault is not null)
        {
            _log.Error(
                AgreementCodes.DirectiveCompositionError,
                $"@composeDirective names `{written}`, {fault}",
                subgraph.At(applied));
            return;
        }

        _ = _asked.Add((subgraph, name));
        if (!_carried.TryGetValue(name, out var known) || link!.Minor > known.Link.Minor)
        {
            _carried[name] = new Carried(name, definition!, link!);
        }
    }

    // Of the subgraphs that carry a directive all mean the same one, call it alike, and have versions that fit.
    private string? Contradiction(string name, Link link)
    {
        if (_carried.TryGetValue(name, out var known) && known.Link.Identity != link.Identity)
        {
            return $"which is from `{known.Link.Url}` in one subgraph and from `{link.Url}` in another";
        }

        if (known is not null && known.Origin != link.NameThere(name))
        {
            return $"which is `{known.Origin}` of `{link.Identity}` in one subgraph and another one of it in another";
        }

        var sameSpecification = _carried.Values.Where(each => each.Link.Identity == link.Identity).ToList();
        if (sameSpecification.Find(each => each.Link.Major != link.Major) is { } other)
        {
            return $"which is from `{link.Url}`, while another subgraph carries from `{other.Link.Url}`";
        }

        return sameSpecification.Find(each => each.Name != name && each.Origin == link.NameThere(name)) is { } renamed
            ? $"which another subgraph calls `@{renamed.Name}`"
            : null;
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

    // What a subgraph that does not carry the directive would have to change first.
    private void Compare(Subgraph subgraph, Carried carried)
    {
        if (subgraph.Links.Links.FirstOrDefault(each => each.Identity == carried.Link.Identity) is not { } link)
        {
            return;
        }

        if (link.Major != carried.Link.Major)
        {
            _log.Hint(
                HintCodes.DirectiveComposition,
                $"`{subgraph}` links `{link.Url}`, while `@{carried.Name}` is carried from `{carried.Link.Url}`",
                subgraph.At(link.Applied));
        }

        if (link.Imports.Any(import => import.There == carried.Origin && import.Here != "@" + carried.Name))
        {
            _log.Hint(
                HintCodes.DirectiveNamedDifferently,
                $"`@{carried.Name}`, which is carried, has another name in `{subgraph}`",
                subgraph.At(link.Applied));
        }
    }

    /// <summary>A directive to carry.</summary>
    /// <param name="Name">Its name, which is the same in every subgraph.</param>
    /// <param name="Definition">Its newest definition, allowed in every place a subgraph allows.</param>
    /// <param name="Link">The newest link to its specification.</param>
    internal sealed record Carried(string Name, DirectiveDefinition Definition, Link Link)
    {
        /// <summary>What its specification calls it, with the at sign.</summary>
        public string Origin => Link.NameThere(Name);
    }
}
