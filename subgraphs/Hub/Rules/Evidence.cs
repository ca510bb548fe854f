using NodaTime;

namespace Aggregator.Hub.Rules;

/// <summary>Everything a rule may look at.</summary>
internal sealed record RuleInput
{
    public required ChildAtCentre Child { get; init; }

    public required IReadOnlyList<CircleMember> Circle { get; init; }

    public required IReadOnlyList<SafeguardingFact> Facts { get; init; }

    /// <summary>Agencies that could not be asked or did not answer.</summary>
    public IReadOnlyList<AgencyCode> Missing { get; init; } = [];

    /// <summary>People around the child whom the circle has no room for: nobody was asked about them.</summary>
    public int PeopleLeftOut { get; init; }

    /// <summary>Whom it tells of besides its circle: of them is known for whom they are closed to, and nothing else.
    /// </summary>
    public IEnumerable<string> TellsOf => Circle.SelectMany(member => member.TellsOf)
        .Concat(Facts.SelectMany(fact => fact.TellsOf));

    public RegisterFacts Register { get; init; } = new();

    public required Instant AsAt { get; init; }

    public WorkingDays Calendar { get; init; } = WorkingDays.England;

    public Thresholds Thresholds { get; init; } = new();
}

/// <summary>
/// The input as known at its instant, in an order that does not depend on the order it came in, with the questions
/// that several rules ask.
/// </summary>
internal sealed class Evidence
{
    private readonly HashSet<string> _close;
    private readonly HashSet<string> _parents;
    private readonly HashSet<string> _distant;
    private readonly ILookup<string, SafeguardingFact> _byRecord;

    public Evidence(RuleInput input)
    {
        Input = input;
        Register = AsKnownAt.Trim(input.Register, input.AsAt);
        Missing = input.Missing.ToHashSet();
        Facts =
        [
            .. input.Facts.Select(fact => AsKnownAt.Trim(fact, input.AsAt)).OfType<SafeguardingFact>()
                .DistinctBy(fact => (fact.Agency, fact.Id))
                .OrderBy(fact => fact.SortAt).ThenBy(fact => fact.Agency)
                .ThenBy(fact => fact.Id, StringComparer.Ordinal),
        ];
        Referrals = ReferralLedger.Read(Facts, input.Calendar);
        Today = WorkingDays.DayOf(input.AsAt);
        _parents = Ids(input.Circle.Where(member => member.IsParentOrCarer));
        _distant = Ids(input.Circle.Where(member => member.IsParentOrCarer && !HasSharedAHome(member)));
        _close = Ids(input.Circle.Where(member =>
            (member.IsParentOrCarer && !_distant.Contains(member.PersonId)) || SharesAHome(member)));
        _close.Add(input.Child.Id);
        _byRecord = Facts.ToLookup(fact => fact.Record, StringComparer.Ordinal);
    }

    public RuleInput Input { get; }

    public Instant AsAt => Input.AsAt;

    public LocalDate Today { get; }

    public Thresholds Thresholds => Input.Thresholds;

    public RegisterFacts Register { get; }

    public IReadOnlySet<AgencyCode> Missing { get; }

    /// <summary>True when there may be facts that nobody gave: what is not found may be there all the same.</summary>
    public bool MayBeIncomplete => Missing.Count > 0 || Input.PeopleLeftOut > 0;

    public IReadOnlyList<SafeguardingFact> Facts { get; }

    public IReadOnlyList<ReferralEntry> Referrals { get; }

    /// <summary>Facts about the child, those it lives with, and parents it has ever lived with.</summary>
    public IEnumerable<SafeguardingFact> CloseFacts => Facts.Where(fact => fact.About.Any(_close.Contains));

    /// <summary>
    /// Facts that reach the child only through a parent it never lived with: another household's, of which only the
    /// health desk is told more than that there is a concern.
    /// </summary>
    public IEnumerable<SafeguardingFact> DistantFacts =>
        Facts.Where(fact => fact.About.Any(_distant.Contains) && !fact.About.Any(_close.Contains));

