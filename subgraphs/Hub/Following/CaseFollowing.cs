using System.Runtime.CompilerServices;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Following;

/// <summary>
/// `Subscription.caseChanged`: an event at once, then one whenever the rules have raised or ended an alert about the
/// child for the agency that asks. It says which rules; what stands is asked for with the event, and decided then.
/// </summary>
internal static class CaseFollowing
{
    // Where what is stored names the shielded.
    private static readonly string[] Named = ["shielded", "onlyWith", "onlyWithout"];

    /// <summary>The events.</summary>
    public static async IAsyncEnumerable<object> FollowAsync(
        StreamCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var child = call.Argument<string>("child")!;
        using var watch = call.Watch(child);
        var known = await StandingAsync(call, child, cancellation).ConfigureAwait(false);

        // The same for every child and caller, also for a child that does not exist: who may know is decided on it.
        yield return await ChangeAsync(call, child, [], [], cancellation).ConfigureAwait(false);
        while (true)
        {
            await watch.WaitAsync(cancellation).ConfigureAwait(false);
            var standing = await StandingAsync(call, child, cancellation).ConfigureAwait(false);
            // One that stood but was raised since ended and was raised again between two looks.
            string[] raised = [.. Rules(standing.Except(known))];
            string[] ended = [.. Rules(known.ExceptBy(standing.Keys, alert => alert.Key))];
            known = standing;
            if (raised.Length > 0 || ended.Length > 0)
            {
                yield return await ChangeAsync(call, child, raised, ended, cancellation).ConfigureAwait(false);
            }
        }
    }

    // An event that is about nobody is known by nobody: so it is for whom alerts lead to in another's case.
    private static async Task<object> ChangeAsync(
        StreamCall call, string child, string[] raised, string[] ended, CancellationToken cancellation)
    {
        var entries = await AccessFacts.AroundAsync(call.Current, [child], cancellation).ConfigureAwait(false);
        var holder = Holder.Of(call.Caller);
        return new
        {
            at = LondonTime.Print(call.Now),
            raised,
            ended,
            child = new CaseReach(entries, holder, call.Now).HasNoCardFor(child) ? null : new { id = child },
        };
    }

    private static IEnumerable<string> Rules(IEnumerable<KeyValuePair<string, Standing>> alerts) =>
        alerts.Select(alert => alert.Value.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    // The alerts that stand for the agency that asks, and since when they do; the hub's own rules see everybody's.
    private static async Task<Dictionary<string, Standing>> StandingAsync(
        StreamCall call, string child, CancellationToken cancellation)
    {
        var stored = await StandingOutcomes.OfAsync(call.Current, [child], cancellation).ConfigureAwait(false);
        var recipient = call.Caller.Recipient.Length > 0 ? call.Caller.Recipient : call.Caller.Organisation;
        var hidden = await HiddenInvolvement
            .OfAsync(call.Caller, call.Current, call.Now, [child], cancellation)
            .ConfigureAwait(false);
        Fact[] standing =
        [
            .. stored[child].Where(outcome => outcome.Text("rule") is not null
                && (call.Caller.Role == Roles.HubRules || outcome.Content.Texts("for").Contains(recipient))
                && !RestsOn(outcome, hidden[child])
                && StandsFor(outcome, hidden[child])),
        ];
        var closed = await ClosedPersons
            .OfAsync(
                call.Caller, call.Current, call.Now,
                [
                    .. standing
                        .SelectMany(outcome => Named.SelectMany(list => outcome.Content.Texts(list)))
                        .Distinct(StringComparer.Ordinal),
                ],
                cancellation)
            .ConfigureAwait(false);
        return standing
            .Select(outcome => (outcome, RaisedAt: OpenSets.RaisedAt(outcome.Content, closed.Contains)))
            .Where(each => each.RaisedAt is not null)
            .DistinctBy(each => AlertOf(each.outcome))
            .ToDictionary(
                each => AlertOf(each.outcome),
                each => new Standing(each.outcome.Text("rule")!, each.RaisedAt!),
                StringComparer.Ordinal);
    }

    private static string AlertOf(Fact outcome) => outcome.Text("alert") ?? outcome.Id;

    // To whom one of the agencies is hidden, what stands without them: as it is worked out when the case is asked for.
    private static bool StandsFor(Fact outcome, IReadOnlySet<string> hidden) =>
        !outcome.Content.Texts("onlyKnowing").Any(hidden.Contains)
        && (outcome.Content.Texts("onlyNotKnowing") is not { Count: > 0 } left || left.Any(hidden.Contains));

    // Of an alert that does not say whose records it rests on, it may be anybody's.
    private static bool RestsOn(Fact outcome, IReadOnlySet<string> hidden) => hidden.Count > 0
        && outcome.Content.Texts("restsOn") is var agencies && (agencies.Count == 0 || agencies.Any(hidden.Contains));

    private sealed record Standing(string Rule, string RaisedAt);
}
