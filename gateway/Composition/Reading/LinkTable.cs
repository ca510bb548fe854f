using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>One <c>@link</c> as written.</summary>
/// <param name="Identity">The URL without the version.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Minor version.</param>
/// <param name="Prefix">What its names start with where they are not imported.</param>
/// <param name="Imports">Each import: the name there and the name here; directives with their at sign.</param>
/// <param name="Applied">The application.</param>
internal sealed record Link(
    string Identity,
    int Major,
    int Minor,
    string Prefix,
    ImmutableArray<(string There, string Here)> Imports,
    AppliedDirective Applied)
{
    public string Url => string.Create(CultureInfo.InvariantCulture, $"{Identity}/v{Major}.{Minor}");

    /// <summary>What the specification calls a directive of the document, with the at sign.</summary>
    /// <param name="here">Its name here, without the at sign.</param>
    public string NameThere(string here) =>
        Imports.FirstOrDefault(import => import.Here == "@" + here).There
        ?? "@" + (here.StartsWith(Prefix + "__", StringComparison.Ordinal) ? here[(Prefix.Length + 2)..] : here);
}

/// <summary>What the names in one document mean.</summary>
internal sealed class LinkTable
{
    private static readonly string[] FederationOneDirectives =
        ["key", "requires", "provides", "external", "extends", "tag", "inaccessible"];

    private LinkTable(ImmutableArray<Link> links)
    {
        Links = links;
        var directives = new Dictionary<string, string>(StringComparer.Ordinal) { ["link"] = Names.Link };
        var types = new HashSet<string>(StringComparer.Ordinal) { "link__Import", "link__Purpose" };
        foreach (var link in links)
        {
            if (KnownFeature.Of(link.Identity) is { } feature)
            {
                Name(feature, link, directives, types);
            }
        }

        if (!IsFederation2)
        {
            foreach (var name in FederationOneDirectives)
            {
                _ = directives.TryAdd(name, "federation/" + name);
            }
        }

        Directives = directives.ToFrozenDictionary(StringComparer.Ordinal);
        Types = types.ToFrozenSet(StringComparer.Ordinal);
    }

    public ImmutableArray<Link> Links { get; }

    /// <summary>The composer's name of each directive, by its name in the document.</summary>
    public FrozenDictionary<string, string> Directives { get; }

    /// <summary>Types of specifications, by their names in the document.</summary>
    public FrozenSet<string> Types { get; }

    /// <summary>True when the document links federation 2.</summary>
    public bool IsFederation2 => Links.Any(link => link.Identity == KnownFeature.Federation.Identity);

    /// <summary>Reads the links of a document and reports those that are wrong.</summary>
    public static LinkTable Read(TypeSystem document, Action<CompositionCode, string, AppliedDirective> report)
    {
        var name = LinkDirectiveName(document);
        var links = ImmutableArray.CreateBuilder<Link>();
        foreach (var applied in document.SchemaDirectives.Where(each => each.Name == name))
        {
            if (ReadOne(applied, report) is not { } link)
            {
                continue;
            }

            if (links.Any(known => known.Identity == link.Identity && KnownFeature.Of(link.Identity) is not null))
            {
                report(SchemaCodes.InvalidLinkDirectiveUsage, $"`{link.Identity}` is linked twice", applied);
            }

            links.Add(link);
        }

        return new LinkTable(links.ToImmutable());
    }

    /// <summary>What to call the directive when speaking of that document.</summary>
    public string Spoken(string canonical) => "@" + (Directives
        .Where(pair => pair.Value == canonical)
        .Select(pair => pair.Key)
        .OrderBy(here => here.Length)
        .ThenBy(here => here, StringComparer.Ordinal)
        .FirstOrDefault() ?? Names.Spoken(canonical)[1..]);

    private static string LinkDirectiveName(TypeSystem document) => document.SchemaDirectives
        .Where(each => each.Text("url") is { } url
            && url.StartsWith(KnownFeature.Link.Identity + "/v", StringComparison.Ordinal))
        .Select(each => each.Text("as"))
        .FirstOrDefault(alias => alias is not null) ?? "link";

