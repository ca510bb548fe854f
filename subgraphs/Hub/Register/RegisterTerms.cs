using System.Text.Json;

namespace Aggregator.Hub.Register;

/// <summary>The words by which entries of the register are found, whoever writes them.</summary>
internal static class RegisterTerms
{
    /// <summary>Those of an entry.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="content">What it says.</param>
    public static IEnumerable<string> Of(string kind, JsonElement content) =>
        BreakGlassView.Terms(kind, content).Concat(StandingOutcomes.Terms(kind, content));
}
