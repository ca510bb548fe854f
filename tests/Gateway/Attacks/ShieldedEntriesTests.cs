using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Entries that do no more than name somebody who is shielded, whatever of them is selected: not there for whom the
/// shielded are hidden from; and for whoever may know that there is somebody, without anything of what they say.
/// </summary>
public sealed class ShieldedEntriesTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("analyst", "P411", "P421", false)]
    [InlineData("decision-maker", "P431", "P441", true)]
    public async Task Entry_of_an_event_says_nothing_of_who_is_shielded_though_no_person_is_selected(
        string user, string one, string two, bool isTold)
    {
        await MeetAsync(user, one, two);

        foreach (var selected in new[]
        {
            "subjects { part }",
            "subjects { part person { id } }",
            "childImpact { code }",
            "childImpact { certainty child { id } }",
            "childrenPresent { place }",
        })
        {
            var without = await hub.AskAsync(user, Events(one, selected));
            var with = await hub.AskAsync(user, Events(two, selected));

            Assert.Contains("[{", Data(without), StringComparison.Ordinal);
            Assert.Equal(Data(without), Data(with).Replace(Family(two), Family(one), StringComparison.Ordinal));
            Assert.Equal(
                isTold ? [Marker(selected)] : [],
                with.Withheld().Where(marker => marker.EndsWith("SEALED", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task What_is_never_null_is_withheld_of_who_is_only_known_to_be_there()
    {
        await MeetAsync("health-desk", "P451", "P461");
        const string Selected = "circle { reasons relation person { id } } childrenOfAdults { relation dateOfBirth }";

        var without = await hub.AskAsync("health-desk", Of("P451", Selected));
        var with = await hub.AskAsync("health-desk", Of("P461", Selected));

        Assert.Equal(2, Entries(without).Length);
        Assert.Equal(
            [.. Entries(without).Select(entry => entry.Replace("P45", "P46", StringComparison.Ordinal)),
                """{"reasons":[],"relation":null,"person":null}"""],
            Entries(with));
        Assert.Contains("CircleMember.reasons EXISTS SEALED", with.Withheld());
    }

    [Fact]
    public async Task Screening_of_who_is_shielded_and_a_letter_to_them_are_not_there_for_whom_they_are_hidden_from()
    {
        await MeetAsync("analyst", "P471", "P481");
        await ShieldedRecords.VisitAsync(hub, "P47", "P472");
        await ShieldedRecords.VisitAsync(hub, "P48", "P489");
        const string Selected = """
            chronology { nodes { id ... on HealthVisit { screenings { instrument } }
              ... on ScreeningDecision { closing { form } } } }
            """;

        var open = await hub.AskAsync("analyst", Of("P471", Selected));
        var shielded = await hub.AskAsync("analyst", Of("P481", Selected));

        Assert.Equal(["mood questionnaire"], open.Texts("child.chronology.nodes.screenings.instrument"));
        Assert.Equal(["STANDARD_LETTER"], open.Texts("child.chronology.nodes.closing.form"));
        Assert.Equal(["CSC-P48", "HV-P48", "POL-P48"], shielded.Texts("child.chronology.nodes.id").Order());
        Assert.Empty(shielded.Texts("child.chronology.nodes.screenings.instrument"));
        Assert.Empty(shielded.Texts("child.chronology.nodes.closing.form"));
    }

    private static string Events(string child, string selected) =>
        Of(child, $$"""incidents { nodes { ... on PoliceIncident { id {{selected}} } } }""");

    private static string Marker(string selected) => $"PoliceIncident.{selected.Split(' ')[0]} OMIT SEALED";

    private static string Of(string child, string selected) => $$"""{ child(id: "{{child}}") { {{selected}} } }""";

    private static string Data(JsonNode answer) => answer["data"]!.ToJsonString();

    private static string Family(string child) => child[..^1];

    private static string[] Entries(JsonNode answer) =>
        [.. answer["data"]!["child"]!["circle"]!.AsArray().Select(entry => entry!.ToJsonString())];

    // Two families at whose homes the same happened; in the second somebody is shielded.
    private async Task MeetAsync(string user, string one, string two)
    {
        foreach (var child in new[] { one, two })
        {
            await ShieldedFamily.MeetAsync(hub, child, Family(child) + "2", shielded: false);
        }

        await ShieldedFamily.JoinAsync(hub, two, Family(two) + "9");
        await ShieldedRecords.HappensAsync(hub, Family(one), []);
        await ShieldedRecords.HappensAsync(hub, Family(two), [Family(two) + "9"]);
        foreach (var child in new[] { one, two })
        {
            _ = await hub.AskAsync(user, $$"""
                mutation {
                  openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id }
                }
                """);
            _ = await hub.UntilAsync(
                user,
                Of(child, "circle { person { id } }"),
                answer => answer.Texts("child.circle.person.id").Length > 1);
        }
    }
}
