namespace Aggregator.Composition;

/// <summary>
/// The composer's own names of the directives it understands. They hold a slash, which no GraphQL name can, so a
/// subgraph's own directive of the same name is never mistaken for one of them.
/// </summary>
internal static class Names
{
    public const string Link = "link/link";

    public const string Key = "federation/key";
    public const string Requires = "federation/requires";
    public const string Provides = "federation/provides";
    public const string External = "federation/external";
    public const string Shareable = "federation/shareable";
    public const string Override = "federation/override";
    public const string Extends = "federation/extends";
    public const string InterfaceObject = "federation/interfaceObject";
    public const string ComposeDirective = "federation/composeDirective";
    public const string Context = "federation/context";
    public const string FromContext = "federation/fromContext";

    public const string Inaccessible = "federation/inaccessible";
    public const string Tag = "federation/tag";
    public const string Authenticated = "federation/authenticated";
    public const string RequiresScopes = "federation/requiresScopes";
    public const string Policy = "federation/policy";
    public const string Cost = "federation/cost";
    public const string ListSize = "federation/listSize";
    public const string CacheTag = "federation/cacheTag";

    public const string Agency = "disclosure/agency";
    public const string Covers = "disclosure/covers";
    public const string Sensitive = "disclosure/sensitive";
    public const string Subject = "disclosure/subject";
    public const string Probes = "disclosure/probes";
    public const string DerivedFrom = "disclosure/derivedFrom";
    public const string Declassify = "disclosure/declassify";
    public const string Variant = "disclosure/variant";
    public const string Contributed = "disclosure/contributed";
    public const string Gathered = "disclosure/gathered";

    /// <summary>The directive as people write it: <c>@key</c>.</summary>
    public static string Spoken(string canonical) =>
        "@" + canonical[(canonical.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>True for a directive of a specification, false for a subgraph's own.</summary>
    public static bool IsCanonical(string name) => name.Contains('/', StringComparison.Ordinal);

    /// <summary>True for a directive of the disclosure specification.</summary>
    public static bool IsDisclosure(string name) => name.StartsWith("disclosure/", StringComparison.Ordinal);
}
