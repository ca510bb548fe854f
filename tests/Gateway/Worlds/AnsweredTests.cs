using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// What social care did on a hidden service's referral tells of it as the referral would. A hub in which the service
/// sent one and social care answered it, and coded what it says, answers like one in which nothing was sent.
/// </summary>
[Collection(TwinHubTests.Name)]
public class AnsweredTests(TwinHubs hubs)
{
    // On which day a source last recorded anything is told of the whole of it (decision 214).
    private static readonly string Existence =
        TwoWorldsTests.Existence.Replace("lastUpdated ", "", StringComparison.Ordinal);

    private const string Answers = """
        {
          child(id: "P1") {
            referrals { nodes { id decisions { id outcome } contactsWithFamily { id } allocations { to } } }
            chronology(first: 60) { nodes { __typename id agency headline } pageInfo { hasNextPage endCursor } }
          }
          person(id: "P2") { chronology(first: 60) { nodes { __typename id sortAt } } }
        }
        """;

    private const string Matrix = """
        { child(id: "P1") { knowledgeMatrix { concern title firstKnown uninformedInvolved
            cells { agency state at consideredAt } } } }
        """;

    [Theory]
    [InlineData("police-desk", null, 44)]
    [InlineData("police-desk", null, 48)]
    [InlineData("emergency", null, 48)]
    [InlineData("ambulance", null, 48)]
    [InlineData("decision-maker", "POL", 48)]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_that_its_referral_was_answered(
        string user, string? recipient, int day)
    {
        var access = Access.On(day) with { Recipient = recipient };
        await WithoutTheReferralAsync(async () =>
        {
            // What the hub works out for a decision-maker is not worked out again for whom it is passed on to.
            foreach (var query in recipient is null ? new[] { Answers, Existence, Matrix } : [Answers])
            {
                TwoWorldsTests.Same(user, await hubs.One.WholeAsync(user, query, access),
                    await hubs.Two.WholeAsync(user, query, access));
            }
        });
    }

    [Theory]
    [InlineData("social-worker")]
    [InlineData("therapist")]
    [InlineData("decision-maker")]
    [InlineData("analyst")]
    [InlineData("health-visitor")]
    public async Task Who_sent_or_received_it_or_may_know_of_the_service_reads_the_answers(string user)
    {
        var answer = await hubs.One.AskAsync(user, Answers, Access.On(48));

        Assert.Contains("CSC-D3", answer.Texts("child.chronology.nodes.id"));
        Assert.Contains("CSC-K3", answer.Texts("child.chronology.nodes.id"));
    }

    [Fact]
    public async Task Answers_to_referrals_of_others_stay()
    {
        var answer = await hubs.One.AskAsync("police-desk", Answers, Access.On(48));

        Assert.Contains("CSC-D1", answer.Texts("child.chronology.nodes.id"));
        Assert.Contains("CSC-D2", answer.Texts("child.chronology.nodes.id"));
        Assert.Contains("CSC-D1", answer.Texts("child.referrals.nodes.decisions.id"));
    }

    // Of a record that the caller may know of it is said in the matrix that its agency was told.
    [Theory]
    [InlineData("THX-F3", false)]
    [InlineData("CSC-K3", false)]
    [InlineData("CSC-D3", false)]
    [InlineData("NO-SUCH", false)]
    [InlineData("GP-C1", true)]
    public async Task Word_that_somebody_was_told_of_a_hidden_referral_changes_no_more_than_of_one_that_is_not_there(
        string record, bool changes)
    {
        var backup = hubs.Two.Remember("hub");
        try
        {
            var before = await hubs.Two.WholeAsync("police-desk", Matrix);
            var told = await hubs.Two.AskAsync("police-desk", $$"""
                mutation { recordInformed(record: "{{record}}", child: "P1", agency: POL, how: "phone") { id } }
                """);

            Assert.NotEmpty(told.Texts("recordInformed.id"));
            Assert.Equal(changes, before != await hubs.Two.WholeAsync("police-desk", Matrix));
        }
        finally
        {
            hubs.Two.Restore("hub", backup);
        }
    }

    private async Task WithoutTheReferralAsync(Func<Task> ask)
    {
        var (sent, received) = (hubs.Two.Remember("talking-therapies"), hubs.Two.Remember("social-care"));
        try
        {
            Assert.True(hubs.Two.Change("talking-therapies", "DELETE FROM facts") > 0);
            Assert.True(hubs.Two.Change(
                "social-care",
                "DELETE FROM facts WHERE ParentId IN (SELECT Id FROM facts WHERE ParentId = 'THX-F3')") > 0);
            Assert.True(hubs.Two.Change(
                "social-care", "DELETE FROM facts WHERE 'THX-F3' IN (Id, ParentId)") > 0);
            await ask();
        }
        finally
        {
            hubs.Two.Restore("talking-therapies", sent);
            hubs.Two.Restore("social-care", received);
        }
    }
}