    private static Link? ReadOne(AppliedDirective applied, Action<CompositionCode, string, AppliedDirective> report)
    {
        if (applied.Text("url") is not { } url)
        {
            report(SchemaCodes.InvalidLinkDirectiveUsage, "a @link has no `url` string", applied);
            return null;
        }

        if (Version(url) is not { } parsed)
        {
            // A URL without a version names no specification the composer could know.
            return null;
        }

        var (identity, major, minor) = parsed;
        var usual = identity[(identity.LastIndexOf('/') + 1)..];
        var link = new Link(identity, major, minor, applied.Text("as") ?? usual, Imports(applied, report), applied);
        return Understood(link, report) ? link : null;
    }

    private static bool Understood(Link link, Action<CompositionCode, string, AppliedDirective> report)
    {
        var feature = KnownFeature.Of(link.Identity);
        if (feature is null)
        {
            return true;
        }

        if (link.Major == feature.Major && link.Minor <= feature.NewestMinor)
        {
            foreach (var (there, _) in link.Imports.Where(import => !feature.Has(import.There, link.Minor)))
            {
                report(SchemaCodes.InvalidLinkDirectiveUsage, $"`{link.Url}` has no `{there}` to import", link.Applied);
            }

            return true;
        }

        var code = feature == KnownFeature.Federation
            ? SchemaCodes.UnknownFederationLinkVersion
            : SchemaCodes.UnknownLinkVersion;
        report(code, $"`{link.Url}` is not a version this composer knows", link.Applied);
        return false;
    }

    private static ImmutableArray<(string There, string Here)> Imports(
        AppliedDirective applied, Action<CompositionCode, string, AppliedDirective> report)
    {
        var imports = ImmutableArray.CreateBuilder<(string There, string Here)>();
        var written = applied.Argument("import") switch
        {
            ListValue list => list.Items,
            null or NullValue => [],
            var single => [single],
        };
        foreach (var item in written)
        {
            var (there, here) = item switch
            {
                StringValue text => (text.Text, text.Text),
                ObjectValue obj => (Field(obj, "name"), Field(obj, "as") ?? Field(obj, "name")),
                _ => (null, null),
            };
            if (string.IsNullOrEmpty(there) || string.IsNullOrEmpty(here) || (there[0] == '@') != (here[0] == '@'))
            {
                report(SchemaCodes.InvalidLinkDirectiveUsage, $"the import `{item}` is not a name", applied);
            }
            else
            {
                imports.Add((there, here));
            }
        }

        return imports.ToImmutable();
    }

    private static string? Field(ObjectValue obj, string name) =>
        (obj.Fields.FirstOrDefault(field => field.Name == name)?.Value as StringValue)?.Text;

    private static (string Identity, int Major, int Minor)? Version(string url)
    {
        var text = url.TrimEnd('/');
        var slash = text.LastIndexOf("/v", StringComparison.Ordinal);
        var parts = slash < 0 ? [] : text[(slash + 2)..].Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            && slash > text.IndexOf("://", StringComparison.Ordinal) + 3
            ? (text[..slash], major, minor)
            : null;
    }

    private static void Name(
        KnownFeature feature, Link link, Dictionary<string, string> directives, HashSet<string> types)
    {
        foreach (var (name, canonical) in feature.Directives.Where(each => feature.Has("@" + each.Name, link.Minor)))
        {
            directives[name == feature.Name ? link.Prefix : $"{link.Prefix}__{name}"] = canonical;
            foreach (var (_, here) in link.Imports.Where(import => import.There == "@" + name))
            {
                directives[here[1..]] = canonical;
            }
        }

        foreach (var type in feature.Types.Where(each => feature.Has(each, link.Minor)))
        {
            _ = types.Add($"{link.Prefix}__{type}");
            types.UnionWith(link.Imports.Where(import => import.There == type).Select(import => import.Here));
        }
    }
}
