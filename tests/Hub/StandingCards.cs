using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Tests;

/// <summary>Reads what the worker stored of alerts.</summary>
internal static class StandingCards
{
    /// <summary>What stands for whom these are closed to, for which agencies, and since when.</summary>
    public static IEnumerable<string> StandingFor(this IEnumerable<Fact> outcomes, params string[] closed) => outcomes
        .Where(entry => entry.Text("endedAt") is null)
        .Select(entry => (entry, RaisedAt: OpenSets.RaisedAt(entry.Content, closed.Contains)))
        .Where(each => each.RaisedAt is not null)
        .Select(each => string.Join(
            ' ', each.entry.Content.Texts("for").Prepend(each.entry.Text("alert")).Append(each.RaisedAt)))
        .Order();
}
