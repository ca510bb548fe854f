using System.Collections.Immutable;
using System.Text.Json;
using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>What a labelled answer is released with besides the data.</summary>
/// <param name="Intent">The request's intent in the access log.</param>
/// <param name="Pseudonym">The pseudonym of a person for the log: a keyed hash.</param>
/// <param name="Input">What else goes into the answer; its release and extensions are not used.</param>
public sealed record LabelledReleaseInput(
    AccessIntent Intent, Func<string, string> Pseudonym, AnswerInput Input);

/// <summary>What was decided on everything that one run of a plan gave.</summary>
public sealed class DecidedRelease
{
    internal DecidedRelease(
        PolicyAccess access,
        FetchedData data,
        Stage stage,
        ReleaseDecisions decisions,
        IReadOnlyCollection<CountedPerson> counted,
        Func<string, bool> variableIsTrue)
    {
        Counted = counted;
        Access = access;
        VariableIsTrue = variableIsTrue;
        Data = data;
        Stage = stage;
        Decisions = decisions;
    }

    internal PolicyAccess Access { get; }

    /// <summary>What was fetched; whoever ran the plan disposes it.</summary>
    public FetchedData Data { get; }

    internal Stage Stage { get; }

    internal ReleaseDecisions Decisions { get; }

    internal Func<string, bool> VariableIsTrue { get; }

    /// <summary>Who counts for the caller's limit of people, each once.</summary>
    public IReadOnlyCollection<CountedPerson> Counted { get; }
}

/// <summary>Releases labelled data: decides on everything again, writes, and gives the answer out for a log
/// receipt.</summary>
public static class LabelledRelease
{
    /// <summary>
    /// Decides on everything that came, by what the register says now: also about those whom the gate let through. Then
    /// pages end behind as many items as were asked for that may stand.
    /// </summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="data">What was fetched; stays the caller's.</param>
    /// <param name="variableIsTrue">Whether a boolean variable of the client is true.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async ValueTask<DecidedRelease> DecideAsync(
        PolicyAccess access,
        FetchedData data,
        Func<string, bool> variableIsTrue,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(access);
        ArgumentNullException.ThrowIfNull(data);
        var reader = new SubjectReader();
        var persons = Named(ImmutableHashSet<int>.Empty);
        var register = await access.Register.KnowAgainAsync(persons, cancellationToken);
        var nobodies = Found.Nobodies(access, reader, data, register);
        var decided = Decide(nobodies.Count == 0 ? persons : Named(nobodies));

        // What was decided on an item behind a page is said of nobody, and whose it is decides nothing.
        return data.SettlePages(decided.Decisions) ? Decide(Named(nobodies)) : decided;

        IReadOnlyCollection<string> Named(IReadOnlySet<int> without) =>
            access.Row.NeedsLink ? reader.Persons(data, access.Facts, without) : [];

