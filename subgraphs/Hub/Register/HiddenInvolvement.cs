using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// The agencies of which a caller must not learn that they are involved with a person. The gateway's policy says which,
/// by stage; how far the work on a child has gone is the register's to say.
/// </summary>
internal static class HiddenInvolvement
{
    // Where an entry names agencies, and where it refers to what may be theirs. Not who changed it: that an agreement
    // is withdrawn is the person's word, and an entry that went with who was told would tell of them.
    private static readonly string[] Names =
        ["obtainedBy", "from", "told", "heldBy", "replyingAgency", "recordedByAgency"];

    private static readonly string[] Lists = ["scope", "to", "informed", "agencyChecks"];
    private static readonly string[] Records = ["record", "records"];
    private static readonly string[] Others = ["consent", "classes"];

    /// <summary>The codes that are hidden from somebody: for the hub's rules, who work out for all.</summary>
    public static IReadOnlySet<string> OfAnybody(CallerContext caller) =>
        Set(caller.Role == Roles.HubRules ? caller.HiddenAgencies?.Values.SelectMany(codes => codes) ?? [] : []);

    /// <summary>By person the codes that are hidden from who asks.</summary>
    public static Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> OfAsync(
        AgencyRequest request, IReadOnlyCollection<string> persons, CancellationToken cancellation) =>
        OfAsync(request.Caller, request.Current, request.Now, persons, cancellation);

    /// <summary>By person the codes that are hidden from a caller.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlySet<string>>> OfAsync(
        CallerContext caller,
        FactReader current,
        DateTimeOffset now,
        IReadOnlyCollection<string> persons,
        CancellationToken cancellation)
    {
        var hidden = caller.HiddenAgencies;
        if (caller.Role == Roles.HubRules)
        {
            return persons.ToDictionary(person => person, _ => Set([]), StringComparer.Ordinal);
        }

        // Nothing said is nothing known: whoever asks learns of no agency but its own.
        if (hidden is null)
        {
            var others = Set(Enum.GetNames<Rules.AgencyCode>().Where(code => code != caller.GoesTo));
            return persons.ToDictionary(person => person, _ => others, StringComparer.Ordinal);
        }

        var ofContact = hidden[RegisterKinds.FirstStage];
        if (hidden.Values.All(codes => codes.SequenceEqual(ofContact)))
        {
            return persons.ToDictionary(person => person, _ => Set(ofContact), StringComparer.Ordinal);
        }

        var entries = await AccessFacts.AroundAsync(current, persons, cancellation).ConfigureAwait(false);
        var reach = new CaseReach(entries, Holder.Of(caller), now);
        return persons.ToDictionary(
            person => person,
            person => Set(hidden[RegisterKinds.LowerStage(reach.StageOf(person), caller.Stage)]),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// True when an entry tells of a hidden agency, or may. Whose a record or an agreement is that an entry refers to
    /// without saying it cannot be told: it is listed for those who recorded it, and for the agency that was told.
    /// </summary>
    public static bool MayTell(Fact entry, IReadOnlySet<string> hidden, string own) =>
        hidden.Count > 0
        && (NamesOne(entry, hidden)
            || (entry.Text("recordedByAgency") != own && entry.Text("told") != own
                && (RefersTo(entry, Others)
                    || (entry.Text("from") is null && entry.Text("heldBy") is null && RefersTo(entry, Records)))));

    /// <summary>
    /// True when nothing that is worked out may rest on an entry: it names a hidden agency, or decides about records
    /// without saying whose. What it says of a record has an effect through what is known of that one alone.
    /// </summary>
    public static bool IsNothingToRules(Fact entry, IReadOnlySet<string> hidden) =>
        hidden.Count > 0
        && (NamesOne(entry, hidden) || (entry.Kind == RegisterKinds.Sharing && entry.Text("from") is null));

    private static bool NamesOne(Fact entry, IReadOnlySet<string> hidden) =>
        Names.Select(entry.Text).Concat(Lists.SelectMany(name => entry.Content.Texts(name)))
            .Any(code => code is not null && hidden.Contains(code));

    private static bool RefersTo(Fact entry, string[] fields) =>
        fields.Any(name => entry.Text(name) is not null || entry.Content.Texts(name).Count > 0);

    private static IReadOnlySet<string> Set(IEnumerable<string> codes) => codes.ToHashSet(StringComparer.Ordinal);
}
