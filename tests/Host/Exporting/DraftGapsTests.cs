using Aggregator.Host.Exporting;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What a draft says it lacks, where the gateway gives less than it was asked for.</summary>
public sealed class DraftGapsTests
{
    private const string Nobody = """{ "person": null }""";
    private const string Link = """
        "withheld": [{ "path": ["person"], "coordinate": "Query.person", "reason": "NO_RELATIONSHIP" }]
        """;

    private const string Given = """
        { "person": { "consents": [], "sharingDecisions": [], "chronology": {
            "nodes": [{ "id": "r0" }], "pageInfo": { "hasNextPage": false }, "missing": [] } } }
        """;

    private const string Register =
        "the hub's register is UNAVAILABLE: whom you have a link to was not known; ask again";

    [Fact]
    public async Task Without_the_register_nobody_is_called_not_there() => Assert.Equal(
        [Register],
        await GapsAsync((_, _) => (Nobody, ", \"register\": \"UNAVAILABLE\", \"complete\": false, " + Link)));

    [Fact]
    public async Task Whom_the_officer_has_no_link_to_is_told_as_nobody_or_no_link() => Assert.Equal(
        ["no such person, or none that you have a link to (NO_RELATIONSHIP): check the id"],
        await GapsAsync((_, _) => (Nobody, ", \"complete\": true, " + Link)));

    [Fact]
    public async Task Page_that_is_lost_in_the_middle_is_a_gap() => Assert.Equal(
        [Register, "there is no page 2 of the records: the newest are not here"],
        await GapsAsync((query, isLater) => isLater
            ? (Nobody, ", \"register\": \"UNAVAILABLE\", \"complete\": false, " + Link)
            : (Given.Replace("false", "true, \"endCursor\": \"1\"", StringComparison.Ordinal),
                ", \"complete\": true, \"withheld\": []")));

    [Theory]
    [InlineData("""["person", "chronology", "nodes"]""", "person.chronology.nodes")]
    [InlineData("""["person", "chronology", "nodes", 3]""", "person.chronology.nodes.3")]
    [InlineData("""["person", "chronology"]""", "person.chronology")]
    [InlineData("""["person", "chronology", "pageInfo"]""", "person.chronology.pageInfo")]
    [InlineData("""["person", "consents"]""", "person.consents")]
    [InlineData("""["accesses", "nodes", "delivered"]""", "accesses.nodes.delivered")]
    [InlineData("""["person", "chronology", "nodes", "headline"]""", null)]
    [InlineData("""["person", "chronology", "nodes", 3, "headline"]""", null)]
    [InlineData("""["person", "consents", "state"]""", null)]
    public async Task Entries_that_are_left_out_are_a_gap_and_what_is_left_out_of_an_entry_is_none(
        string path, string? gap)
    {
        var gaps = await GapsAsync((_, _) => (Given, $$"""
            , "complete": true, "withheld": [
              { "path": {{path}}, "coordinate": "A.b", "class": "THERAPY_CONTACT", "reason": "WITHHELD",
                "contact": "THX" }]
            """));

        Assert.Equal(
            gap is null ? [] : [$"{gap} holds what is withheld from you (WITHHELD): it is not in the draft"], gaps);
    }

    [Fact]
    public async Task What_is_not_given_without_a_word_and_an_answer_that_is_not_complete_are_gaps() => Assert.Equal(
        [
            "the gateway calls its answer not complete: ask again",
            "7 more markers of what is withheld from you were not given: lists may lack entries",
            "person.consents was not given: what it holds is not in the draft",
        ],
        await GapsAsync((_, _) => (
            Given.Replace("\"consents\": [], ", "", StringComparison.Ordinal),
            ", \"complete\": false, \"withheld\": [], \"moreWithheld\": 7")));

    [Fact]
    public async Task Accesses_that_are_not_given_are_a_gap() => Assert.Equal(
        ["accesses was not given: what it holds is not in the draft"],
        await GapsAsync(
            (_, _) => (Given, ", \"complete\": true, \"withheld\": []"),
            """{ "accesses": null }"""));

    private static async Task<IReadOnlyList<string>> GapsAsync(
        Func<string, bool, (string Data, string Disclosure)> answer,
        string accesses = """{ "accesses": { "nodes": [], "hasMore": false, "logs": [] } }""")
    {
        await using var gateway = await CannedGateway.StartAsync((query, variables) =>
        {
            var (data, disclosure) = answer(query, variables["after"] is not null);
            return query.Contains("accesses", StringComparison.Ordinal)
                ? CannedGateway.Answer(accesses)
                : CannedGateway.Answer(data, disclosure);
        });
        using var client = new GatewayClient(gateway.Url, "token");
        var reading = new SubjectAccessReading(client, "P1", new AskedAccess("SUBJECT_RIGHTS", null, null, null));
        await reading.ReadAsync(default);
        return reading.Gaps;
    }
}
