using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>What a labelled answer is released with besides the data.</summary>
/// <param name="Intent">The request's intent in the access log.</param>
/// <param name="Pseudonym">The pseudonym of a person for the log: a keyed hash.</param>
/// <param name="VariableIsTrue">Whether a boolean variable of the client is true.</param>
/// <param name="Input">What else goes into the answer; its release and extensions are not used.</param>
public sealed record LabelledReleaseInput(
    AccessIntent Intent, Func<string, string> Pseudonym, Func<string, bool> VariableIsTrue, AnswerInput Input);

/// <summary>Releases labelled data: decides on everything again, writes, and gives the answer out for a log
/// receipt.</summary>
public static class LabelledRelease
{
    /// <summary>
    /// Decides and writes. Asks the register once for the persons that only the data named. Nothing of it is an answer
    /// until <see cref="ReleaseDraft.Seal"/>.
    /// </summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="data">What was fetched; stays the caller's.</param>
    /// <param name="response">The plan's answer.</param>
    /// <param name="input">What else is needed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<ReleaseDraft> WriteAsync(
        PolicyAccess access,
        FetchedData data,
        CompiledResponse response,
        LabelledReleaseInput input,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(input);
        var persons = access.Row.NeedsLink ? SubjectReader.Persons(data) : [];
        var register = await access.Register.KnowAsync(persons, cancellationToken);
        var decisions = ReleasePass.Decide(access, data, register, input.VariableIsTrue);
        var stage = StageOf(access.Row, register);
        var outcome = decisions.Tally.Entry(input.Pseudonym);
        if (Refused(access.Row, decisions, stage) is { } refusal)
        {
            return new ReleaseDraft(null, refusal, new OutcomeEntry([]));
        }

        var report = new DisclosureReport(access, input.Intent.AuditId);
        foreach (var (facts, path) in decisions.Twins)
        {
            report.GeneraliseForAll(facts, path);
        }

        var bytes = new PooledBytes(16 * 1024);
        AnswerWriter.Write(
            data,
            response,
            input.Input with
            {
                Release = new LabelledAnswer(decisions, report),
                Extensions = output =>
                {
                    output.Add("\"disclosure\":"u8);
                    report.Write(data, stage, output);
                },
            },
            bytes);
        return new ReleaseDraft(bytes, null, outcome);
    }

    private static string? Refused(CallerRow row, ReleaseDecisions decisions, Stage stage) =>
        row.Caller.StatesStage && stage < row.Caller.Stage ? PolicyErrors.StageNotRecorded
        : decisions.IsRefused ? PolicyErrors.FieldNotPermitted
        : null;

    // Of the persons whose view is open to the caller, the least advanced case.
    private static Stage StageOf(CallerRow row, RegisterAnswer register)
    {
        var recorded = register.Persons.Values
            .Where(facts => facts.Links.Any(link => link.Reach == LinkReach.View))
            .Select(facts => facts.Stage ?? Stage.Contact)
            .DefaultIfEmpty(row.Caller.Stage)
            .Min();
        return recorded < row.Caller.Stage ? recorded : row.Caller.Stage;
    }
}

/// <summary>
/// A labelled answer that is written and not yet given out. Record <see cref="Outcome"/> first; the log's receipt makes
/// it an answer.
/// </summary>
public sealed class ReleaseDraft : IDisposable
{
    private readonly string? _refusal;
    private PooledBytes? _bytes;

    internal ReleaseDraft(PooledBytes? bytes, string? refusal, OutcomeEntry outcome)
    {
        _bytes = bytes;
        _refusal = refusal;
        Outcome = outcome;
    }

    /// <summary>What the log has to hold before the first byte leaves.</summary>
    public OutcomeEntry Outcome { get; }

    /// <summary>The answer.</summary>
    /// <param name="receipt">The log's receipt for <see cref="Outcome"/>.</param>
    /// <exception cref="InvalidOperationException">It was given out already.</exception>
    public Answer Seal(AuditReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (_refusal is not null)
        {
            var entry = PolicyErrors.All.First(entry => entry.Code == _refusal);
            return Refusal.Of(entry.Code, $"{entry.Meaning}: {entry.Cure}");
        }

        var bytes = _bytes ?? throw new InvalidOperationException("the answer was given out already");
        _bytes = null;
        return new Answer(bytes, AnswerStatus.Executed);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes?.Dispose();
}
