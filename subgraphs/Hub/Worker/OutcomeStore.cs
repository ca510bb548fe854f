using System.Globalization;
using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Worker;

/// <summary>What the worker keeps in the hub's register: outcomes of alerts, and how far it has followed each outbox.
/// </summary>
/// <param name="hub">The running hub.</param>
/// <param name="clock">The domain clock.</param>
internal sealed class OutcomeStore(AgencyHost hub, TimeProvider clock)
{
    private const int MaxOutcomesPerChild = 500;
    private const int DuePage = 1_000;

    /// <summary>
    /// The children whose cases these persons belong to; a person without a case may be a child itself.
    /// </summary>
    public async Task<IReadOnlyList<string>> ChildrenAsync(
        IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var cases = await hub.Current
            .OfPersonsAsync(persons, [RegisterKinds.Case], null, MaxOutcomesPerChild, cancellation)
            .ConfigureAwait(false);
        return
        [
            .. persons.SelectMany(person => cases[person].SelectMany(CaseReach.Members)
                    .Where(member => member.Part == "CHILD").Select(member => member.Person).DefaultIfEmpty(person))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>Stores what was raised and, if everybody answered, ends what no longer stands.</summary>
    public async Task StoreAsync(string child, ChildOutcome outcome, CancellationToken cancellation)
    {
        var stored = await hub.Current
            .OfPersonsAsync([child], [RegisterKinds.Outcome], null, MaxOutcomesPerChild, cancellation)
            .ConfigureAwait(false);
        var known = stored[child].ToDictionary(entry => entry.Text("alert") ?? entry.Id, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        List<FactDraft> drafts =
        [
            .. outcome.Alerts.Where(alert => !known.TryGetValue(alert.Id, out var entry) || HasEnded(entry))
                .Select(alert => Raised(child, alert, now)),
        ];
        if (outcome.Complete)
        {
            var standing = outcome.Alerts.Select(alert => alert.Id).ToHashSet(StringComparer.Ordinal);
            drafts.AddRange(known.Where(entry => !standing.Contains(entry.Key) && !HasEnded(entry.Value))
                .Select(entry => Ended(child, entry.Value, now)));
        }

        if (await DueAsync(child, outcome.NextDueAt, now, cancellation).ConfigureAwait(false) is { } due)
        {
            drafts.Add(due);
        }

        // A version must be later than the one before: what changed twice in one instant is stored in the next round.
        FactDraft[] writable = [.. drafts.Where(draft => !(known.Values.Any(entry =>
            entry.Id == draft.Id && entry.RecordedAt >= now)))];
        if (writable.Length > 0)
        {
            await hub.Writer.WriteAsync([Link(child, now)], writable, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>When each child is to be looked at again, as it was last stored: what a restart begins with.</summary>
    public async Task<IReadOnlyList<(string Child, DateTimeOffset At)>> DueTimesAsync(CancellationToken cancellation)
    {
        List<(string, DateTimeOffset)> due = [];
        Position? after = null;
        while (true)
        {
            var page = await hub.Current.PageOfKindAsync(RegisterKinds.Due, after, DuePage, cancellation)
                .ConfigureAwait(false);
            due.AddRange(page
                .Where(entry => entry.Instant("dueAt") is not null && entry.Text("child") is not null)
                .Select(entry => (entry.Text("child")!, entry.Instant("dueAt")!.Value)));
            if (page.Count < DuePage)
            {
                return due;
            }

            after = new Position(page[^1].SortAt, page[^1].Id);
        }
    }

    /// <summary>Stores that a child is to be looked at again, at once for one that could not be evaluated.</summary>
    public async Task RememberDueAsync(string child, DateTimeOffset at, CancellationToken cancellation)
    {
        if (await DueAsync(child, at, clock.GetUtcNow(), cancellation).ConfigureAwait(false) is { } due)
        {
            await hub.Writer.WriteAsync([], [due], cancellation).ConfigureAwait(false);
        }
    }

    public async Task<long> PositionAsync(string feed, CancellationToken cancellation)
    {
        var found = await hub.Current.ByIdAsync([FeedId(feed)], cancellation).ConfigureAwait(false);
        return found.TryGetValue(FeedId(feed), out var entry) &&
            long.TryParse(entry.Text("sequence"), CultureInfo.InvariantCulture, out var sequence)
                ? sequence
                : 0;
    }

    /// <summary>Remembers where to go on. Forgetting it costs a second look, never a missed one.</summary>
    public async Task RememberAsync(string feed, long sequence, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var found = await hub.Current.ByIdAsync([FeedId(feed)], cancellation).ConfigureAwait(false);
        if (found.TryGetValue(FeedId(feed), out var entry) && entry.RecordedAt >= now)
        {
            return;
        }

        var content = new JsonObject { ["sequence"] = sequence.ToString(CultureInfo.InvariantCulture) };
        await hub.Writer.WriteAsync([], [Draft(FeedId(feed), RegisterKinds.Feed, now, content, [])], cancellation)
            .ConfigureAwait(false);
    }

    // Null when what is stored says the same. It names nobody as a subject: a due time is no change of a case.
    private async Task<FactDraft?> DueAsync(
        string child, DateTimeOffset? at, DateTimeOffset now, CancellationToken cancellation)
    {
        var id = "HUB-DUE-" + child;
        var found = await hub.Current.ByIdAsync([id], cancellation).ConfigureAwait(false);
        var stored = found.GetValueOrDefault(id);
        if (stored?.Instant("dueAt") == at)
        {
            return null;
        }

        var recorded = stored is not null && stored.RecordedAt >= now ? stored.RecordedAt.AddTicks(1) : now;
        return Draft(id, RegisterKinds.Due, recorded, new JsonObject
        {
            ["child"] = child,
            ["dueAt"] = at is { } instant ? LondonTime.Print(instant) : null,
        }, []);
    }

    private static bool HasEnded(Fact entry) => entry.Text("endedAt") is not null;

    private static string FeedId(string feed) => $"HUB-FEED-{feed}";

    private static LinkDraft Link(string child, DateTimeOffset now) =>
        new(child, child, MatchState.Confirmed, "hub register", now);

    private static FactDraft Raised(string child, RaisedAlert alert, DateTimeOffset now) =>
        Draft($"HUB-A-{alert.Id}", RegisterKinds.Outcome, now, new JsonObject
        {
            ["person"] = child,
            ["alert"] = alert.Id,
            ["rule"] = alert.Rule,
            ["for"] = new JsonArray([.. alert.For.Select(agency => (JsonNode)agency)]),
            ["firedAt"] = alert.FiredAt,
        }, [child]);

    private static FactDraft Ended(string child, Fact entry, DateTimeOffset now)
    {
        var content = JsonNode.Parse(entry.Content.GetRawText())!.AsObject();
        content["endedAt"] = LondonTime.Print(now);
        return Draft(entry.Id, RegisterKinds.Outcome, now, content, [child]);
    }

    private static FactDraft Draft(
        string id, string kind, DateTimeOffset now, JsonObject content, IEnumerable<string> children) => new(
            id, kind, "HUB", FuzzyTime.At(now), now, content.ToJsonString(ContractJson.Options),
            children.ToDictionary(child => child, _ => "CHILD", StringComparer.Ordinal));
}
