using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Attempts by writing.</summary>
public class MutationTests
{
    [Fact]
    public async Task A_mutation_that_is_denied_is_never_sent()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.HealthVisitor, """mutation { file(child: "P1") { text } }""");

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.Empty(gateway.TakeRequests());
    }

    [Theory]
    [InlineData("•••")]
    [InlineData("called •••")]
    [InlineData("Recorded by the police; talk to the desk")]
    public async Task What_stood_in_place_of_withheld_data_is_not_written_back(string redacted)
    {
        await using var gateway = FamilyGraph.Gateway();
        const string InVariable = """mutation ($name: String) { rename(child: "P1", name: $name) { name } }""";

        var literal = await gateway.AskAsync(
            LabCaller.PoliceDesk, $$"""mutation { rename(child: "P1", name: "{{redacted}}") { name } }""");
        var variable = await gateway.AskAsync(LabCaller.PoliceDesk, InVariable, new { name = redacted });

        Assert.All([literal, variable], answer =>
        {
            Assert.Contains("REDACTION_WRITTEN_BACK", answer, StringComparison.Ordinal);
            Assert.DoesNotContain(redacted, answer, StringComparison.Ordinal);
        });
        Assert.Empty(gateway.TakeRequests());
        Assert.DoesNotContain(
            "REDACTION_WRITTEN_BACK",
            await gateway.AskAsync(LabCaller.PoliceDesk, InVariable, new { name = "A" }),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_mutation_returns_is_redacted_and_mutations_go_one_after_another()
    {
        await using var gateway = FamilyGraph.Gateway();

        var answer = await gateway.AskAsync(
            LabCaller.PoliceDesk,
            """
            mutation { first: rename(child: "P1", name: "A") { name nhsNumber }
              second: rename(child: "P1", name: "B") { nhsNumber } }
            """);

        Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
        Assert.Matches("^\\{\"data\":\\{\"first\":.*\"second\":", answer);
        var sent = string.Concat(gateway.Agencies.Requests.Select(request => request.Body));
        Assert.True(
            sent.IndexOf("first", StringComparison.Ordinal) < sent.IndexOf("second", StringComparison.Ordinal));
    }
}
