using System.Diagnostics;
using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>
/// An agency that is slow or answers rubbish, on the whole local hub over HTTP: the rest is answered, the agency is
/// named, and nothing is concluded from what it did not say.
/// </summary>
public class FaultyAgencyTests
{
    private const string Query = """
        { child(id: "P1") {
            name circle { person { name } }
            chronology { nodes { id agency kind } missing { agency state } }
            alerts { rule mayBeIncomplete missing { code agency state } }
            knowledgeMatrix { concern uninformedInvolved mayBeIncomplete cells { agency state } } } }
        """;

    [Theory]
    [InlineData("police", "POL", AgencyFault.Html)]
    [InlineData("social-care", "CSC", AgencyFault.BrokenJson)]
    [InlineData("primary-care", "GP", AgencyFault.OtherJson)]
    [InlineData("talking-therapies", "THX", AgencyFault.WrongTypes)]
    [InlineData("urgent-care", "AMB", AgencyFault.WrongTypes)]
    [InlineData("community-health", "HV", AgencyFault.Silent)]
    [InlineData("urgent-care", "ADV", AgencyFault.EndlesslySlow)]
    public async Task The_rest_is_answered_and_nothing_is_concluded_from_it(
        string agency, string code, AgencyFault fault)
    {
        await using var hub = await FaultyHub.StartAsync(agency, fault);

        var began = Stopwatch.GetTimestamp();
        var answer = await hub.AskAsync("decision-maker", Query);

        // All tries of one agency together take ten seconds at most; the rest is the machine's.
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(45));
        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        Assert.Equal(5, answer.Texts("child.circle.person.name").Length);
        Assert.NotEmpty(answer.Texts("child.chronology.nodes.id"));
        // Of a referral both halves are shown: the other agency's is still there.
        Assert.DoesNotContain(answer.All("child.chronology.nodes"), node =>
            node!["agency"]!.ToString() == code && node["kind"]!.ToString() != "REFERRAL");
        Assert.True(
            answer.Texts("child.chronology.missing.agency").Contains(code),
            answer["errors"]?.ToJsonString() + answer["extensions"]!["disclosure"]!["sources"]!.ToJsonString());
        Assert.Equal(fault == AgencyFault.WrongTypes ? "PARTIAL" : "UNAVAILABLE", answer.Sources()[code]);
        Assert.False((bool)answer["extensions"]!["disclosure"]!["complete"]!);
        Assert.All(answer.Texts("child.alerts.mayBeIncomplete"), incomplete => Assert.Equal("true", incomplete));
        AssertNothingIsConcluded(answer, code);
    }

    private static void AssertNothingIsConcluded(JsonNode answer, string code)
    {
        var rows = answer.All("child.knowledgeMatrix");
        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            var state = row!["cells"]!.AsArray().Single(cell => cell!["agency"]!.ToString() == code)!["state"]!;
            Assert.False(state.ToString() is "NOT_TOLD" or "NO_INVOLVEMENT_FOUND", state.ToString());
            Assert.DoesNotContain(code, row["uninformedInvolved"]!.AsArray().Select(each => each!.ToString()));
        });
        Assert.Contains("CANNOT_TELL", answer.Texts("child.knowledgeMatrix.cells.state"));

        Assert.All(
            answer.All("child.alerts.missing").Where(item => item?["agency"]?.ToString() == code
                && item["code"]!.ToString() == "NOT_INFORMED"),
            item => Assert.Equal("CANNOT_TELL", item!["state"]!.ToString()));
    }
}
