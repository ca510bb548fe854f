using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>A supergraph document that cannot be served.</summary>
/// <param name="Code">What kind of fault, from <see cref="SupergraphReader"/>.</param>
/// <param name="Message">What is wrong and what to change.</param>
/// <param name="At">Where.</param>
public sealed record SupergraphFault(string Code, string Message, Location At);

/// <summary>Reads a supergraph document (join specification 0.2 to 0.5) into a <see cref="Supergraph"/>.</summary>
public static class SupergraphReader
{
    /// <summary>The address of our label specification, without its version.</summary>
    public const string DisclosureSpec = "https://specs.aggregator.example/disclosure/";

    /// <summary>The text is not GraphQL.</summary>
    public const string InvalidGraphQL = "INVALID_GRAPHQL";

    /// <summary>The document does not link the join specification.</summary>
    public const string NotASupergraph = "NOT_A_SUPERGRAPH";

    /// <summary>The document names a subgraph, type or root that it does not have.</summary>
    public const string BrokenReference = "BROKEN_REFERENCE";

    /// <summary>The document needs a feature, for security or execution, that this gateway does not know.</summary>
    public const string UnknownFeature = "UNKNOWN_FEATURE";

    /// <summary>A labelled supergraph defines what the gateway itself answers.</summary>
    public const string ReservedName = "RESERVED_FOR_DISCLOSURE";

    /// <summary>Every code with its meaning and cure.</summary>
    public static readonly ImmutableArray<(string Code, string Meaning, string Cure)> Catalogue =
    [
        (InvalidGraphQL, "the supergraph is not GraphQL", "correct the syntax at the place given, or compose it anew"),
        (NotASupergraph, "the document does not link the join specification", "compose the subgraphs: `compose`"),
        (BrokenReference, "the document names a subgraph, type or root that it does not have",
            "compose the subgraphs anew: the document was changed after it was composed"),
        (UnknownFeature, "the supergraph needs a feature, for security or execution, that this gateway does not know",
            "compose without the feature, or use a gateway that knows it"),
        (ReservedName, "a labelled supergraph defines what the gateway answers about its own answers",
            "rename the type or field in its subgraph"),
    ];

    // Newest versions: a newer one can demand what this gateway would not do.
    private static readonly FrozenDictionary<string, Version> KnownFeatures = new Dictionary<string, Version>
    {
        ["link"] = new(1, 0),
        ["join"] = new(0, 5),
        ["inaccessible"] = new(0, 2),
        ["tag"] = new(0, 3),
        ["authenticated"] = new(0, 1),
        ["requiresScopes"] = new(0, 1),
        ["policy"] = new(0, 1),
        ["context"] = new(0, 1),
        ["cost"] = new(0, 1),
        // Says what a cache of subgraphs' answers may be emptied by; this gateway keeps none.
        ["cacheTag"] = new(0, 1),
        ["federation"] = new(2, 14),
    }.ToFrozenDictionary();

    /// <summary>Reads a supergraph document.</summary>
    /// <param name="text">The document.</param>
    /// <returns>The supergraph, or every reason why it cannot be served.</returns>
    public static (Supergraph? Supergraph, ImmutableArray<SupergraphFault> Faults) Read(string text)
    {
        var read = DocumentReader.ReadTypes(text);
        if (read.Document is not { } types)
        {
            return (null, [new SupergraphFault(InvalidGraphQL, read.Fault!.Message, read.Fault.At)]);
        }

        var links = types.SchemaDirectives.Where(directive => directive.Name == "link")
            .Select(FeatureLink.Read).OfType<FeatureLink>().ToList();
        ImmutableArray<SupergraphFault> faults = [.. Check(types, links), .. SupergraphReferences.Check(types)];
        if (faults.Length > 0)
        {
            return (null, faults);
        }

        var supergraph = new SupergraphAssembly(types, links).Build();
        faults = [.. SupergraphReferences.CheckApi(supergraph.Api)];
        return faults.Length > 0 ? (null, faults) : (supergraph, []);
    }

    private static IEnumerable<SupergraphFault> Check(TypeSystem types, List<FeatureLink> links)
    {
        if (types.Type("join__Graph") is null)
        {
            yield return new SupergraphFault(
                NotASupergraph,
                "the document has no `join__Graph` enum: compose the subgraphs first with the `compose` verb",
                default);
        }

        if (links.Any(link => link.IsDisclosure) && DisclosureApi.Taken(types) is { } taken)
        {
            yield return new SupergraphFault(
                ReservedName, $"`{taken}` is what the gateway itself answers in a labelled graph: rename it", default);
        }

        foreach (var link in links.Where(link => link.IsNeeded && !IsKnown(link)))
        {
            yield return new SupergraphFault(
                UnknownFeature,
                $"the supergraph needs `{link.Url}` for {link.Purpose}, which this gateway does not know: "
                + "serving it without would not be safe",
                link.At);
        }
    }

    private static bool IsKnown(FeatureLink link) => link.IsDisclosure
        ? link.Version == "v1.0"
        : link.Url.StartsWith("https://specs.apollo.dev/", StringComparison.Ordinal)
            && KnownFeatures.TryGetValue(link.Feature, out var newest)
            && Version.TryParse(link.Version.TrimStart('v'), out var version)
            && version.Major == newest.Major && version <= newest;
}

/// <summary>One <c>@link</c> of a supergraph.</summary>
internal sealed record FeatureLink(
    string Url, string Feature, string Version, string Prefix, string? Purpose, Location At)
{
    public bool IsNeeded => Purpose is "SECURITY" or "EXECUTION";

    public bool IsDisclosure => Url.StartsWith(SupergraphReader.DisclosureSpec, StringComparison.Ordinal);

    public ImmutableArray<(string Name, string As)> Imports { get; private init; } = [];

    public static FeatureLink? Read(AppliedDirective directive)
    {
        if (directive.Text("url") is not { } url)
        {
            return null;
        }

        var parts = url.TrimEnd('/').Split('/');
        var feature = parts.Length > 1 ? parts[^2] : url;
        var purpose = directive.Argument("for") ?? directive.Argument("purpose");
        return new FeatureLink(
            url, feature, parts[^1], directive.Text("as") ?? feature, (purpose as EnumLiteral)?.Name, directive.At)
        {
            Imports = [.. ((directive.Argument("import") as ListValue)?.Items ?? []).Select(Import)],
        };
    }

    /// <summary>The local name of the feature's directive <paramref name="name"/>, without the at sign.</summary>
    public string LocalName(string name)
    {
        var imported = Imports.FirstOrDefault(import => import.Name == "@" + name).As;
        return imported is not null ? imported[1..] : name == Feature ? Prefix : Prefix + "__" + name;
    }

    private static (string Name, string As) Import(Value value) => value switch
    {
        StringValue text => (text.Text, text.Text),
        ObjectValue renamed => (Text(renamed, "name") ?? "", Text(renamed, "as") ?? Text(renamed, "name") ?? ""),
        _ => ("", ""),
    };

    private static string? Text(ObjectValue value, string name) =>
        (value.Fields.FirstOrDefault(field => field.Name == name)?.Value as StringValue)?.Text;
}
