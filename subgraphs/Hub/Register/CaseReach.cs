using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>The worker or desk that asks.</summary>
/// <param name="Recipient">As in the token.</param>
/// <param name="Agency">Agency code.</param>
/// <param name="Role">Role.</param>
internal sealed record Holder(string Recipient, string Agency, string Role)
{
    /// <summary>The broken glass that counts, by id. Null (default) for any: which one the request names is then for
    /// the gateway to see.</summary>
    public string? Glass { get; init; }

    /// <summary>True when what is asked for goes on to another agency: no link to or through the shielded counts.
    /// </summary>
    public bool PassesOn { get; init; }

    /// <summary>Who asks, with the glass that the request names.</summary>
    public static Holder Of(CallerContext caller) =>
        new(caller.Worker, caller.Organisation, caller.Role)
        {
            Glass = caller.BreakGlass ?? "",
            PassesOn = caller.OnwardTo is not null,
        };
}

/// <summary>A link of the holder to a person.</summary>
internal sealed record ReachedLink(string Kind, string Via, string Reach, string? Record, DateTimeOffset? Until);

/// <summary>
/// How far the links of one holder reach: a link to a child or its main carer opens the whole view of the child; a link
/// to anybody else of the case opens that person, and of the child an alert's category and a contact. To those of a
/// shielded child's case leads only a link to somebody of it who is shielded.
/// </summary>
internal sealed class CaseReach(IReadOnlyList<Fact> entries, Holder holder, DateTimeOffset now)
{
    private const string View = "VIEW";
    private const string AlertOnly = "ALERT_ONLY";
    private const string OtherHousehold = "OTHER_HOUSEHOLD";
    private static readonly string[] OpensTheView = ["CHILD", "MAIN_CARER"];
    private static readonly string[] OtherFamily = ["SIBLING", "OTHER_PARENT_OF_SIBLING"];
    private readonly ShieldedPersons _shielded = new(entries);

    public static IEnumerable<(string Person, string Part)> Members(Fact entry) =>
        entry.Content.Items("members")
            .Select(member => (Person: member.Text("person") ?? "", Part: member.Text("part") ?? ""));

    /// <summary>The children whose cases these are.</summary>
    public static IEnumerable<string> Children(IEnumerable<Fact> cases) =>
        cases.SelectMany(Members).Where(member => member.Part == "CHILD").Select(member => member.Person);

    /// <summary>True when the holder may know that both are of one case: neither speaks for the other.</summary>
    /// <param name="person">A person.</param>
    /// <param name="other">Another.</param>
    public bool AreOfOneCase(string person, string other) => person != other && !IsClosed(other)
        && CasesWith(person).Any(one => Members(one).Any(member => member.Person == other)
            && !Children([one]).Any(IsClosed));

    /// <summary>What the register knows about the holder and the person; null when there is no link to one who is not
    /// shielded.</summary>
    public object? Of(string person)
    {
        ReachedLink[] links = [.. LinksTo(person)];
        var breakGlass = GlassOf(person);
        var isShielded = _shielded.Contains(person);
        return links.Length == 0 && breakGlass is null && !isShielded
            ? null
            : new
            {
                @sealed = isShielded ? true : (bool?)null,
                links = links.DistinctBy(link => (link.Kind, link.Via, link.Reach, link.Record)).Select(link => new
                {
                    link.Kind,
                    link.Via,
                    link.Reach,
                    link.Record,
                    link.Until,
                    @sealed = _shielded.Contains(link.Via) ? true : (bool?)null,
                }),
                stage = StageOf(person),
                consents = ConsentsOf(person),
                sharing = Of(RegisterKinds.Sharing, person).Where(entry => !HandOvers.Is(entry)).Select(entry => new
                {
                    entry.Id,
                    decision = entry.Text("decision"),
                    recipients = entry.Content.Texts("to"),
                    from = entry.Text("from"),
                    records = entry.Content.Texts("records"),
                    classes = entry.Content.Texts("classes"),
                    basis = entry.Text("basis"),
                    expiresAt = entry.Instant("expiresAt"),
                }),
                breakGlass = breakGlass is null
                    ? null
                    : new { breakGlass.Id, until = breakGlass.Instant("until") },
            };
    }

