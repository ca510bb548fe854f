using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>What is missing or wrong with a command, in the caller's terms.</summary>
internal sealed record Problem(string Code, string? Field, string Message);

/// <summary>One command on the register: collects everything that is wrong, then writes, or writes nothing.</summary>
internal sealed class RegisterCommand(FieldCall call)
{
    private readonly List<Problem> _problems = [];

    public AgencyRequest Request => call.Request;

    public bool Failed => _problems.Count > 0;

    /// <summary>A plain argument as text; null when it was not given or is blank.</summary>
    public string? Text(string argument) =>
        call.Argument<string>(argument) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>An input object as JSON.</summary>
    public JsonElement Input(string argument) => JsonSerializer.SerializeToElement(call.Argument<object>(argument));

    public void AllowOnly(params IReadOnlyList<string> roles) => Need(
        roles.Contains(Request.Caller.Role), null, "ROLE_NOT_ALLOWED",
        $"the role `{Request.Caller.Role}` may not do this; it is for {string.Join(", ", roles)}");

    /// <summary>Notes that something required is missing.</summary>
    public void Need(bool given, string field, string message) => Need(given, field, "REQUIRED", message);

    public void Need(bool holds, string? field, string code, string message)
    {
        if (!holds)
        {
            _problems.Add(new Problem(code, field, message));
        }
    }

    /// <summary>Notes when an instant that is given has come: what ends then would never have counted.</summary>
    public void NeedLater(string? instant, string field) => Need(
        IsLater(instant), field, "IN_THE_PAST",
        $"`{field}` has passed, it is {LondonTime.Print(Request.Now)}: name an instant that is still to come");

    /// <summary>True for an instant that is still to come, and for none.</summary>
    public bool IsLater(string? instant) =>
        instant is null || !LondonTime.TryInstant(instant, out var at) || at > Request.Now;

    /// <summary>The version that stands now of an entry of the kind; notes when there is none. Whose role may not do it
    /// is told no more.</summary>
    public async Task<Fact?> FindAsync(string kind, string argument, Func<Fact, bool>? isTheirs = null)
    {
        if (Failed)
        {
            return null;
        }

        var id = Text(argument) ?? "";
        var found = await Request.Current.ByIdAsync([id], call.Cancellation).ConfigureAwait(false);
        var entry = found.GetValueOrDefault(id) is { } fact && fact.Kind == kind && isTheirs?.Invoke(fact) is not false
            ? fact
            : null;
        NeedEntry(entry is not null, argument);
        return entry;
    }

    /// <summary>
    /// Such an entry, about a person whom the caller works with, that the caller may know of, or one that is the
    /// caller's own; any other is answered like one that is not there.
    /// </summary>
    public async Task<Fact?> FindLinkedAsync(string kind, string argument, Func<Fact, bool>? isOwn = null)
    {
        var entry = await FindAsync(kind, argument).ConfigureAwait(false);
        if (entry is null || isOwn?.Invoke(entry) is true)
        {
            return entry;
        }

        var person = entry.Text("person")!;
        var reach = ReachOf(await EntriesAroundAsync(person).ConfigureAwait(false));
        var isTheirs = MayRecordAbout(reach, person, alertOnly: false)
            && (await KnownAsync(person, [entry]).ConfigureAwait(false)).Count > 0;
        NeedEntry(isTheirs, argument);
        return isTheirs ? entry : null;
    }

    /// <summary>Of entries about a person those that tell of no agency that is hidden from the caller.</summary>
    public async Task<IReadOnlyList<Fact>> KnownAsync(string person, IEnumerable<Fact> entries)
    {
        var hidden = await HiddenInvolvement.OfAsync(Request, [person], call.Cancellation).ConfigureAwait(false);
        var own = Request.Caller.Organisation;
        return [.. entries.Where(entry => !HiddenInvolvement.MayTell(entry, hidden[person], own))];
    }

    /// <summary>Refuses an entry that is not the caller's to change like one that is not there.</summary>
    public void NeedEntry(bool isThere, string argument) => Need(
        isThere, argument, "UNKNOWN_ENTRY",
        $"there is no such entry as `{Text(argument)}`, or it is not yours to change");

    /// <summary>Who asks: the worker or desk of the token, never just the agency.</summary>
    public string Worker => Request.Caller.Worker;

    /// <summary>Writes a new entry about a person that the caller has something to do with.</summary>
    public async Task<object> WriteLinkedAsync(
        string kind, string prefix, string person, string part, JsonObject content, bool alertOnly = false)
    {
        var reach = ReachOf(await EntriesAroundAsync(person).ConfigureAwait(false));
        NeedLink(reach, person, alertOnly);
        if (!reach.MayRecordAbout(person, alertOnly: false))
        {
            OwnWord.Mark(content);
        }

        return await WriteAsync(kind, prefix, person, part, content).ConfigureAwait(false);
    }

    /// <summary>Notes when the caller has nothing to do with the person.</summary>
    /// <param name="person">The person.</param>
    public async Task NeedLinkAsync(string person) =>
        NeedLink(ReachOf(await EntriesAroundAsync(person).ConfigureAwait(false)), person, alertOnly: false);

    /// <summary>True when the caller's links to the person show no more than alerts.</summary>
    /// <param name="person">The person.</param>
    public async Task<bool> SeesAlertsAloneAsync(string person)
    {
        var reach = ReachOf(await EntriesAroundAsync(person).ConfigureAwait(false));
        return MayRecordAbout(reach, person, alertOnly: true) && !MayRecordAbout(reach, person, alertOnly: false);
    }

