using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Register;

/// <summary>Reads entries of the register into what rules look at.</summary>
internal static class RegisterReader
{
    private static readonly string[] Continuing = ["ALLOCATED", "CASELOAD", "PATIENT", "OWN_CLIENT"];

    /// <summary>The entries about some persons, as rules read them.</summary>
    public static RegisterFacts Read(
        IReadOnlyCollection<Fact> entries, IEnumerable<Fact> standing, IEnumerable<Fact> desks, ShownEntries shown)
    {
        return new RegisterFacts
        {
            Consents = [.. Of(entries, RegisterKinds.Consent).Select(Consent)],
            SharingDecisions =
                [.. Of(entries, RegisterKinds.Sharing).Where(entry => !HandOvers.Is(entry)).Select(Sharing)],
            Told = [.. Of(entries, RegisterKinds.Told).Select(Told).OfType<ToldFact>()],
            Replies = [.. Of(entries, RegisterKinds.Reply).Select(Reply).OfType<ReplyFact>()],
            DecisionChecks = [.. Of(entries, RegisterKinds.Check).Select(Check)],
            Involved = [.. Of(entries, RegisterKinds.Link).Select(Involved).OfType<InvolvedFact>()],
            Shown = [.. shown.Records],
            LastLook = shown.LastLook,
            Holds = [.. Of(entries, RegisterKinds.Hold).Select(Hold)],
            StandingDecisions = [.. standing.Select(Standing)],
            Contacts = desks.Select(desk => (Code: desk.Content.Code<AgencyCode>("desk"), Contact: Desk(desk)))
                .Where(desk => desk.Code is not null)
                .DistinctBy(desk => desk.Code)
                .ToDictionary(desk => desk.Code!.Value, desk => desk.Contact),
        };
    }

    public static StandingDecision Standing(Fact entry) => new(
        entry.Id,
        entry.Content.Number("version") ?? entry.Version,
        entry.Content.Text("title") ?? "",
        entry.Content.Codes<AgencyCode>("recipients"),
        entry.Content.Instant("from") ?? At(entry),
        entry.Content.Instant("until"),
        entry.Content.Truth("restsOnConsent") is true);

    private static IEnumerable<Fact> Of(IEnumerable<Fact> entries, string kind) =>
        entries.Where(entry => entry.Kind == kind).DistinctBy(entry => entry.Id);

    private static DutyContact Desk(Fact desk) =>
        new(desk.Text("team") ?? "", desk.Text("name"), desk.Text("phone"), desk.Text("hours"));

    private static ConsentFact Consent(Fact entry) => new(
        entry.Id,
        entry.Text("person") ?? "",
        entry.Content.Code<AgencyCode>("obtainedBy") ?? AgencyCode.HUB,
        entry.Text("state") ?? "NOT_RECORDED",
        entry.Content.Codes<AgencyCode>("scope"),
        At(entry));

    private static SharingDecisionFact Sharing(Fact entry) => new(
        entry.Id,
        entry.Text("person") ?? "",
        entry.Text("decision") ?? "",
        entry.Content.Codes<AgencyCode>("to"),
        entry.Content.Texts("records"),
        At(entry));

    private static ToldFact? Told(Fact entry) =>
        entry.Text("record") is { } record && entry.Content.Code<AgencyCode>("told") is { } agency
            ? new ToldFact(
                record, agency, entry.Content.Instant("at") ?? At(entry), entry.Content.Instant("acknowledgedAt"))
            : null;

    private static ReplyFact? Reply(Fact entry) =>
        entry.Content.Code<RuleCode>("rule") is { } rule &&
        entry.Content.Code<AgencyCode>("replyingAgency") is { } agency
            ? new ReplyFact(
                rule, agency, At(entry), entry.Text("actionTaken") is not null, entry.Text("overrideReason"),
                entry.Content.Texts("records"))
            : null;

    private static InvolvedFact? Involved(Fact entry) =>
        Continuing.Contains(entry.Text("link")) && entry.Content.Code<AgencyCode>("holderAgency") is { } agency
            ? new InvolvedFact(
                agency, entry.Content.Instant("from") ?? At(entry), entry.Content.Instant("to"),
                entry.Text("link") == "ALLOCATED")
            : null;

    private static HoldFact Hold(Fact entry) =>
        new(entry.Content.Instant("placedAt") ?? At(entry), entry.Content.Instant("liftedAt"));

    private static DecisionCheckFact Check(Fact entry)
    {
        var content = entry.Content;
        (DecisionGap Gap, bool Closed)[] gaps =
        [
            (DecisionGap.NobodyInformed,
                content.Texts("informed").Count > 0 || content.Text("nobodyToInformBecause") is not null),
            (DecisionGap.NoAgencyChecks, content.Texts("agencyChecks").Count > 0),
            (DecisionGap.NoImpactStatement, content.Text("impactOnChild") is not null),
            (DecisionGap.SupportDeclinedWithRisk, content.Text("impactOnChild") is not null),
            (DecisionGap.EarlyHelpNotConsidered, content.Truth("earlyHelpConsidered") is true),
            (DecisionGap.ReferrerNotSpokenTo, content.Truth("referrerSpokenTo") is true),
            (DecisionGap.FatherNotSpokenTo, content.Truth("fatherSpokenTo") is true),
            (DecisionGap.GrandparentsNotSpokenTo, content.Truth("grandparentsSpokenTo") is true),
            (DecisionGap.SafeAddressNotChecked, content.Truth("safeAddressChecked") is true),
            (DecisionGap.LetterNotReviewed, content.Truth("letterReviewed") is true),
        ];
        return new DecisionCheckFact(
            entry.Text("referral") ?? "", [.. gaps.Where(one => one.Closed).Select(one => one.Gap)], At(entry));
    }

    private static Instant At(Fact entry) => Instant.FromDateTimeOffset(entry.When.Earliest);
}
