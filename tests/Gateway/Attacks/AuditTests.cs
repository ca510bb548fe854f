using System.Text.Json.Nodes;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Redaction;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts to see data without a trace.</summary>
public class AuditTests
{
    private const string Query = """{ child(id: "P1") { name nhsNumber events { nodes { id headline detail } } } }""";

    [Fact]
    public async Task A_log_that_cannot_take_the_intent_lets_nobody_be_asked()
    {
        await using var gateway = new LabGateway(
            FamilyGraph.Supergraph, FamilyGraph.World(), log: inner => new FailingLog(inner, failsAtIntent: true));
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3");

        var (_, body) = await gateway.SendAsync(LabCaller.DecisionMaker, Query);

        Assert.Contains("AUDIT_UNAVAILABLE", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", body, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task A_log_that_cannot_take_the_outcome_lets_no_byte_of_data_leave()
    {
        await using var gateway = new LabGateway(
            FamilyGraph.Supergraph, FamilyGraph.World(), log: inner => new FailingLog(inner, failsAtIntent: false));
        _ = gateway.Register.Link("OPEN_ENQUIRY", "P1", "P2", "P3");

        var (_, body) = await gateway.SendAsync(LabCaller.DecisionMaker, Query);

        Assert.Contains("AUDIT_UNAVAILABLE", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Ash", body, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_signed_lets_nobody_be_asked()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Sign = _ => throw new AuditUnavailableException("the checkpoint cannot be signed");

        var (_, body) = await gateway.SendAsync(LabCaller.DecisionMaker, Query);

        Assert.Contains("AUDIT_UNAVAILABLE", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", body, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Fact]
    public async Task Nobody_is_vouched_for_where_nobody_is_asked_and_once_where_many_are()
    {
        await using var gateway = FamilyGraph.Gateway();
        var (sign, signed) = (gateway.Sign, 0);
        gateway.Sign = caller =>
        {
            _ = Interlocked.Increment(ref signed);
            return sign(caller);
        };

        _ = await gateway.AskAsync(LabCaller.DecisionMaker, "{ __typename }");
        Assert.Equal(0, signed);

        _ = await gateway.AskAsync(LabCaller.DecisionMaker, Query);
        Assert.Equal(1, signed);
        Assert.True(gateway.TakeRequests().Length > 1);
    }

    [Fact]
    public async Task The_intent_is_in_the_log_before_the_first_agency_is_asked()
    {
        await using var gateway = FamilyGraph.Gateway();
        var logged = new List<string>();
        gateway.Agencies.Before = _ =>
        {
            lock (logged)
            {
                logged.Add(gateway.LogText);
            }

            return Task.CompletedTask;
        };

        _ = await gateway.AskAsync(LabCaller.DecisionMaker, Query);

        Assert.NotEmpty(logged);
        Assert.All(logged, text => Assert.Contains("\"kind\":\"intent\"", text, StringComparison.Ordinal));
        Assert.All(logged, text => Assert.DoesNotContain("\"kind\":\"outcome\"", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_value_name_or_id_of_a_person_is_in_the_log()
    {
        await using var gateway = FamilyGraph.Gateway();

        foreach (var caller in new[] { LabCaller.DecisionMaker, LabCaller.HealthVisitor, LabCaller.Auditor })
        {
            _ = await gateway.AskAsync(
                caller, "query Q($id: ID!) { child(id: $id) { name nhsNumber mother { id name postcode } } }",
                new { id = "P1" });
            _ = await gateway.AskAsync(caller, """{ child(id: "CANARY-typed") { name } }""");
        }

        var log = gateway.LogText;
        Assert.Contains("Child.name", log, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Ash", log, StringComparison.Ordinal);
        Assert.DoesNotContain("\"P1\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("worker", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_answered_with_nothing_is_in_the_log_all_the_same()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Register.Facts.Clear();

        var answer = JsonNode.Parse((await gateway.SendAsync(LabCaller.DecisionMaker, Query)).Body)!;

        var id = (string)answer["extensions"]!["disclosure"]!["auditId"]!;
        Assert.Contains($"\"kind\":\"outcome\",\"id\":\"{id}\"", gateway.LogText, StringComparison.Ordinal);
        Assert.Contains(gateway.Pseudonyms.Of("P1"), gateway.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Overstated_stages_are_in_the_log()
    {
        await using var gateway = FamilyGraph.Gateway();

        var (_, body) = await gateway.SendAsync(LabCaller.SocialWorker with { Stage = "S47" }, Query);

        Assert.Contains("STAGE_NOT_RECORDED", body, StringComparison.Ordinal);
        Assert.Contains("\"S47\"", gateway.LogText, StringComparison.Ordinal);
        var id = (string?)JsonNode.Parse(body)!["errors"]![0]!["extensions"]!["auditId"];
        Assert.Contains($"\"kind\":\"outcome\",\"id\":\"{id}\"", gateway.LogText, StringComparison.Ordinal);
        Assert.Contains("\"refused\":\"STAGE_NOT_RECORDED\"", gateway.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_a_search_found_is_in_the_log_and_counted()
    {
        const string Search = """
            type Query { search: [Stub!] @sensitive(class: [SERVICE_FACT]) }
            type Stub @sensitive(class: [SEARCH_STUB]) @subject(key: "id", role: THIRD_PARTY) { id: ID! name: String }
            """;
        var graph = LabGraph.Compose(("people", LabGraph.Subgraph("people", "PPL", "FAMILY_NETWORK", Search)));
        static JsonObject World() => JsonNode.Parse("""
            { "people": { "Query": { "search": [{ "id": "P1", "name": "Ash" }, { "id": "P2", "name": "Jo" }] } } }
            """)!.AsObject();
        await using var gateway = new LabGateway(graph, World());
        await using var sparing = new LabGateway(graph, World(), options: new EngineOptions { MaxSubjects = 1 });

        var found = JsonNode.Parse(await gateway.AskAsync(LabCaller.Analyst, "{ search { name } }"))!;
        var tooMany = await sparing.AskAsync(LabCaller.Analyst, "{ search { name } }");

        Assert.Equal(["Ash", "Jo"], found.Texts("search.name"));
        Assert.All(["P1", "P2"], person => Assert.Contains(
            $"\"subject\":\"{gateway.Pseudonyms.Of(person)}\"", gateway.LogText, StringComparison.Ordinal));
        Assert.Contains("SUBJECT_LIMIT", tooMany, StringComparison.Ordinal);
        Assert.Contains("\"refused\":\"SUBJECT_LIMIT\"", sparing.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_lacks_an_agency_is_in_the_log_too()
    {
        await using var gateway = FamilyGraph.Gateway();
        gateway.Agencies.Outcomes["police"] = Execution.AgencyOutcome.Unreachable;

        var (status, body) = await gateway.SendAsync(LabCaller.DecisionMaker, Query);

        Assert.Equal(AnswerStatus.Executed, status);
        Assert.Contains("SUBGRAPH_UNAVAILABLE", body, StringComparison.Ordinal);
        Assert.Contains("\"kind\":\"outcome\"", gateway.LogText, StringComparison.Ordinal);
    }

    private sealed class FailingLog(IAccessLog inner, bool failsAtIntent) : IAccessLog
    {
        public ValueTask<AccessIntent> AppendIntentAsync(IntentEntry intent, CancellationToken cancellationToken) =>
            failsAtIntent ? throw new AuditUnavailableException() : inner.AppendIntentAsync(intent, cancellationToken);

        public ValueTask<AuditReceipt> AppendOutcomeAsync(
            AccessIntent intent, OutcomeEntry outcome, CancellationToken cancellationToken) =>
            throw new AuditUnavailableException();
    }
}
