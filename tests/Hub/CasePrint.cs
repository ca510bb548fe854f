using System.Text;
using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Tests;

/// <summary>Cards, notes, matrix, markers and banner as text a person can check against the case.</summary>
internal static class CasePrint
{
    public static string Print(CaseFile file, Evidence evidence)
    {
        var text = new StringBuilder();
        // The fullest card of an alert in full; who else has one, in a line.
        foreach (var same in AlertDesk.Cards(evidence).GroupBy(alert => alert.Id))
        {
            Card(text, file, same.Last());
            text.AppendLine($"    for {Join(same.Select(alert => alert.Recipient))}");
        }

        foreach (var note in AlertDesk.Notes(evidence).DistinctBy(note => note.Id))
        {
            text.AppendLine($"  note {note.Rule} [{note.Placement}] for {Join(note.For)} because {Records(note)}");
        }

        foreach (var row in KnowledgeMatrix.Read(evidence))
        {
            text.AppendLine($"  {row.Concern} {row.Title}: {Join(row.Cells.Select(cell => Cell(file, cell)))}" +
                $" | uninformed {Join(row.UninformedInvolved)}");
        }

        foreach (var marker in MarkerPaths.Find(evidence))
        {
            text.AppendLine($"  marker {marker.Marker.MarkerId} at {marker.AddressId}: {marker.Wording} " +
                $"({string.Join(" → ", marker.Path.Select(step => step.Id ?? "…"))})");
        }

        foreach (var viewer in new[] { AgencyCode.HV, AgencyCode.GP })
        {
            var unseen = UnseenConcerns.For(evidence, viewer);
            text.AppendLine($"  unseen by {viewer}: {Join(unseen.Select(one => one.RecordId))}");
        }

        return text.ToString();
    }

    public static string Cell(CaseFile file, KnowledgeCell cell) =>
        $"{cell.Agency} {cell.State}" +
        (cell.At is { } at ? $" {file.Clock.Print(at)}" : "") +
        (cell.ConsideredAt is { } considered ? $" considered {file.Clock.Print(considered)}" : "") +
        (cell.Presumed ? " (p)" : "") +
        (cell.Reason is { } reason ? $" {reason}" : "") +
        (cell.Extent is { } extent ? $" {extent}" : "");

    private static void Card(StringBuilder text, CaseFile file, Alert alert)
    {
        var show = alert.Show;
        text.AppendLine($"  {alert.Severity} {alert.Rule} to {alert.Recipient} because {Records(alert)} " +
            $"fired {file.Clock.Print(alert.FiredAt)} " +
            $"under {alert.StandingDecision.Id} v{alert.StandingDecision.Version}" +
            (alert.Overdue ? " OVERDUE" : "") + (alert.MayBeIncomplete ? " MAY BE INCOMPLETE" : ""));
        text.AppendLine($"    shows {show.Type} {Join(show.Categories)} grade {show.Grade}" +
            $" parties {Join(show.Parties)}" +
            $" child {Join(show.Child)} stays {show.ChildStays} outcome {show.SocialCareOutcome}" +
            $" asks {Join(show.Asked)} reply {(show.ReplyBy is { } by ? file.Clock.Print(by) : "-")}" +
            $" talk to {show.ContactAgency} {show.Contact?.Phone}");
        foreach (var item in alert.Missing)
        {
            text.AppendLine($"    missing {item.Code} {item.RecordId} {item.Agency}" +
                (item.CannotTell ? $" could not check with {Join(item.CouldNotCheck)}" : ""));
        }

        foreach (var component in alert.Components)
        {
            text.AppendLine($"    component {component.Name} {component.Certainty} by {Join(component.Sources)}" +
                $" accounts {Join(component.Accounts)}");
        }
    }

    private static string Records(Alert alert) => Join(alert.Because.Select(record => record.RecordId));

    private static string Join<T>(IEnumerable<T> values) => string.Join(", ", values);
}
