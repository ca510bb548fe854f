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

    private static DemonstrationChoice Choice(DemonstrationUser user) => new(
        user.Name,
        char.ToUpperInvariant(user.Name[0]) + user.Name[1..].Replace('-', ' ') + $" ({user.Agency})",
        user.Purpose);
}
