using Aggregator.CaseView;

namespace Aggregator.Host.LocalHub;

/// <summary>What the pages offer in the local hub: a demonstration user for each role, and invented children.</summary>
internal static class LocalCaseView
{
    // Whom the pages are made for comes first.
    private const string First = "decision-maker";

    // The subject of the demonstration case, then the other family for contrast.
    private static readonly string[] Children = ["P1", "P21"];

    /// <summary>Options of the pages; tokens come from the hub's own issuer.</summary>
    public static CaseViewOptions Options(LocalIssuer issuer) => new()
    {
        Demonstration = new Demonstration(
            issuer.Authority.AbsolutePath + "/token",
            [.. DemonstrationUsers.All.OrderByDescending(user => user.Name == First).Select(Choice)],
            Children),
    };

    // Short forms stay capitals.
    private static string Label(string[] words) => string.Join(
        ' ',
        words.Select((word, place) => word is "gp" or "dpo" ? word.ToUpperInvariant()
            : place == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word));

    private static DemonstrationChoice Choice(DemonstrationUser user) => new(
        user.Name,
        $"{Label(user.Name.Split('-'))} ({user.Agency})",
        user.Purpose);
}