    /// <summary>Notes when the worker has recorded as much about the person as one worker may within a day.</summary>
    /// <param name="person">The person.</param>
    public async Task NeedRoomAsync(string person)
    {
        var today = await Request.Current
            .OfPersonsAsync(
                [person], RegisterKinds.OfWorkers, new Position(Request.Now.AddDays(-1), null),
                RegisterKinds.MaxEntriesPerPerson, call.Cancellation)
            .ConfigureAwait(false);
        Need(
            today[person].Count(entry => entry.Text("recordedBy") == Worker) < RegisterKinds.MaxEntriesOfWorkerInADay,
            null, "TOO_MANY_ENTRIES",
            $"`{Worker}` has recorded {RegisterKinds.MaxEntriesOfWorkerInADay} entries about this person within a day; "
            + "ask a colleague, or record the rest tomorrow");
    }

    /// <summary>What the register holds about the person and everybody of the person's cases.</summary>
    public Task<IReadOnlyList<Fact>> EntriesAroundAsync(string person) =>
        AccessFacts.AroundAsync(Request.Current, [person], call.Cancellation);

    /// <summary>How far the caller's links reach.</summary>
    /// <param name="entries">What the register holds around some persons.</param>
    public CaseReach ReachOf(IReadOnlyList<Fact> entries) => new(entries, Holder.Of(Request.Caller), Request.Now);

    /// <summary>Writes a new entry about a person, and others with it, all or none.</summary>
    public async Task<object> WriteAsync(
        string kind,
        string prefix,
        string person,
        string part,
        JsonObject content,
        params IReadOnlyList<FactDraft> also)
    {
        await NeedRoomAsync(person).ConfigureAwait(false);
        content["person"] = person;
        content["recordedBy"] = Worker;
        content["recordedByAgency"] = Request.Caller.Organisation;
        var entry = Draft(
            kind, NewId(prefix, person, content), FuzzyTime.At(Request.Now), [(person, part)], content);
        return await WriteAllAsync([entry, .. also]).ConfigureAwait(false);
    }

    /// <summary>Writes a new version of an entry, with some fields changed.</summary>
    public Task<object> ChangeAsync(
        Fact entry, string part, JsonObject changes, params IReadOnlyList<FactDraft> also) =>
        WriteAllAsync([Changed(entry, part, changes), .. also]);

    /// <summary>A new version of an entry, with some fields changed; nothing is written.</summary>
    public FactDraft Changed(Fact entry, string part, JsonObject changes)
    {
        var content = JsonNode.Parse(entry.Content.GetRawText())!.AsObject();
        foreach (var (name, value) in changes)
        {
            content[name] = value?.DeepClone();
        }

        content["changedBy"] = Worker;
        content["changedByAgency"] = Request.Caller.Organisation;

        Need(
            entry.RecordedAt < Request.Now, null, "TOO_SOON",
            "the entry was changed at this very instant; send the command again");
        var subjects = entry.Text("person") is { } person ? new[] { (person, part) } : [];
        return Draft(entry.Kind, entry.Id, entry.When, subjects, content);
    }

    /// <summary>An entry to write.</summary>
    public FactDraft Draft(
        string kind,
        string id,
        FuzzyTime when,
        IReadOnlyList<(string Person, string Part)> subjects,
        JsonObject content) => new(
            id, kind, "HUB", when, Request.Now, content.ToJsonString(ContractJson.Options),
            subjects.DistinctBy(subject => subject.Person)
                .ToDictionary(subject => subject.Person, subject => subject.Part, StringComparer.Ordinal))
        {
            Terms = [.. RegisterTerms.Of(kind, ContractJson.Element(content))],
        };

    /// <summary>Writes entries, all or none; the first is the one that the caller is told of.</summary>
    public async Task<object> WriteAllAsync(IReadOnlyList<FactDraft> drafts)
    {
        if (Failed)
        {
            return Refusal();
        }

        string[] persons = [.. drafts.SelectMany(draft => draft.Subjects.Keys).Distinct(StringComparer.Ordinal)];
        var known = await Request.Current.PersonsAsync(persons, call.Cancellation).ConfigureAwait(false);
        // The hub's own number of a person is the person's id.
        await Request.Writer.WriteAsync(
            [
                .. persons.Where(person => !known.ContainsKey(person)).Select(person =>
                    new LinkDraft(person, person, MatchState.Confirmed, "hub register", Request.Now)),
            ],
            drafts,
            call.Cancellation).ConfigureAwait(false);
        return Written(drafts[0].Id, Request.Now);
    }

    /// <summary>The answer about an entry that says already what was to be written.</summary>
    /// <param name="entry">The entry.</param>
    public static object AsWritten(Fact entry) => Written(entry.Id, entry.RecordedAt);

    private static object Written(string id, DateTimeOffset recordedAt) =>
        new { id, recordedAt, problems = Array.Empty<Problem>() };

    private bool MayRecordAbout(CaseReach reach, string person, bool alertOnly) =>
        Worker.Length > 0 && reach.MayRecordAbout(person, alertOnly);

    private void NeedLink(CaseReach reach, string person, bool alertOnly) => Need(
        MayRecordAbout(reach, person, alertOnly), null, "NO_RELATIONSHIP",
        $"the register has no link of `{Worker}` to this person; an enquiry makes one");

    public object Refusal() => new { problems = _problems };

    // The same request gives the same id: sent twice, it is a second version and not a second entry. One request can
    // say several things of a person.
    public string NewId(string prefix, string person, JsonObject content)
    {
        var seed = $"{Request.Caller.RequestId}\n{prefix}\n{person}\n{LondonTime.Print(Request.Now)}\n"
            + content.ToJsonString(ContractJson.Options);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
        return $"HUB-{prefix}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }
}
