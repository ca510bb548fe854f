using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Relationships that two people have through somebody shielded: a half-sibling with no parent in common, or a
/// grandparent with no parent between, would tell that there is somebody.</summary>
public sealed class ShieldedRelationshipsTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Fields = "relationships { id sortAt type inverse certainty to { id } through { id } }";

    [Theory]
    [InlineData("analyst", "P51", "P52", null, null)]
    [InlineData("police-desk", "P53", "P54", "POL", "ROUTED_ALERT")]
    [InlineData("gp", "P55", "P56", "GP", "PATIENT")]
    [InlineData("therapist", "P57", "P58", "THX", "OWN_CLIENT")]
    [InlineData("out-of-hours", "P59", "P60", null, null)]
    public async Task Relationships_through_who_is_shielded_are_not_there_for_whom_they_are_hidden_from(
        string user, string one, string two, string? agency, string? link)
    {
        await MeetAsync(one, shielded: null);
        await MeetAsync(two, shielded: true);
        await ShieldedFamily.LinkAsync(hub, one + "1", user, agency, link);
        await ShieldedFamily.LinkAsync(hub, two + "1", user, agency, link);

        // An analyst passes nothing on.
        foreach (var recipient in user == "analyst" ? [null] : new[] { null, "POL" })
        {
            var access = new Access(Recipient: recipient);
            var without = await hub.AskAsync(user, OfChild(one), access);
            var with = await hub.AskAsync(user, OfChild(two), access);

            Assert.Contains("\"type\":\"PARENT\"", Data(without), StringComparison.Ordinal);
            Assert.Equal(Data(without), Data(with).Replace(two, one, StringComparison.Ordinal));
            Assert.Equal(without.Withheld(), with.Withheld());
        }
    }

    [Theory]
    [InlineData("decision-maker", "P71", "P72", null, null)]
    [InlineData("health-visitor", "P73", "P74", "HV", "CASELOAD")]
    public async Task Relationships_through_who_is_shielded_are_not_passed_on_whoever_exports(
        string user, string one, string two, string? agency, string? link)
    {
        await MeetAsync(one, shielded: null);
        await MeetAsync(two, shielded: true);
        await ShieldedFamily.LinkAsync(hub, one + "1", user, agency, link);
        await ShieldedFamily.LinkAsync(hub, two + "1", user, agency, link);

        var without = await hub.AskAsync(user, OfChild(one), new Access(Recipient: "POL"));
        var with = await hub.AskAsync(user, OfChild(two), new Access(Recipient: "POL"));

        Assert.Contains("PARENT", Types(without));
        Assert.Equal(Data(without), Data(with).Replace(two, one, StringComparison.Ordinal));
        Assert.Equal(without.Withheld(), with.Withheld());
    }

    [Fact]
    public async Task Relationships_through_who_is_shielded_are_not_there_from_the_other_side()
    {
        await MeetAsync("P61", shielded: true);
        await ShieldedFamily.OpenAsync(hub, "analyst", "P619C");
        await ShieldedFamily.OpenAsync(hub, "analyst", "P618");

        var half = await hub.UntilAsync("analyst", Of("P619C"), IsThere);
        var full = await hub.UntilAsync("analyst", Of("P618"), IsThere);

        Assert.Equal("""{"person":{"id":"P619C","relationships":[]}}""", Data(half));
        Assert.Equal("""{"person":{"id":"P618","relationships":[]}}""", Data(full));
    }

    [Theory]
    [InlineData("decision-maker", "P63", "P64")]
    [InlineData("health-desk", "P65", "P66")]
    public async Task Of_relationships_through_who_is_only_known_to_be_there_nothing_is_told(
        string user, string one, string two)
    {
        await MeetAsync(one, shielded: null);
        await MeetAsync(two, shielded: true);
        await ShieldedFamily.LinkAsync(hub, one + "1", user, null, null);
        await ShieldedFamily.LinkAsync(hub, two + "1", user, null, null);

        var without = await hub.AskAsync(user, OfChild(one));
        var with = await hub.AskAsync(user, OfChild(two));

        Assert.Equal(
            Types(without), Types(with).Where(type => type is not null));
        Assert.DoesNotContain("HALF-" + two, Data(with), StringComparison.Ordinal);
        Assert.DoesNotContain("GRAND-" + two, Data(with), StringComparison.Ordinal);
        Assert.DoesNotContain(two + "9", Data(with), StringComparison.Ordinal);
        Assert.DoesNotContain(without.Withheld(), marker => marker.EndsWith("SEALED", StringComparison.Ordinal));
        Assert.Contains(
            with.Withheld(), marker => marker.Contains("elationship", StringComparison.Ordinal)
                && marker.EndsWith("SEALED", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("health-visitor", "P67", true, "HV", "CASELOAD")]
    [InlineData("social-worker", "P68", true, "CSC", "ALLOCATED")]
    [InlineData("analyst", "P69", false, null, null)]
    public async Task Those_whose_case_it_is_and_all_where_nobody_is_shielded_are_given_these_relationships(
        string user, string family, bool shielded, string? agency, string? link)
    {
        await MeetAsync(family, shielded);
        await ShieldedFamily.LinkAsync(hub, family + "1", user, agency, link);

        var answer = await hub.UntilAsync(
            user, OfChild(family), answer => Types(answer).Contains("HALF_SIBLING"));

        Assert.Equal(
            ["CARE GRANDPARENT", "FULL SIBLING", "GRAND GRANDPARENT", "HALF HALF_SIBLING", "REL PARENT", "REL PARENT"],
            Relationships(answer).Select(each => $"{((string)each["id"]!).Split('-')[0]} {each["type"]}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Through_whom_people_are_related_is_given_with_who_they_are()
    {
        await MeetAsync("P70", shielded: false);
        await ShieldedFamily.LinkAsync(hub, "P701", "analyst", null, null);
        var before = await hub.AskAsync("analyst", OfChild("P70"));
        await ShieldedFamily.OpenAsync(hub, "analyst", "P709C");
        var after = await hub.UntilAsync("analyst", OfChild("P70"), answer => Through(answer).Length > 1);

        Assert.Equal(["FULL-P70 P709"], Through(before));
        Assert.Equal(["FULL-P70 P709", "HALF-P709 P709"], Through(after));
    }

    private static string[] Through(JsonNode answer) =>
    [
        .. Relationships(answer).SelectMany(each => each["through"]!.AsArray()
            .Select(person => $"{each["id"]} {person!["id"]}")),
    ];

    private static string OfChild(string family) => $$"""
        { child(id: "{{family}}1") {
            halfSiblings { id } childrenOfAdults { id } parentalResponsibility { id type }
            person { {{Fields}} } circle { reasons relation certainty person { id {{Fields}} } } } }
        """;

    private static string Of(string person) => $$"""{ person(id: "{{person}}") { id {{Fields}} } }""";

    private static bool IsThere(JsonNode answer) => answer.Texts("person.id").Length == 1;

    private static JsonObject[] Relationships(JsonNode answer) =>
    [
        .. answer["data"]!["child"]?["person"]?["relationships"]?.AsArray().OfType<JsonObject>() ?? [],
    ];

    private static string?[] Types(JsonNode answer) => [.. Relationships(answer).Select(each => (string?)each["type"])];

    private static string Data(JsonNode answer) => answer["data"]!.ToJsonString();

    // A child, its carer, a grandparent who cares for it, and another child at home; with them, where it is said,
    // another parent, and whom the child is related to through that parent: a half-sibling elsewhere, the child at
    // home, a grandparent.
    private async Task MeetAsync(string family, bool? shielded)
    {
        var (child, parent, carer, sibling) = (family + "1", family + "9", family + "7", family + "8");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await PeopleIndex.WriteAsync(
            hub, [carer, sibling],
            Adult(carer),
            PeopleIndex.Draft(sibling, "PersonRecord", [sibling], new { dateOfBirth = "2024-12-01" }),
            PeopleIndex.Draft("RES-" + sibling, "ResidenceRecord", [sibling], new { resident = sibling }) with
            {
                ParentId = "A-" + child,
            },
            Related("CARE-" + family, child, carer, "GRANDPARENT", "GRANDCHILD", cares: true));
        if (shielded is { } isShielded)
        {
            await ShieldedFamily.JoinAsync(hub, child, parent, isShielded);
            await PeopleIndex.WriteAsync(
                hub, [parent + "G"],
                Adult(parent + "G"),
                Related("OWN-" + family, sibling, parent, "PARENT", "CHILD"),
                Related("FULL-" + family, child, sibling, "SIBLING", "SIBLING"),
                Related("UP-" + family, parent, parent + "G", "PARENT", "CHILD"),
                Related("UP7-" + family, parent, carer, "PARENT", "CHILD"),
                Related("GRAND-" + family, child, parent + "G", "GRANDPARENT", "GRANDCHILD"));
        }

        await ShieldedFamily.OpenAsync(hub, "analyst", child);
        _ = await hub.UntilAsync(
            "analyst", $$"""{ person(id: "{{family}}2") { id } }""", IsThere);
    }

    private static FactDraft Adult(string id) => PeopleIndex.Draft(
        id, "PersonRecord", [id], new { name = "Max Wray", dateOfBirth = "1965-02-03" });

    private static FactDraft Related(
        string id, string from, string to, string type, string inverse, bool cares = false) => PeopleIndex.Draft(
        id, "RelationshipRecord", [from, to], new
        {
            from,
            to,
            type,
            inverse,
            certainty = "CONFIRMED",
            source = "birth registration",
            isCarer = cares,
        });
}