    private IEnumerable<object> ConsentsOf(string person)
    {
        Fact[] all = [.. Of(RegisterKinds.Consent, person)];
        return from entry in all
               where Agreements.IsOwn(entry) && !Agreements.HasEnded(entry)
               let scope = Agreements.ScopeOf(entry, all, now)
               where scope is not null
               select new
               {
                   entry.Id,
                   state = entry.Text("state"),
                   scope,
                   @from = Agreements.AsksFor(entry),
                   expiresAt = entry.Instant("expiresAt"),
               };
    }

    /// <summary>True when the holder has a link that lets it record something about the person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="alertOnly">True where a link that shows no more than alerts is enough.</param>
    public bool MayRecordAbout(string person, bool alertOnly) =>
        RecordingLinksTo(person).Any(link => link.Reach == View)
        || (alertOnly && LetRecord(CardLinksTo(person), person).Any());

    /// <summary>True for somebody whom alerts alone lead to, in somebody else's case: there is nothing to follow.
    /// </summary>
    /// <param name="person">The person.</param>
    public bool HasNoCardFor(string person) => LinksTo(person).Any()
        && LinksTo(person).All(link => link.Reach == AlertOnly) && !CardLinksTo(person).Any();

    /// <summary>True for somebody who is shielded and open to the holder neither by a link of those whose case it is
    /// nor by glass that opens the shielded.</summary>
    /// <param name="person">The person.</param>
    public bool IsClosed(string person) =>
        _shielded.Contains(person) && !RecordingLinksTo(person).Any()
        && (holder.PassesOn || !ShieldedPersons.OpensByGlass(holder.Role) || GlassOf(person) is null);

    /// <summary>True for broken glass that counts for the holder.</summary>
    /// <param name="glass">An entry of the register.</param>
    public bool HasBroken(Fact glass) => GlassOf(glass.Text("person") ?? "")?.Id == glass.Id;

    /// <summary>True when the holder has a link to the person that tells who they are.</summary>
    /// <param name="person">The person.</param>
    public bool IsLinked(string person) => RecordingLinksTo(person).Any(link => link.Reach == View);

    private IEnumerable<ReachedLink> RecordingLinksTo(string person) => LetRecord(LinksTo(person), person);

    private IEnumerable<ReachedLink> LetRecord(IEnumerable<ReachedLink> links, string person) =>
        holder.Role == Roles.HubRules ? links
        : links.Where(link => _shielded.LetsRecord(link, person, holder.Role)
            && !(holder.PassesOn && _shielded.Is(link, person)));

    // A card is about a child: whom alerts alone lead to in somebody else's case, such as a father elsewhere, has none.
    private IEnumerable<ReachedLink> CardLinksTo(string child) =>
        CasesWith(child).Where(one => PartOf(one, child) == "CHILD").SelectMany(one => Through(one, child));

    private IEnumerable<ReachedLink> LinksTo(string person) =>
        Direct(person).Select(link => link with { Reach = View })
            .Concat(CasesWith(person).SelectMany(one => Through(one, person)));

    private static bool IsAbout(Fact entry, string person) => entry.Text("person") == person;

    private IEnumerable<Fact> Of(string kind, string person) =>
        entries.Where(entry => entry.Kind == kind && IsAbout(entry, person));

    private IEnumerable<Fact> CasesWith(string person) =>
        entries.Where(entry => entry.Kind == RegisterKinds.Case &&
            Members(entry).Any(member => member.Person == person));

    // A worker or desk, or a whole agency.
    private bool IsMine(string? desk) => desk is not null && (desk == holder.Recipient || desk == holder.Agency);

    private bool IsOpen(DateTimeOffset? until, DateTimeOffset? closedAt) =>
        (until is null || until > now) && (closedAt is null || closedAt > now);

