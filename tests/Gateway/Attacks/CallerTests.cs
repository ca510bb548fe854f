using Aggregator.Redaction;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts by what a caller says of itself.</summary>
public class CallerTests
{
    private const string Events = """{ child(id: "P1") { events { nodes { id headline detail } } } }""";

    [Theory]
    [InlineData(null, "PURPOSE_REQUIRED")]
    [InlineData("", "PURPOSE_REQUIRED")]
    [InlineData("CURIOSITY", "PURPOSE_UNKNOWN")]
    [InlineData("safeguard_enquiry", "PURPOSE_UNKNOWN")]
    [InlineData("AUDIT", "PURPOSE_NOT_PERMITTED")]
    public async Task A_purpose_is_never_made_up_for_the_caller(string? purpose, string code)
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.DecisionMaker with { Purpose = purpose }, Events);

        Assert.Contains(code, answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("CURIOSITY")]
    [InlineData("AUDIT")]
    public async Task Who_states_no_purpose_of_theirs_is_told_which_they_may(string? purpose)
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(LabCaller.HealthVisitor with { Purpose = purpose }, Events);

        Assert.Contains("; your role may state ", answer, StringComparison.Ordinal);
        Assert.Contains("DIRECT_CARE", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("S47_ENQUIRY", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_roles_give_no_combination_that_none_of_them_has()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Query = """
            { child(id: "P1") { name nhsNumber events { nodes { id headline detail found } } } }
            """;

        var alone = await gateway.AskAsync(LabCaller.HealthVisitor with { Purpose = "DIRECT_CARE" }, Query);
        var mixed = await gateway.AskAsync(
            LabCaller.HealthVisitor with { Purpose = "DIRECT_CARE", Roles = ["DECISION_MAKER", "HEALTH_VISITOR"] },
            Query);

        // The decision-maker's role may not state this purpose and adds nothing to it.
        Assert.Equal(alone, mixed);
    }

    [Fact]
    public async Task A_prohibition_of_any_of_the_callers_roles_holds()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.DecisionMaker with { Roles = ["DECISION_MAKER", "POLICE_DESK"] },
            """{ child(id: "P1") { name nhsNumber } }""");

        Assert.DoesNotContain("CANARY-nhs", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_by_what_is_forbidden_to_any_of_the_callers_roles_is_refused()
    {
        await using var gateway = FamilyGraph.Gateway();
        const string Query = """{ search(name: "Jo") { id } }""";

        var allowed = await gateway.AskAsync(LabCaller.DecisionMaker, Query);
        var refused = await gateway.AskAsync(
            LabCaller.DecisionMaker with { Roles = ["DECISION_MAKER", "DASHBOARD"] }, Query);

        Assert.StartsWith("{\"data\"", allowed, StringComparison.Ordinal);
        Assert.Contains("ARGUMENT_NOT_PERMITTED", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_nothing_is_answered_and_nobody_asked()
    {
        await using var gateway = FamilyGraph.Gateway();

        using var answer = await gateway.Pipeline.AnswerAsync(
            new Engine.GatewayRequest { Document = "{ __typename }"u8.ToArray(), RequestId = "x" }, null, default);

        Assert.Equal(AnswerStatus.Unauthenticated, answer.Status);
        Assert.Empty(gateway.TakeRequests());
    }
}
