using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Which of the records that an entry names a caller may know of. An id says that there is such a record, and the hub
/// cannot tell whose it is or of what class: nobody is told of one but who knows of it anyway.
/// </summary>
internal sealed class KnownRecords
{
    private readonly CallerContext _caller;
    private readonly IReadOnlySet<string> _hidden;
    private readonly IReadOnlySet<string> _shown;

    private KnownRecords(CallerContext caller, IReadOnlySet<string> hidden, IReadOnlySet<string> shown) =>
        (_caller, _hidden, _shown) = (caller, hidden, shown);

    /// <summary>By person, of entries about them.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="persons">Whom the entries are about.</param>
    /// <param name="cancellation">Stops the queries.</param>
    public static async Task<IReadOnlyDictionary<string, KnownRecords>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var hidden = await HiddenInvolvement.OfAsync(request, persons, cancellation).ConfigureAwait(false);
        var shown = await ShownAsync(request, persons, cancellation).ConfigureAwait(false);
        return persons.ToDictionary(
            person => person,
            person => new KnownRecords(request.Caller, hidden[person], shown[person]),
            StringComparer.Ordinal);
    }

    /// <summary>True when the caller may know of a record that an entry names, and whom the answer goes to as well.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="record">The record's id.</param>
    public bool Has(Fact entry, string record) =>
        _caller.Role == Roles.HubRules
        || ((IsAuthor(entry) || IsKnown(entry, record, _caller.Organisation)
                || (!IsHidden(record) && (Roles.Oversees(_caller.Role) || _shown.Contains(record))))
            && (_caller.OnwardTo is not { } recipient || IsKnown(entry, record, recipient)));

    /// <summary>True when the caller may know of everything that a decision to share is about.</summary>
    /// <param name="sharing">The decision.</param>
    public bool HasAllOf(Fact sharing) =>
        _caller.Role == Roles.HubRules
        || ((IsAuthor(sharing) || Roles.Oversees(_caller.Role) || IsTold(sharing, _caller.Organisation))
            && (_caller.OnwardTo is not { } recipient || IsTold(sharing, recipient)));

    // The worker: what a colleague wrote down of somebody whom they alone may know is not the desk's.
    private bool IsAuthor(Fact entry) =>
        _caller.Worker.Length > 0 && entry.Text("recordedBy") == _caller.Worker
        && entry.Text("recordedByAgency") == _caller.Organisation;

    private bool IsKnown(Fact entry, string record, string agency) =>
        IsOf(record, agency) || entry.Text("told") == agency || (!IsHidden(record) && IsTold(entry, agency));

    private static bool IsTold(Fact entry, string agency) =>
        entry.Kind == RegisterKinds.WrongPerson ? entry.Text("heldBy") == agency
        : entry.Text("decision") is "SHARE" or "SHARE_PART" && entry.Content.Texts("to").Contains(agency);

    private bool IsHidden(string record) => _hidden.Any(code => IsOf(record, code));

    // Ids of the hub are of its entries, which are not everybody's who works there.
    private static bool IsOf(string record, string agency) =>
        agency != "HUB" && record.StartsWith(agency + "-", StringComparison.Ordinal);

    // What an agency was shown counts for those who have to do with the person it is about, as whoever was shown it.
    // Of the hub's workers an analyst does not see all that a decision-maker sees.
    private static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> ShownAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation)
    {
        var caller = request.Caller;
        Dictionary<string, string[]> around = new(StringComparer.Ordinal);
        if (caller.Role is not (Roles.Analyst or Roles.HubRules) && !Roles.Oversees(caller.Role))
        {
            var entries = await AccessFacts.AroundAsync(request.Current, persons, cancellation).ConfigureAwait(false);
            var reach = new CaseReach(entries, Holder.Of(caller), request.Now);
            around = persons.ToDictionary(
                person => person,
                person => Around(entries, person).Where(reach.IsLinked).ToArray(),
                StringComparer.Ordinal);
        }

        // What was shown later is not known as at a day before, like everything else.
        string[] ids =
        [
            .. around.Values.SelectMany(people => people).Distinct(StringComparer.Ordinal)
                .Select(person => ShownEntries.IdOf(caller.Organisation, person)),
        ];
        var stored = ids.Length == 0
            ? new Dictionary<string, Fact>()
            : await request.Reader.ByIdAsync(ids, cancellation).ConfigureAwait(false);
        return persons.ToDictionary(
            person => person,
            person => (IReadOnlySet<string>)around.GetValueOrDefault(person, [])
                .Select(other => stored.GetValueOrDefault(ShownEntries.IdOf(caller.Organisation, other)))
                .OfType<Fact>()
                .SelectMany(entry => entry.Content.Items("records").Where(ShownFeed.IsItself))
                .Select(record => record.Text("record")).OfType<string>()
                .ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Around(IEnumerable<Fact> entries, string person) =>
        entries.Where(entry => entry.Kind == RegisterKinds.Case)
            .Select(one => CaseReach.Members(one).Select(member => member.Person).ToArray())
            .Where(members => members.Contains(person))
            .SelectMany(members => members).Append(person).Distinct(StringComparer.Ordinal);
}
