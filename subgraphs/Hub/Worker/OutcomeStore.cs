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
    private const int MaxCasesOfPerson = 500;
    private const int DuePage = 1_000;

    /// <summary>
    /// The children whose cases these persons belong to; a person without a case may be a child itself.
    /// </summary>
    public async Task<IReadOnlyList<string>> ChildrenAsync(
        IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var cases = await hub.Current
            .OfPersonsAsync(persons, [RegisterKinds.Case], null, MaxCasesOfPerson, cancellation)
            .ConfigureAwait(false);
        return
        [
            .. persons.SelectMany(person => ChildrenOf(person, cases[person])).Distinct(StringComparer.Ordinal),
        ];
    }

    // Whoever belongs to another child's case can have a case of its own, in which the index has found nobody yet.
    private static IEnumerable<string> ChildrenOf(string person, IEnumerable<Fact> cases)
    {
        string[] children = [.. CaseReach.Children(cases)];
        return children.Length == 0 || cases.Any(entry => entry.Id == RegisterKinds.CaseId(person))
            ? children.Append(person) : children;
    }

    /// <summary>Of these children, those whose case has the members that the index of people gives; and these children
    /// with everybody of their cases.</summary>
    public async Task<(IReadOnlyCollection<string> Families, IReadOnlyCollection<string> Persons)> ToAskAsync(
        IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var cases = await hub.Current.ByIdAsync([.. children.Select(RegisterKinds.CaseId)], cancellation)
            .ConfigureAwait(false);
        return (
            [.. children.Where(child =>
                cases.TryGetValue(RegisterKinds.CaseId(child), out var entry) && IndexedCase.Is(entry))],
            [.. children.Concat(cases.Values.SelectMany(CaseReach.Members).Select(member => member.Person))
                .Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Stores who is shielded: before the outcomes, so that nobody of a case is ever open before that is
    /// known.</summary>
    /// <returns>True when the register knew it otherwise.</returns>
    public async Task<bool> StoreShieldsAsync(GatewayAnswer answer, CancellationToken cancellation)
    {
        string[] persons = [.. answer.Asked.Union(answer.Shielded)];
        var stored = await hub.Current.ByIdAsync([.. persons.Select(ShieldedPersons.IdOf)], cancellation)
            .ConfigureAwait(false);
        var now = clock.GetUtcNow();
        FactDraft[] drafts =
        [
            .. persons.Select(person => Shield(person, answer.Shielded.Contains(person), now, stored))
                .OfType<FactDraft>(),
        ];
        await WriteAsync(drafts, now, cancellation).ConfigureAwait(false);
        return drafts.Length > 0;
    }

    /// <summary>
    /// Stores what was raised and, where everybody answered, ends what no longer stands: for several children at once.
    /// </summary>
    /// <param name="answer">The outcomes.</param>
    /// <param name="cancellation">Stops it; then nothing of it is stored.</param>
    public async Task StoreAsync(GatewayAnswer answer, CancellationToken cancellation)
    {
        var outcomes = answer.Outcomes;
        string[] children = [.. outcomes.Keys];
        var stored = await StandingOutcomes.OfAsync(hub.Current, children, cancellation).ConfigureAwait(false);
        var alerts = outcomes.Values.OfType<ChildOutcome>().SelectMany(each => each.Alerts);
        var earlier = await hub.Current.ByIdAsync([.. alerts.Select(alert => alert.Entry)], cancellation)
            .ConfigureAwait(false);
        var due = await hub.Current.ByIdAsync([.. children.Select(DueId)], cancellation).ConfigureAwait(false);
        var known = outcomes.Where(each => each.Value is not null)
            .ToDictionary(each => RegisterKinds.CaseId(each.Key), StringComparer.Ordinal);
        var cases = await hub.Current.ByIdAsync([.. known.Keys], cancellation).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        List<FactDraft> drafts =
        [
            .. cases.Values.Select(entry => Case(entry, known[entry.Id].Key, known[entry.Id].Value!.Family, now))
                .OfType<FactDraft>(),
            .. outcomes.Where(each => each.Value is not null)
                .SelectMany(each => Changes(each.Key, each.Value!, stored[each.Key], earlier, now)),
            .. outcomes.Select(each => Due(each.Key, each.Value?.NextDueAt, now, due)).OfType<FactDraft>(),
        ];
        await WriteAsync(drafts, now, cancellation).ConfigureAwait(false);
    }

    // Null when what is stored says the same; of nobody else than who is or was shielded is anything stored.
    private static FactDraft? Shield(
        string person, bool shielded, DateTimeOffset now, IReadOnlyDictionary<string, Fact> stored)
    {
        var before = stored.GetValueOrDefault(ShieldedPersons.IdOf(person));
        if ((before is not null && ShieldedPersons.Is(before)) == shielded)
        {
            return null;
        }

        var content = ShieldedPersons.Of(person, shielded);
        return Draft(ShieldedPersons.IdOf(person), RegisterKinds.Shield, Later(before, now), content, []) with
        {
            Subjects = new Dictionary<string, string> { [person] = "MENTIONED" },
        };
    }

    // A version is later than the one before.
    private static DateTimeOffset Later(Fact? before, DateTimeOffset now) =>
        before is not null && before.RecordedAt >= now ? before.RecordedAt.AddTicks(1) : now;

    // Null where the members stay the same. Of a family that was not given whole it is known that the index has the
    // child; whoever left the child's circle has left the case.
    private static FactDraft? Case(
        Fact entry, string child, IReadOnlyList<(string Person, string Part)>? family, DateTimeOffset now)
    {
        (string Person, string Part)[] before = [.. CaseReach.Members(entry)];
        var members = family ?? (before.Length > 0 ? before : [(child, "CHILD")]);
        return !IndexedCase.Is(entry) || entry.RecordedAt >= now || before.SequenceEqual(members)
            ? null
            : Draft(entry.Id, RegisterKinds.Case, now, IndexedCase.Of(members), []) with
            {
                Subjects = members.ToDictionary(
                    member => member.Person, member => member.Part == "CHILD" ? "CHILD" : "MENTIONED"),
            };
    }

    // `earlier`: by id what was stored of an alert before, ended or not. One that stands there alone, and is not among
    // those found to stand, is stored again, so that it is.
    private static IEnumerable<FactDraft> Changes(
        string child,
        ChildOutcome outcome,
        IEnumerable<Fact> stored,
        IReadOnlyDictionary<string, Fact> earlier,
        DateTimeOffset now)
    {
        var found = stored.ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var known = outcome.Alerts.Select(alert => earlier.GetValueOrDefault(alert.Entry)).OfType<Fact>()
            .UnionBy(found.Values, entry => entry.Id)
            .ToDictionary(entry => entry.Id, StringComparer.Ordinal);
        var raisedBefore = known.Values.OrderBy(entry => entry.SortAt).ThenBy(entry => entry.Id, StringComparer.Ordinal)
            .ToLookup(entry => entry.Text("alert"), StringComparer.Ordinal);
        List<FactDraft> drafts =
        [
            .. outcome.Alerts.Where(alert => !found.TryGetValue(alert.Entry, out var entry) || !IsStored(alert, entry))
                .Select(alert => Raised(
                    child, alert, Standing(known, alert.Entry), RaisedIn(alert, raisedBefore[alert.Id], now), now)),
        ];
        if (outcome.Complete)
        {
            var standing = outcome.Alerts.Select(alert => alert.Entry).ToHashSet(StringComparer.Ordinal);
            drafts.AddRange(found.Where(entry => !standing.Contains(entry.Key))
                .Select(entry => Ended(child, entry.Value, now)));
        }

        // A version must be later than the one before: what changed twice in one instant is stored in the next round.
        return drafts.Where(draft => !(known.GetValueOrDefault(draft.Id)?.RecordedAt >= now));
    }

    // The hub knows a child by the key that People issued; one that it has not met yet is linked so.
    private async Task WriteAsync(IReadOnlyList<FactDraft> drafts, DateTimeOffset now, CancellationToken cancellation)
    {
        if (drafts.Count == 0)
        {
            return;
        }

        string[] named = [.. drafts.SelectMany(draft => draft.Subjects.Keys).Distinct(StringComparer.Ordinal)];
        var known = await hub.Current.PersonsAsync(named, cancellation).ConfigureAwait(false);
        await hub.Writer
            .WriteAsync([.. named.Where(child => !known.ContainsKey(child)).Select(child => Link(child, now))], drafts,
                cancellation)
            .ConfigureAwait(false);
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

    /// <summary>Stores that children are to be looked at again: those that could not be evaluated.</summary>
    public async Task RememberDueAsync(
        IReadOnlyCollection<string> children, DateTimeOffset at, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var stored = await hub.Current.ByIdAsync([.. children.Select(DueId)], cancellation).ConfigureAwait(false);
        FactDraft[] drafts = [.. children.Select(child => Due(child, at, now, stored)).OfType<FactDraft>()];
        await WriteAsync(drafts, now, cancellation).ConfigureAwait(false);
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
    private static FactDraft? Due(
        string child, DateTimeOffset? at, DateTimeOffset now, IReadOnlyDictionary<string, Fact> stored)
    {
        var before = stored.GetValueOrDefault(DueId(child));
        if (before?.Instant("dueAt") == at)
        {
            return null;
        }

        return Draft(DueId(child), RegisterKinds.Due, Later(before, now), new JsonObject
        {
            ["child"] = child,
            ["dueAt"] = at is { } instant ? LondonTime.Print(instant) : null,
        }, []);
    }

    private static string DueId(string child) => $"HUB-DUE-{child}";

    // For whom else an alert stands can change while it does: then it was not raised again. For whom it did not stand
    // it is raised, and for nobody else: since when it stands is known of each set of the shielded, those who are no
    // longer shielded being open to everybody. Where nobody is shielded there is one.
    private static string[] RaisedIn(RaisedAlert alert, IEnumerable<Fact> before, DateTimeOffset now)
    {
        Fact[] standing =
        [
            .. before.Where(entry => !StandingOutcomes.HasEnded(entry)
                && IsEmpty(entry, alert.OnlyKnowing.Count > 0 ? "onlyNotKnowing" : "onlyKnowing")),
        ];
        return
        [
            .. OpenSets.Of(alert.Shielded)
                .Where(open => alert.Shielded.Count == 0 || alert.StandsFor.Contains(OpenSets.NameOf(open)))
                .Select(open => standing
                    .Select(entry => OpenSets.RaisedAt(
                        entry.Content, person => alert.Shielded.Contains(person) && !open.Contains(person)))
                    .FirstOrDefault(raisedAt => raisedAt is { Length: > 0 })
                    ?? now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)),
        ];
    }

    private static bool IsEmpty(Fact entry, string list) => entry.Content.Texts(list).Count == 0;

    // Invariant: whom it is for is stored as it is now, so that who is no longer among them is told when that happens,
    // and not when something else comes in that they may not know of.
    private static bool IsStored(RaisedAlert alert, Fact entry) =>
        entry.Content.Texts("for").SequenceEqual(alert.For)
        && entry.Content.Texts("restsOn").SequenceEqual(alert.From)
        && entry.Content.Texts("shielded").SequenceEqual(alert.Shielded)
        && entry.Content.Texts("standsFor").SequenceEqual(alert.StandsFor)
        && entry.Content.Texts("onlyKnowing").SequenceEqual(alert.OnlyKnowing)
        && entry.Content.Texts("onlyNotKnowing").SequenceEqual(alert.OnlyNotKnowing);

    private static Fact? Standing(Dictionary<string, Fact> known, string entry) =>
        known.GetValueOrDefault(entry) is { } stored && !StandingOutcomes.HasEnded(stored) ? stored : null;

    private static string FeedId(string feed) => $"HUB-FEED-{feed}";

    private static LinkDraft Link(string child, DateTimeOffset now) =>
        new(child, child, MatchState.Confirmed, "hub register", now);

    private static FactDraft Raised(
        string child, RaisedAlert alert, Fact? standing, string[] raisedIn, DateTimeOffset now) =>
        Draft(alert.Entry, RegisterKinds.Outcome, now, new JsonObject
        {
            ["person"] = child,
            ["alert"] = alert.Id,
            ["rule"] = alert.Rule,
            ["for"] = new JsonArray([.. alert.For.Select(agency => (JsonNode)agency)]),
            // Who was told or answered stays counted, in the month in which it first stood.
            ["wasFor"] = standing is null ? null : List(
                [.. standing.Content.Texts("wasFor").Union(standing.Content.Texts("for")).Except(alert.For)]),
            ["restsOn"] = new JsonArray([.. alert.From.Select(agency => (JsonNode)agency)]),
            ["shielded"] = List(alert.Shielded),
            ["standsFor"] = List(alert.StandsFor),
            ["raisedIn"] = alert.Shielded.Count == 0 ? null : List(raisedIn),
            ["onlyKnowing"] = List(alert.OnlyKnowing),
            ["onlyNotKnowing"] = List(alert.OnlyNotKnowing),
            ["firedAt"] = standing?.Text("firedAt") ?? alert.FiredAt,
            ["raisedAt"] = raisedIn[0],
        }, [child]);

    private static JsonArray? List(IReadOnlyList<string> some) =>
        some.Count == 0 ? null : new([.. some.Select(one => (JsonNode)one)]);

    private static FactDraft Ended(string child, Fact entry, DateTimeOffset now)
    {
        var content = JsonNode.Parse(entry.Content.GetRawText())!.AsObject();
        content["endedAt"] = LondonTime.Print(now);
        return Draft(entry.Id, RegisterKinds.Outcome, now, content, [child]);
    }

    private static FactDraft Draft(
        string id, string kind, DateTimeOffset now, JsonObject content, IEnumerable<string> children) => new(
            id, kind, "HUB", FuzzyTime.At(now), now, content.ToJsonString(ContractJson.Options),
            children.ToDictionary(child => child, _ => "CHILD", StringComparer.Ordinal))
        {
            Terms = [.. RegisterTerms.Of(kind, ContractJson.Element(content))],
        };
}