    private IEnumerable<ReachedLink> Direct(string person)
    {
        // The hub's rules are a recipient of coded facts about anybody whose view they are asked for.
        if (holder.Role == Roles.HubRules)
        {
            yield return new ReachedLink("ROUTED_ALERT", person, View, null, null);
        }

        foreach (var link in Of(RegisterKinds.Link, person))
        {
            if (IsMine(link.Text("holder")) && !(link.Instant("from") > now) && IsOpen(link.Instant("to"), null))
            {
                yield return new ReachedLink(
                    link.Text("link")!, person, View, link.Text("restsOn"), link.Instant("to"));
            }
        }

        foreach (var enquiry in OpenEnquiries(person))
        {
            if (EnquiryAgencies.Has(holder.Agency) || IsMine(enquiry.Text("openedBy")))
            {
                yield return new ReachedLink("OPEN_ENQUIRY", person, View, enquiry.Id, enquiry.Instant("reviewAt"));
            }
        }
    }

    // Of a child alone: whoever names somebody else in an enquiry has opened nobody.
    private IEnumerable<Fact> OpenEnquiries(string child) =>
        CasesWith(child).SelectMany(Members).Contains((child, "CHILD"))
            ? Of(RegisterKinds.Enquiry, child)
                .Where(entry => IsOpen(entry.Instant("reviewAt"), entry.Instant("closedAt")))
            : [];

    private static string PartOf(Fact one, string person) =>
        Members(one).First(member => member.Person == person).Part;

    // How far the view of a child opens somebody of its case. A parent who lives elsewhere is another household's too:
    // the view does not open it. Nor does it open who the half-sibling's family are.
    private static string ReachOf(string part) =>
        part == "PARENT_ELSEWHERE" ? AlertOnly : OtherFamily.Contains(part) ? OtherHousehold : View;

    private IEnumerable<ReachedLink> Through(Fact one, string person)
    {
        var part = PartOf(one, person);

        // Else whoever has to do with a carer alone would learn who else is of a shielded child's case.
        var isOpenToAll = !Children([one]).Any(_shielded.Contains);
        foreach (var (other, otherPart) in Members(one)
            .Where(member => member.Person != person && (isOpenToAll || _shielded.Contains(member.Person))))
        {
            var reach = OpensTheView.Contains(otherPart)
                ? ReachOf(part)
                : part == "CHILD" && otherPart != "FAMILY" ? AlertOnly : null;
            foreach (var link in reach is null ? [] : Direct(other))
            {
                yield return link with { Via = other, Reach = reach! };
            }
        }
    }

    /// <summary>
    /// How far the work has gone; null when no enquiry is open. A person can be of several children's cases: what
    /// counts is that of those who have to do with the child, and of a case in which the person is another family's
    /// only where nothing else opens the person, as broken glass does. By glass alone it is that of the case about that
    /// very person: that anybody is of another's case glass does not show.
    /// </summary>
    /// <param name="person">The person.</param>
    public string? StageOf(string person)
    {
        string[] reached = [.. ChildrenAround(person, opensTheView: true).Append(person).Where(IsReached)];
        return (reached.Length > 0 ? reached
            : GlassOf(person) is null ? ChildrenAround(person, opensTheView: false).Where(IsReached)
            : ChildrenThatAre(person).Where(child => !IsClosed(child)))
            .SelectMany(OpenEnquiries)
            .Select(enquiry => enquiry.Text("stage")).OfType<string>()
            .MaxBy(RegisterKinds.StageOrder);
    }

    private bool IsReached(string child) => RecordingLinksTo(child).Any(link => link.Reach == View);

    private IEnumerable<string> ChildrenAround(string person, bool opensTheView) =>
        Children(CasesWith(person).Where(one => (ReachOf(PartOf(one, person)) == View) == opensTheView));

    // The ids of a child, born and unborn, in its own case; none for anybody else.
    private IEnumerable<string> ChildrenThatAre(string person) =>
        Children(CasesWith(person).Where(one => PartOf(one, person) == "CHILD"));

    // Opened again, the newer one counts: its id is the one that whoever opened it has at hand.
    private Fact? GlassOf(string person) => entries.Where(entry =>
        entry.Kind == RegisterKinds.BreakGlass && IsAbout(entry, person) && IsMine(entry.Text("holder")) &&
        entry.Text("holderRole") == holder.Role && IsOpen(entry.Instant("until"), entry.Instant("closedAt")))
        .MaxBy(entry => entry.Instant("until")) is { } glass && (holder.Glass is null || holder.Glass == glass.Id)
            ? glass : null;
}
