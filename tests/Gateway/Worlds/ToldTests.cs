using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// Who was told of a record is listed by agency. A hub in which an agency told a service that may not be known to the
/// caller, and wrote that down, answers like one in which it did not.
/// </summary>
[Collection(TwinHubTests.Name)]
public class ToldTests(TwinHubs hubs)
{
    private const string Query = """
        {
          child(id: "P1") {
            incidents(first: 60) { nodes { id informed { at how } } }
            chronology(first: 60) { nodes { __typename id agency informed { agency how acknowledgedAt } } }
            alerts { id rule because { recordId } components { name sources } missing { code agency } }
            knowledgeMatrix { concern uninformedInvolved cells { agency state at consideredAt } }
          }
        }
        """;

    [Theory]
    [InlineData("social-worker", "police", "PoliceIncident")]
    [InlineData("out-of-hours", "police", "PoliceIncident")]
    [InlineData("social-worker", "community-health", "HealthVisit")]
    [InlineData("police-desk", "community-health", "BirthNotification")]
    [InlineData("emergency", "police", "PoliceIncident")]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_that_it_was_told(
        string user, string agency, string kind)
    {
        await WithToldAsync(agency, kind, async () =>
        {
            var answer = await hubs.Two.WholeAsync(user, Query, Access.On(48));

            Assert.DoesNotContain("CANARY", answer);
            TwoWorldsTests.Same(user, await hubs.One.WholeAsync(user, Query, Access.On(48)), answer);
        });
    }

    // The police wrote it down themselves; the others may know of the service.
    [Theory]
    [InlineData("police-desk", null, true)]
    [InlineData("decision-maker", null, true)]
    [InlineData("health-visitor", null, true)]
    [InlineData("decision-maker", "POL", false)]
    public async Task Who_wrote_it_down_or_may_know_of_the_service_reads_that_it_was_told(
        string user, string? recipient, bool reads)
    {
        await WithToldAsync("police", "PoliceIncident", async () =>
        {
            var answer = await hubs.Two.AskAsync(user, Query, Access.On(48) with { Recipient = recipient });

            Assert.NotEmpty(answer.Texts("child.incidents.nodes.id"));
            Assert.Equal(reads, answer.Texts("child.chronology.nodes.informed.agency").Contains("THX"));
            Assert.Equal(reads, answer.Texts("child.incidents.nodes.informed.how").Contains("CANARY-TELEPHONE"));
        });
    }

    [Fact]
    public async Task Others_that_were_told_stay()
    {
        JsonNode? after = null;
        var before = await hubs.Two.AskAsync("social-worker", Query, Access.On(48));
        await WithToldAsync("police", "PoliceIncident", async () =>
            after = await hubs.Two.AskAsync("social-worker", Query, Access.On(48)));

        Assert.Contains("CSC", before.Texts("child.chronology.nodes.informed.agency"));
        Assert.Equal(
            before.Texts("child.chronology.nodes.informed.agency"),
            after!.Texts("child.chronology.nodes.informed.agency"));
    }

    private async Task WithToldAsync(string agency, string kind, Func<Task> ask)
    {
        const string Told = """{"agency":"THX","at":"2025-06-03T09:00:00Z","how":"CANARY-TELEPHONE"}""";
        var backup = hubs.Two.Remember(agency);
        try
        {
            Assert.True(hubs.Two.Change(
                agency,
                $"UPDATE facts SET Content = json_insert(Content, '$.informed[#]', json('{Told}')) "
                + $"WHERE Kind = '{kind}' AND json_type(Content, '$.informed') = 'array'") > 0);
            await ask();
        }
        finally
        {
            hubs.Two.Restore(agency, backup);
        }
    }
}
