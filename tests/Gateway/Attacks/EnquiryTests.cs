using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Whoever opens an enquiry has a link to the child once the index of people knows it as one; to whom else it reaches,
/// the index says and no caller.
/// </summary>
public sealed class EnquiryTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private const string Family = "{ child(id: \"P41\") { circle { relation person { id name } } } }";

    [Fact]
    public async Task Family_that_an_enquiry_opens_is_whom_the_index_knows_and_nobody_names_it()
    {
        await MeetAsync();
        var named = await OpenAsync(", members: [{ person: \"P2\", part: MAIN_CARER }]");
        var opened = await OpenAsync("");
        var before = await hub.AskAsync("analyst", Family);
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["P41"], null, default);
        var after = await hub.UntilAsync(
            "analyst", Family, answer => answer.Texts("child.circle.person.name").Length == 2);
        await LeaveAsync();
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["P41"], null, default);
        var left = await hub.UntilAsync(
            "analyst", "{ person(id: \"P42\") { name } }", answer => answer.Texts("person.name").Length == 0);

        Assert.Equal(["GRAPHQL_VALIDATION_FAILED"], named.Codes().Distinct());
        Assert.Empty(opened.Texts("openEnquiry.problems.code"));
        Assert.DoesNotContain("Jo Finch", before.Texts("child.circle.person.name"));
        Assert.Equal(["Kit Finch", "Jo Finch"], after.Texts("child.circle.person.name"));
        Assert.Empty(left.Texts("person.name"));
    }

    [Fact]
    public async Task Enquiry_about_somebody_who_is_no_child_opens_nobody()
    {
        await WriteAsync(
            ["P51", "P52"],
            PeopleIndex.Draft("P51", "PersonRecord", ["P51"], new { name = "Al Moss", dateOfBirth = "1990-02-03" }),
            PeopleIndex.Draft("P52", "PersonRecord", ["P52"], new { name = "Bo Moss", dateOfBirth = "2020-02-03" }));
        var opened = await OpenAsync("", "P51", "P52");
        var atOnce = await hub.AskAsync("analyst", Both);
        _ = await hub.Hub.Rules.Worker!.EvaluateAsync(["P51", "P52"], null, default);
        var after = await hub.UntilAsync("analyst", Both, IsNamed);

        Assert.Equal(2, opened.Texts("P51.id").Length + opened.Texts("P52.id").Length);
        Assert.Empty(atOnce.Texts("adult.name"));
        Assert.Empty(atOnce.Texts("child.name"));
        Assert.Equal(["Bo Moss"], after.Texts("child.name"));
        Assert.Empty(after.Texts("adult.name"));
    }

    [Fact]
    public async Task Child_that_belongs_to_anothers_case_is_opened_by_an_enquiry_of_its_own()
    {
        await WriteAsync(
            ["P61", "P62"],
            PeopleIndex.Draft("P61", "PersonRecord", ["P61"], new { name = "Cy Reed", dateOfBirth = "2021-02-03" }),
            PeopleIndex.Draft("P62", "PersonRecord", ["P62"], new { name = "Di Reed", dateOfBirth = "2022-02-03" }),
            PeopleIndex.Draft("A61", "AddressRecord", [], new { postcode = "ZZ6 6DD" }),
            Resident("P61") with { ParentId = "A61" },
            Resident("P62") with { ParentId = "A61" });
        _ = await OpenAsync("", "P61");
        var first = await hub.UntilAsync("analyst", "{ child(id: \"P61\") { name } }", IsNamed);
        _ = await hub.AskAsync("health-desk", """
            mutation {
              openEnquiry(child: "P62", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { problems { code } }
            }
            """);
        var second = await hub.UntilAsync("health-desk", "{ child(id: \"P62\") { name } }", IsNamed);

        Assert.Equal(["Cy Reed"], first.Texts("child.name"));
        Assert.Equal(["Di Reed"], second.Texts("child.name"));
    }

    [Theory]
    [InlineData("NOBODY-71", "analyst", "")]
    [InlineData("NOBODY-72", "health-desk", "UNKNOWN_ENTRY")]
    public async Task Enquiry_that_opened_nothing_is_closed_by_whoever_opened_it(string id, string closer, string codes)
    {
        var enquiry = (await OpenAsync("", id.Replace('-', '_'))).Texts($"{id.Replace('-', '_')}.id").Single();
        var closed = await hub.AskAsync(closer, $$"""
            mutation { closeEnquiry(enquiry: "{{enquiry}}", reason: "a wrong number") { problems { code } } }
            """);
        var again = await hub.AskAsync("analyst", $$"""
            mutation { closeEnquiry(enquiry: "{{enquiry}}", reason: "a wrong number") { problems { code } } }
            """);

        Assert.Equal(codes, string.Join(' ', closed.Texts("closeEnquiry.problems.code")));
        Assert.Equal(
            codes.Length == 0 ? ["CLOSED"] : Array.Empty<string>(), again.Texts("closeEnquiry.problems.code"));
    }

    private static bool IsNamed(JsonNode answer) => answer.Texts("child.name").Length == 1;

    private const string Both = "{ adult: person(id: \"P51\") { name } child: person(id: \"P52\") { name } }";

    private Task<JsonNode> OpenAsync(string members, params string[] children) => hub.AskAsync("analyst", "mutation {"
        + string.Join(' ', (children.Length == 0 ? ["openEnquiry"] : children).Select(name => $$"""
            {{name}}: openEnquiry(
              child: "{{(children.Length == 0 ? "P41" : name)}}", contact: "telephone",
              purpose: "SAFEGUARD_ENQUIRY"{{members}}) { id problems { code } }
            """)) + "}");

    // A family that only the index of people knows.
    private Task MeetAsync() => WriteAsync(
        ["P41", "P42"],
        PeopleIndex.Draft("P41", "PersonRecord", ["P41"], new { name = "Kit Finch", dateOfBirth = "2024-12-01" }),
        PeopleIndex.Draft("P42", "PersonRecord", ["P42"], new { name = "Jo Finch", dateOfBirth = "1996-02-03" }),
        Related(),
        PeopleIndex.Draft("A41", "AddressRecord", [], new { postcode = "ZZ4 4DD" }),
        Resident("P41"),
        Resident("P42"));

    private static FactDraft Resident(string person, string? until = null)
    {
        var residence = new { resident = person, kind = "PRIMARY", to = until };
        return PeopleIndex.Draft("RES-" + person, "ResidenceRecord", [person], residence) with
        {
            ParentId = "A41",
            RecordedAt = At(until),
        };
    }

    private Task LeaveAsync() => WriteAsync([], Related("2025-07-15"), Resident("P42", "2025-07-15"));

    private static FactDraft Related(string? until = null)
    {
        var relationship = new
        {
            from = "P41",
            to = "P42",
            type = "PARENT",
            inverse = "CHILD",
            certainty = "CONFIRMED",
            source = "birth registration",
            isCarer = true,
            until,
        };
        return PeopleIndex.Draft("REL-41", "RelationshipRecord", ["P41", "P42"], relationship) with
        {
            RecordedAt = At(until),
        };
    }

    private static DateTimeOffset At(string? until) =>
        until is null ? PeopleIndex.RecordedAt : PeopleIndex.RecordedAt.AddDays(3);

    private Task WriteAsync(string[] persons, params FactDraft[] facts) => PeopleIndex.WriteAsync(hub, persons, facts);
}
