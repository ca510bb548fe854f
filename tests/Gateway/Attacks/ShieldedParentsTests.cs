using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Families of two worlds: without and with somebody shielded who is a parent too, of the child, of another child of
/// its open parent, or of both. From whom the shielded are hidden is told the same of the children of the open one.
/// </summary>
public sealed class ShieldedParentsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("analyst", 60, null, null, null)]
    [InlineData("police-desk", 61, "POL", "ROUTED_ALERT", null)]
    [InlineData("gp", 62, "GP", "PATIENT", null)]
    [InlineData("therapist", 63, "THX", "OWN_CLIENT", null)]
    [InlineData("out-of-hours", 64, null, null, null)]
    [InlineData("decision-maker", 65, null, null, "POL")]
    [InlineData("health-visitor", 66, "HV", "CASELOAD", "POL")]
    public async Task Children_of_an_open_parent_are_told_alike_whoever_shielded_is_a_parent_too(
        string user, int number, string? agency, string? link, string? recipient)
    {
        foreach (var (kind, parentOfChild, parentOfOther, isOtherParentOpen) in new[]
        {
            ("A", true, false, true), ("B", true, true, true), ("C", false, true, true), ("D", false, true, false),
        })
        {
            var (one, two) = ($"P{number}{kind}1", $"P{number}{kind}2");
            await MeetAsync(one, false, false, isOtherParentOpen);
            await MeetAsync(two, parentOfChild, parentOfOther, isOtherParentOpen);
            await ShieldedFamily.LinkAsync(hub, one + "1", user, agency, link);
            await ShieldedFamily.LinkAsync(hub, two + "1", user, agency, link);

            var access = new Access(Recipient: recipient);
            var without = await hub.AskAsync(user, OfChild(one), access);
            var with = await hub.AskAsync(user, OfChild(two), access);

            Assert.NotNull(without["data"]!["child"]);
            Assert.Equal(Data(without), Data(with).Replace(two, one, StringComparison.Ordinal));
            Assert.Equal(without.Withheld(), with.Withheld());
        }
    }

    [Fact]
    public async Task Whose_case_it_is_is_told_of_the_children_of_each_parent_the_shielded_too()
    {
        await MeetAsync("P67A", true, true, isOtherParentOpen: true);
        await PeopleIndex.WriteAsync(
            hub, [],
            PeopleIndex.Draft("RES-P67A9", "ResidenceRecord", ["P67A9"], new { resident = "P67A9" }) with
            {
                ParentId = "A-P67A1",
            });
        await ShieldedFamily.LinkAsync(hub, "P67A1", "social-worker", "CSC", "ALLOCATED");

        var answer = await hub.UntilAsync(
            "social-worker", OfChild("P67A"), answer => answer.Texts("child.childrenOfAdults.id").Length > 2);

        Assert.Equal(
            [
                "A-OTHER-P67A HALF_SIBLING P67A9",
                "B-OTHER-P67A HALF_SIBLING P67A2",
                "B-SECOND-P67A SIBLING P67A2",
            ],
            answer["data"]!["child"]!["childrenOfAdults"]!.AsArray()
                .Select(each => $"{each!["id"]} {each["relation"]} {each["through"]![0]!["id"]}"));
        Assert.Equal(["P67A2"], answer.Texts("child.halfSiblings.throughPerson.id"));
    }

    private static string OfChild(string family) => $$"""
        { child(id: "{{family}}1") {
            circle { relation person { id } }
            halfSiblings { id relation certainty throughPerson { id } person { id } otherParent { id } }
            childrenOfAdults { id relation certainty sharesAHome dateOfBirth through { id } person { id } } } }
        """;

    private static string Data(JsonNode answer) => answer["data"]!.ToJsonString();

    // A child, its open parent, a half-sibling elsewhere and another child of the open parent; whoever is shielded was
    // recorded before the others.
    private async Task MeetAsync(string family, bool parentOfChild, bool parentOfOther, bool isOtherParentOpen)
    {
        var (child, parent, shielded, other) = (family + "1", family + "2", family + "9", family + "7");
        await ShieldedFamily.MeetAsync(hub, child, parent, shielded: false);
        await PeopleIndex.WriteAsync(
            hub, [other, family + "6", family + "8", shielded],
            Person(other, "2016-01-02"), Person(family + "8", "2017-01-02"),
            Person(family + "6", "1990-01-02"), Person(shielded, "1991-01-02", shielded: true),
            Related("B-OTHER-" + family, other, parent, "REPORTED"),
            Related("B-SECOND-" + family, family + "8", parent),
            Related("HALF-" + family, child, other, type: "HALF_SIBLING"));
        if (isOtherParentOpen)
        {
            await PeopleIndex.WriteAsync(hub, [], Related("B-ELSE-" + family, other, family + "6"));
        }

        if (parentOfChild)
        {
            await PeopleIndex.WriteAsync(hub, [], Related("A-CHILD-" + family, child, shielded));
        }

        if (parentOfOther)
        {
            await PeopleIndex.WriteAsync(hub, [], Related("A-OTHER-" + family, other, shielded));
        }

        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ person(id: "{{parent}}") { id } }""",
            answer => answer.Texts("person.id").Length == 1);
    }

    private static FactDraft Person(string id, string dateOfBirth, bool shielded = false) => PeopleIndex.Draft(
        id, "PersonRecord", [id], new { name = "Max Wray", dateOfBirth, shielded });

    private static FactDraft Related(
        string id, string from, string to, string certainty = "CONFIRMED", string type = "PARENT") => PeopleIndex.Draft(
        id, "RelationshipRecord", [from, to], new
        {
            from,
            to,
            type,
            inverse = type == "PARENT" ? "CHILD" : type,
            certainty,
            source = "birth registration",
        });
}
