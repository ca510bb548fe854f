using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>A specification whose directives the composer understands.</summary>
/// <param name="Identity">Its URL without the version.</param>
/// <param name="Name">The last part of the URL: the prefix of its elements where they are not imported.</param>
/// <param name="Major">The major version that is understood.</param>
/// <param name="NewestMinor">The newest minor version that is understood.</param>
/// <param name="Directives">Its directives with the composer's own name for each.</param>
/// <param name="Types">Its types, which belong to no subgraph.</param>
internal sealed record KnownFeature(
    string Identity,
    string Name,
    int Major,
    int NewestMinor,
    ImmutableArray<(string Name, string Canonical)> Directives,
    ImmutableArray<string> Types)
{
    public static readonly KnownFeature Federation = new(
        "https://specs.apollo.dev/federation", "federation", 2, 14,
        [
            ("key", Names.Key), ("requires", Names.Requires), ("provides", Names.Provides),
            ("external", Names.External), ("shareable", Names.Shareable), ("override", Names.Override),
            ("inaccessible", Names.Inaccessible), ("tag", Names.Tag), ("extends", Names.Extends),
            ("interfaceObject", Names.InterfaceObject), ("composeDirective", Names.ComposeDirective),
            ("authenticated", Names.Authenticated), ("requiresScopes", Names.RequiresScopes),
            ("policy", Names.Policy), ("context", Names.Context), ("fromContext", Names.FromContext),
            ("cost", Names.Cost), ("listSize", Names.ListSize), ("cacheTag", Names.CacheTag),
        ],
        ["FieldSet", "Scope", "Policy", "ContextFieldValue"])
    {
        Since = new Dictionary<string, int>
        {
            ["@composeDirective"] = 1,
            ["@interfaceObject"] = 3,
            ["@authenticated"] = 5,
            ["@requiresScopes"] = 5,
            ["Scope"] = 5,
            ["@policy"] = 6,
            ["Policy"] = 6,
            ["@context"] = 8,
            ["@fromContext"] = 8,
            ["ContextFieldValue"] = 8,
            ["@cost"] = 9,
            ["@listSize"] = 9,
            ["@cacheTag"] = 12,
        }.ToFrozenDictionary(),
    };

    public static readonly KnownFeature Link = new(
        "https://specs.apollo.dev/link", "link", 1, 0, [("link", Names.Link)], ["Import", "Purpose"]);

    public static readonly KnownFeature Disclosure = new(
        DisclosureSpecification.Identity, "disclosure", 1, 0,
        [
            ("agency", Names.Agency), ("covers", Names.Covers), ("sensitive", Names.Sensitive),
            ("subject", Names.Subject),
            ("probes", Names.Probes), ("derivedFrom", Names.DerivedFrom), ("declassify", Names.Declassify),
            ("variant", Names.Variant), ("contributed", Names.Contributed), ("gathered", Names.Gathered),
        ],
        ["FieldSet", "SubjectRole", "Effect", "Class"]);

    /// <summary>Every specification, by what a schema links.</summary>
    public static readonly ImmutableArray<KnownFeature> All =
    [
        Federation,
        Link,
        Disclosure,
        Single("tag", 0, 3, Names.Tag),
        Single("inaccessible", 0, 2, Names.Inaccessible),
        Single("authenticated", 0, 1, Names.Authenticated),
        Single("requiresScopes", 0, 1, Names.RequiresScopes, "Scope"),
        Single("policy", 0, 1, Names.Policy, "Policy"),
        new(
            "https://specs.apollo.dev/cost", "cost", 0, 1,
            [("cost", Names.Cost), ("listSize", Names.ListSize)], []),
    ];

    /// <summary>The first minor version of the elements that the first version did not have.</summary>
    private FrozenDictionary<string, int> Since { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>The specification of that URL without its version; null for one that is not understood.</summary>
    public static KnownFeature? Of(string identity) => All.FirstOrDefault(known => known.Identity == identity);

    /// <summary>True for an element that can be imported: a directive with its at sign, or a type.</summary>
    /// <param name="element">The name there.</param>
    /// <param name="minor">The minor version that is linked.</param>
    public bool Has(string element, int minor) => Since.GetValueOrDefault(element) <= minor && (element[0] == '@'
        ? Directives.Any(directive => directive.Name == element[1..])
        : Types.Contains(element));

    private static KnownFeature Single(string name, int major, int minor, string canonical, params string[] types) =>
        new("https://specs.apollo.dev/" + name, name, major, minor, [(name, canonical)], [.. types]);
}
