namespace Aggregator.CaseView;

/// <summary>How the pages are served.</summary>
public sealed record CaseViewOptions
{
    /// <summary>The path of the gateway's endpoint on the same origin. Default <c>/graphql</c>.</summary>
    public string GraphQLPath { get; init; } = "/graphql";

    /// <summary>
    /// Demonstration tokens to choose from. Only the local hub sets this; null (default) elsewhere: whoever uses the
    /// pages brings a token of the organisation's own provider.
    /// </summary>
    public Demonstration? Demonstration { get; init; }
}

/// <summary>What the start page offers where everybody is invented.</summary>
/// <param name="TokenPath">The path on the same origin that gives a token for <c>?user=NAME</c>.</param>
/// <param name="Users">Whom it gives tokens for, the first being chosen at first.</param>
/// <param name="Children">Ids of children to try, the first being chosen at first.</param>
public sealed record Demonstration(
    string TokenPath, IReadOnlyList<DemonstrationChoice> Users, IReadOnlyList<string> Children);

/// <summary>A demonstration user to choose.</summary>
/// <param name="Name">The name that the token path takes.</param>
/// <param name="Title">What the list shows.</param>
/// <param name="Purpose">The purpose that such a user states.</param>
public sealed record DemonstrationChoice(string Name, string Title, string Purpose);
