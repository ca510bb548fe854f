namespace Aggregator.Host.Exporting;

/// <summary>
/// What the decision to hand records over rests on. It is recorded in the hub for each recipient before a document is
/// written: what it says opens nothing afterwards, since it ends at the instant that the records are of.
/// </summary>
/// <param name="From">The code of the agency that hands over.</param>
/// <param name="AuthorisedBy">Who authorised it.</param>
/// <param name="NotToldBecause">Why the person was not told; null where the person was.</param>
/// <param name="Basis">The lawful basis.</param>
/// <param name="Condition">The condition for special category or offence data.</param>
/// <param name="Statute">The statutory gateway.</param>
/// <param name="Confidentiality">What the duty of confidence gives way to.</param>
/// <param name="Channel">By which channel.</param>
/// <param name="OverrideReason">Why it is shared although agreement does not reach; null for none.</param>
internal sealed record HandOver(
    string From,
    string AuthorisedBy,
    string? NotToldBecause,
    string Basis,
    string Condition,
    string Statute,
    string Confidentiality,
    string Channel,
    string? OverrideReason)
{
    private const int ReviewAfterDays = 28;

    private const string Command = """
        mutation HandOver($decision: SharingDecisionInput!) {
          recordSharingDecision(decision: $decision) { id problems { field message } }
        }
        """;

    /// <summary>Records the decision.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="child">The child's id.</param>
    /// <param name="export">What is handed over.</param>
    /// <param name="access">Purpose and stage.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The decision's id.</returns>
    /// <exception cref="AskException">It was not recorded, so nothing may be handed over.</exception>
    public async Task<string> RecordAsync(
        GatewayClient gateway,
        string child,
        RecipientExport export,
        AskedAccess access,
        CancellationToken cancellation)
    {
        var answer = await gateway.AskAsync(
            Command, new { decision = DecisionOf(child, export) }, access, cancellation);
        var recorded = answer["data"]!["recordSharingDecision"];
        return (string?)recorded?["id"] ?? throw new AskException(
            $"nothing is passed on to {export.Recipient}, since the decision was not recorded: "
            + string.Join("; ", AnswerJson.Items(recorded?["problems"]).Select(problem =>
                $"{problem["field"]}: {problem["message"]}").Concat(AnswerJson.Errors(answer))));
    }

    private object DecisionOf(string child, RecipientExport export)
    {
        var disclosure = export.Answer["extensions"]!["disclosure"]!;
        var asAt = (DateTimeOffset)disclosure["asAt"]!;
        return new
        {
            person = child,
            // The same always: how much was withheld, and whether anything was, can tell of what they may not know.
            decision = "SHARE_PART",
            records = export.Records,
            description = $"Records for a strategy meeting, entry {disclosure["auditId"]} of the access log",
            from = From,
            to = new[] { export.Recipient },
            purpose = (string?)disclosure["purpose"],
            stage = (string?)disclosure["stage"],
            basis = Basis,
            condition = Condition,
            gateway = Statute,
            confidentialityBasis = Confidentiality,
            overrideReason = OverrideReason,
            authorisedBy = AuthorisedBy,
            withheld = $"what may not be passed on to {export.Recipient}, as the document lists it",
            subjectTold = NotToldBecause is null,
            subjectNotToldBecause = NotToldBecause,
            channel = Channel,
            reviewAt = asAt.AddDays(ReviewAfterDays),
            expiresAt = asAt,
        };
    }
}