        // Whom the answer does not name decides nothing: neither who is answered as nobody, with all that is theirs,
        // nor whom the gate alone asked about.
        DecidedRelease Decide(IReadOnlyCollection<string> named)
        {
            var known = access.Row.NeedsLink ? register.Of(named) : register;
            var decisions = ReleasePass.Decide(access, reader, data, known, nobodies, variableIsTrue);

            // Whom a hidden record is about must not be told by a stage.
            var stage = StageOf(
                access.Row,
                known.Of([.. decisions.Tally.Mentioned(), .. Found.Persons(access, reader, data, nobodies)]));
            return new DecidedRelease(
                access, data, stage, decisions, decisions.Tally.Counted(known.Hidden), variableIsTrue);
        }
    }

    /// <summary>Writes what was decided. Nothing of it is an answer until <see cref="ReleaseDraft.Seal"/>.</summary>
    /// <param name="decided">What was decided.</param>
    /// <param name="response">The plan's answer.</param>
    /// <param name="input">What else is needed.</param>
    public static ReleaseDraft Write(DecidedRelease decided, CompiledResponse response, LabelledReleaseInput input)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(input);
        var (access, data, decisions) = (decided.Access, decided.Data, decided.Decisions);
        var stage = decided.Stage;
        var outcome = decisions.Tally.Entry(input.Pseudonym, access.Facts.Lists);
        if (Refused(access.Row, decisions, stage) is { } refusal)
        {
            return new ReleaseDraft(null, refusal, new OutcomeEntry([]) { Refused = refusal });
        }

        var report = new DisclosureReport(access, input.Intent.AuditId, decisions.Tally.TellsOfReached);
        foreach (var (facts, path) in decisions.Twins)
        {
            report.GeneraliseForAll(facts, path);
        }

        foreach (var (facts, path, classes) in decisions.LeftOut)
        {
            report.LeaveOutForAll(facts, path, classes);
        }

        var bytes = new PooledBytes(16 * 1024);
        AnswerWriter.Write(
            data,
            response,
            input.Input with
            {
                Release = new LabelledAnswer(decisions, report),

                // Called when all else is written, so that the report knows what was withheld.
                Local = (field, output) =>
                {
                    if (ReportProjection.IsReport(field))
                    {
                        using var whole = JsonDocument.Parse(Whole(report, data, stage));
                        new ReportProjection(decided.VariableIsTrue).Write(field, whole.RootElement, output);
                    }
                    else
                    {
                        input.Input.Local?.Invoke(field, output);
                    }
                },
                Extensions = output =>
                {
                    output.Add("\"disclosure\":"u8);
                    report.Write(data, stage, output);
                },
            },
            bytes);
        return new ReleaseDraft(bytes, null, outcome)
        {
            IsRootWithheld = IsRootWithheld(data, decisions),
            Looks = decisions.Shown.Looks,
            Shown = decisions.Shown.Records,
        };
    }

    private static byte[] Whole(DisclosureReport report, FetchedData data, Stage stage)
    {
        using var bytes = new PooledBytes(4 * 1024);
        report.Write(data, stage, bytes);
        return bytes.Memory.ToArray();
    }

    private static bool IsRootWithheld(FetchedData data, ReleaseDecisions decisions) =>
        data.Plan.Plan.Response.Fields
            .Where(field => field.Kind is ResponseFieldKind.Data or ResponseFieldKind.Withheld)
            .All(field => field.Kind == ResponseFieldKind.Withheld
                || decisions.Of(field, data.Root.Id) is { Act: ReleaseAct.Withhold });

    private static string? Refused(CallerRow row, ReleaseDecisions decisions, Stage stage) =>
        row.Caller.StatesStage && stage < row.Caller.Stage ? PolicyErrors.StageNotRecorded
        : decisions.IsRefused ? PolicyErrors.FieldNotPermitted
        : null;

    // Of the persons whom the answer tells of and whose view is open to the caller, the least advanced case.
    private static Stage StageOf(CallerRow row, RegisterAnswer register)
    {
        var recorded = register.Persons.Values
            .Where(facts => facts.Links.Any(link => link.Reach == LinkReach.View) || row.HasBroken(facts))
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

    /// <summary>
    /// True when no field of the root may be known at all: of a subscription, that there was an event.
    /// </summary>
    public bool IsRootWithheld { get; internal init; }

    /// <summary>What the log has to hold before the first byte leaves.</summary>
    public OutcomeEntry Outcome { get; }

    /// <summary>The children whose view it shows.</summary>
    public ImmutableArray<string> Looks { get; internal init; } = [];

    /// <summary>The records that it shows.</summary>
    public ImmutableArray<ShownRecord> Shown { get; internal init; } = [];

    /// <summary>The answer.</summary>
    /// <param name="receipt">The log's receipt for <see cref="Outcome"/>.</param>
    /// <exception cref="InvalidOperationException">It was given out already.</exception>
    public Answer Seal(AuditReceipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (_refusal is not null)
        {
            var entry = PolicyErrors.All.First(entry => entry.Code == _refusal);
            return Refusal.Of(
            [
                new RefusalError(
                    entry.Code, $"{entry.Meaning}: {entry.Cure}", [], [new("auditId", receipt.AuditId)]),
            ]);
        }

        var bytes = _bytes ?? throw new InvalidOperationException("the answer was given out already");
        _bytes = null;
        return new Answer(bytes, AnswerStatus.Executed);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes?.Dispose();
}