    /// <summary>Records that say something themselves; where only repetitions are left, those.</summary>
    public static IReadOnlyList<SafeguardingFact> Originals(IEnumerable<SafeguardingFact> facts)
    {
        SafeguardingFact[] all = [.. facts];
        SafeguardingFact[] original = [.. all.Where(fact => !fact.IsRepeated)];
        return original.Length > 0 ? original : all;
    }

    public bool IsAboutAParent(SafeguardingFact fact) => fact.About.Any(_parents.Contains);

    /// <summary>True while the child is unborn, or below the age on the day of the instant.</summary>
    public bool IsUnder(int years, Instant at) =>
        Input.Child.DateOfBirth is { } born
            ? WorkingDays.DayOf(at) < born.PlusYears(years)
            : Input.Child.ExpectedDate is not null;

    public bool IsYoungAt(Instant at) => IsUnder(Thresholds.YoungChildYears, at);

    /// <summary>Was the agency told of the record the fact was coded from?</summary>
    public Answer Told(AgencyCode agency, SafeguardingFact fact)
    {
        SafeguardingFact[] sameRecord = [.. _byRecord[fact.Record]];
        if (sameRecord.Any(same => same.Agency == agency || same.Informed.Any(told => told.Agency == agency)) ||
            Register.Told.Any(told => told.Agency == agency && told.RecordId == fact.Record))
        {
            return Answer.Yes;
        }

        var stated = Intentions(agency, [fact]).ToArray();
        if (stated.Any(intention => intention.Intention!.Outcome == "TOLD"))
        {
            return Answer.Yes;
        }

        AgencyCode[] undecided = [.. stated.Where(item => item.Intention!.Outcome is null).Select(item => item.Agency)];
        return undecided.Length > 0
            ? new Answer(Known.CannotTell, [.. undecided.Distinct().Order()])
            : Answer.NotFound(sameRecord.Select(same => same.Agency).Append(fact.Agency).Append(agency), Missing);
    }

    /// <summary>
    /// Statements by a holder of these facts, at or after it had them, that the agency would be told.
    /// </summary>
    public IEnumerable<SafeguardingFact> Intentions(AgencyCode agency, IReadOnlyList<SafeguardingFact> facts) =>
        Facts.Where(item => item.Intention is { } intention && intention.To.Contains(agency) &&
            facts.Any(fact => fact.Agency == item.Agency && !(intention.StatedAt < fact.HeldFrom) &&
                (fact.Record == item.Record || fact.About.Any(item.About.Contains))));

    public bool IsInForce(StandingDecision decision) => decision.From <= AsAt && !(decision.Until <= AsAt);

    private static HashSet<string> Ids(IEnumerable<CircleMember> members) =>
        members.Select(member => member.PersonId).ToHashSet(StringComparer.Ordinal);

    private bool SharesAHome(CircleMember member) =>
        CurrentAddresses(member).Intersect(ChildMember() is { } child ? CurrentAddresses(child) : []).Any();

    // Unknown residences never push a parent away: only two known and different homes do.
    private bool HasSharedAHome(CircleMember member)
    {
        var own = member.Residences.Select(residence => residence.AddressId).ToHashSet(StringComparer.Ordinal);
        var child = Addresses(Input.Circle.Where(other => other.Relation == Relation.Self));
        if (child.Count > 0 || own.Count == 0)
        {
            return own.Count == 0 || child.Overlaps(own);
        }

        // An unborn child lives where its mother does.
        var mother = Addresses(Input.Circle.Where(other => other.Relation == Relation.Mother));
        return mother.Count == 0 || mother.Overlaps(own);
    }

    private CircleMember? ChildMember() => Input.Circle.FirstOrDefault(member => member.Relation == Relation.Self);

    private IEnumerable<string> CurrentAddresses(CircleMember member) =>
        member.Residences.Where(residence => residence.IsCurrent(Today)).Select(residence => residence.AddressId);

    private static HashSet<string> Addresses(IEnumerable<CircleMember> members) =>
        members.SelectMany(member => member.Residences).Select(residence => residence.AddressId)
            .ToHashSet(StringComparer.Ordinal);
}
