using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Evaluation;

/// <summary>Writes what rules found in the contract's forms.</summary>
/// <param name="evidence">What it was found in.</param>
/// <param name="isForRules">True for the hub's own worker, which keeps outcomes by the records that they rest on.
/// </param>
internal sealed class AnswerWriter(Evidence evidence, bool isForRules)
{
    public static object Row(KnowledgeRow row) => new
    {
        row.Concern,
        row.Title,
        firstKnown = Print(row.FirstKnown),
        cells = row.Cells.Select(cell => new
        {
            cell.Agency,
            cell.State,
            at = Print(cell.At),
            consideredAt = Print(cell.ConsideredAt),
            cell.Presumed,
            cell.Reason,
            cell.CouldNotCheck,
            cell.Extent,
        }),
        row.UninformedInvolved,
        row.MayBeIncomplete,
    };

    public static string? Print(Instant? instant) =>
        instant is { } known ? LondonTime.Print(known.ToDateTimeOffset()) : null;

    public object Card(Alert alert) => new
    {
        id = isForRules ? alert.Id : alert.CardId,
        alert.Rule,
        alert.Severity,
        alert.Placement,
        alert.For,
        because = alert.Because.Select(cause => new
        {
            cause.RecordId,
            cause.Agency,
            cause.Kind,
            at = Print(cause.At),
            cause.Category,
            cause.Certainty,
        }),
        missing = alert.Missing.Select(item => new
        {
            item.Code,
            state = item.CannotTell ? "CANNOT_TELL" : "NOT_FOUND",
            item.RecordId,
            item.Agency,
            item.CouldNotCheck,
        }),
        alert.Components,
        standingDecision = new
        {
            alert.StandingDecision.Id,
            alert.StandingDecision.Version,
            alert.StandingDecision.Title,
            consentRelied = alert.StandingDecision.RestsOnConsent,
        },
        firedAt = Print(alert.FiredAt),
        asAt = Print(alert.AsAt),
        alert.State,
        overrideReason = alert.OverriddenBecause,
        alert.Overdue,
        alert.MayBeIncomplete,
        show = Show(alert.Show),
        alert.Handling,
        alert.Shielded,
        alert.StandsFor,
        alert.OnlyKnowing,
        alert.OnlyNotKnowing,
    };

    public object Unseen(UnseenConcern concern) => new
    {
        concern.RecordId,
        concern.Agency,
        concern.Kind,
        at = Print(concern.At),
        concern.Categories,
        contact = Contact(concern.Agency, concern.RecordId),
    };

    public object First(FirstScreen screen) => new
    {
        lastSeen = screen.LastSeen is not { } seen ? null : new
        {
            at = Print(seen.Fact.HappenedAt),
            seen.Fact.Agency,
            kind = seen.Fact.RecordKind,
            seen.Place,
            recordId = seen.Fact.Record,
            contact = Contact(seen.Fact.Agency, seen.Fact.Record),
            screen.CouldNotCheck,
        },
        lastReferralAt = Print(screen.LastReferralAt),
        newSinceLastReferral = screen.SinceReferral?.Select(Unseen),
        lastLookAt = Print(evidence.Register.LastLook),
        newSinceLastLook = screen.SinceLook?.Select(Unseen),
        mayBeIncomplete = evidence.MayBeIncomplete,
    };

    public object Marker(PropagatedMarker marker) => new
    {
        marker.Marker.MarkerId,
        marker.Fact.Agency,
        marker.Marker.Code,
        marker.AddressId,
        marker.HeldAgainst,
        marker.Path,
        marker.Wording,
        wordingCategory = marker.Category,
        contact = Contact(marker.Fact.Agency, marker.Marker.MarkerId),
    };

    private object Show(AlertShow show) => new
    {
        show.Type,
        show.Categories,
        date = Print(show.Date),
        show.Grade,
        show.GradeScheme,
        show.Parties,
        show.Child,
        show.ChildStays,
        show.SocialCareOutcome,
        socialCareOutcomeAt = Print(show.SocialCareOutcomeAt),
        show.Asked,
        replyBy = Print(show.ReplyBy),
        contact = show.ContactAgency is { } agency ? Contact(agency, show.Reference) : null,
        desk = Contact(AgencyCode.HST, null),
    };

    private object Contact(AgencyCode agency, string? reference)
    {
        var desk = evidence.Register.Contacts.GetValueOrDefault(agency);
        return new { agency, team = desk?.Team ?? agency.ToString(), desk?.Name, desk?.Phone, desk?.Hours, reference };
    }
}
