using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.Audit;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Validation;

namespace Aggregator.Redaction.Tests;

/// <summary>
/// The agencies' agreed contracts composed, the shipped policy, a canned family and a register: everything between an
/// operation's text and the answer's bytes is the product's own.
/// </summary>
internal sealed class CaseWorld
{
    public static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    public CaseWorld() => Agencies = new CannedAgencies(Family);

    /// <summary>What the agencies hold; a test may change it before it asks.</summary>
    public JsonObject Family { get; } = JsonNode.Parse(File.ReadAllText(
        Path.Combine(CaseGraph.Root, "tests", "Redaction", "World", "family.json")))!.AsObject();

    /// <summary>The agencies and what they were asked.</summary>
    public CannedAgencies Agencies { get; }

    /// <summary>What the register answers.</summary>
    public ScriptedRegister Register { get; } = new();

    /// <summary>The plan of the last operation.</summary>
    public string Plan { get; private set; } = "";

    /// <summary>What the independent checker found in it.</summary>
    public ImmutableArray<PlanFault> PlanFaults { get; private set; } = [];

    /// <summary>What happens between the agencies' answers and the decision on them.</summary>
    public Action AfterFetch { get; set; } = () => { };

    /// <summary>Whom the last answer counts for its caller's limit of people.</summary>
    public IReadOnlyCollection<CountedPerson> Counted { get; private set; } = [];

    /// <summary>What the log was given.</summary>
    public List<OutcomeEntry> Outcomes { get; } = [];

    /// <summary>Answers an operation as the gateway does.</summary>
    public async Task<string> AskAsync(Caller caller, string operation)
    {
        var validated = OperationValidator.Validate(operation, null, CaseGraph.Supergraph.Api, OperationLimits.Default);
        var row = new CallerRow(CaseGraph.Table, caller, Now);
        var screening = new ScreeningInput(CaseGraph.Supergraph, CaseGraph.Labels, row);
        var screened = Screen.Permit(
            validated.Operation ?? throw new InvalidOperationException(string.Join('\n', validated.Errors)), screening);
        if (screened.Operation is null)
        {
            return string.Join('\n', screened.Errors);
        }

        var planned = Planner.Plan(screened.Operation, CaseGraph.Graph);
        var plan = CompiledPlan.Compile(
            planned.Plan ?? throw new InvalidOperationException(string.Join('\n', planned.Errors)),
                CaseGraph.Supergraph.Types);
        Plan = planned.Plan.ToString();
        PlanFaults = PlanChecker.Check(planned.Plan, CaseGraph.Supergraph, DisclosureRuling.For(screening));
        var response = CompiledResponse.Compile(plan, CaseGraph.Supergraph.Api);
        var facts = new ReleaseFacts(CaseGraph.Supergraph, CaseGraph.Labels, CaseGraph.Table);
        using var access = new PolicyAccess(facts, row, Register);
        var input = new ExecutionInput { Gate = access.Gate, AsAt = Now, LooksAhead = true };
        using var data = await Executor.RunAsync(plan, input, Agencies, TimeProvider.System, CancellationToken.None);
        AfterFetch();
        var decided = await LabelledRelease.DecideAsync(access, data, _ => false, CancellationToken.None);
        Counted = decided.Counted;
        return await ReleaseAsync(decided, response, caller);
    }

    private async Task<string> ReleaseAsync(
        DecidedRelease decided, CompiledResponse response, Caller caller)
    {
        await using var log = new CaseLog();
        var intent = await log.IntendAsync(caller);
        using var draft = LabelledRelease.Write(
            decided, response, new LabelledReleaseInput(intent, person => "#" + person, new AnswerInput()));
        Outcomes.Add(draft.Outcome);
        var receipt = await log.RecordAsync(intent, draft.Outcome);
        using var answer = draft.Seal(receipt);
        return Encoding.UTF8.GetString(answer.Body.Span)
            .Replace(intent.AuditId, "AUDIT-ID", StringComparison.Ordinal)
            .Replace(CaseGraph.Table.Name, "POLICY", StringComparison.Ordinal);
    }
}

/// <summary>A register that answers what a test wrote into it.</summary>
internal sealed class ScriptedRegister : IDecisionSource
{
    public Dictionary<string, PersonFacts> Facts { get; } = new(StringComparer.Ordinal);

    public RegisterState State { get; set; } = RegisterState.Current;

    public ImmutableArray<StandingDecisionFact> Standing { get; set; } = [new("SD-1", 1), new("SD-5", 1)];

    public List<RegisterQuestion> Questions { get; } = [];

    /// <summary>A link that opens the view of the case to the caller, for these persons.</summary>
    public ScriptedRegister Link(string kind, string via, params string[] persons)
    {
        foreach (var person in persons)
        {
            var facts = Facts.GetValueOrDefault(person) ?? new PersonFacts { Stage = Stage.Contact };
            Facts[person] = facts with
            {
                Links = facts.Links.Add(new RegisterLink(kind, via, LinkReach.View, null, null)),
            };
        }

        return this;
    }

    public ValueTask<RegisterAnswer> AskAsync(RegisterQuestion question, CancellationToken cancellationToken)
    {
        lock (Questions)
        {
            Questions.Add(question);
        }

        return ValueTask.FromResult(new RegisterAnswer(
            State,
            Facts.Where(entry => question.Persons.Contains(entry.Key)).ToImmutableDictionary(),
            Standing));
    }
}
