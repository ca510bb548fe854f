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
    private const string With = "onlyWith";
    private const string Without = "onlyWithout";

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
            string[] raised = [.. Rules(standing.Values.Where(alert => !IsAmong(alert, known)))];
            string[] ended = [.. Rules(known.Values.Where(alert => !standing.ContainsKey(AlertOf(alert))))];
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

    // Of one that stood but was raised since: it ended and was raised again between two looks.
    private static bool IsAmong(Fact alert, Dictionary<string, Fact> known) =>
        known.TryGetValue(AlertOf(alert), out var before) && before.Text("raisedAt") == alert.Text("raisedAt");

    private static IEnumerable<string> Rules(IEnumerable<Fact> alerts) =>
        alerts.Select(alert => alert.Text("rule")!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    // The alerts that stand for the agency that asks; the hub's own rules see everybody's.
    private static async Task<Dictionary<string, Fact>> StandingAsync(
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
                && StandsFor(outcome, "onlyKnowing", "onlyNotKnowing", hidden[child])),
        ];
        var closed = await ClosedPersons
            .OfAsync(
                call.Caller, call.Current, call.Now,
                [
                    .. standing
                        .SelectMany(outcome => outcome.Content.Texts(With).Concat(outcome.Content.Texts(Without)))
                        .Distinct(StringComparer.Ordinal),
                ],
                cancellation)
            .ConfigureAwait(false);
        return standing.Where(outcome => StandsFor(outcome, With, Without, closed))
            .DistinctBy(AlertOf).ToDictionary(AlertOf, StringComparer.Ordinal);
    }

    private static string AlertOf(Fact outcome) => outcome.Text("alert") ?? outcome.Id;

    // To whom one of the shielded is closed, or one of the agencies is hidden, what stands without them: as it is
    // worked out when the case is asked for.
    private static bool StandsFor(Fact outcome, string with, string without, IReadOnlySet<string> hidden) =>
        !outcome.Content.Texts(with).Any(hidden.Contains)
        && (outcome.Content.Texts(without) is not { Count: > 0 } left || left.Any(hidden.Contains));

    // Of an alert that does not say whose records it rests on, it may be anybody's.
    private static bool RestsOn(Fact outcome, IReadOnlySet<string> hidden) => hidden.Count > 0
        && outcome.Content.Texts("restsOn") is var agencies && (agencies.Count == 0 || agencies.Any(hidden.Contains));
}
