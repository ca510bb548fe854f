using System.Text.Json;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>For whom the stage of an enquiry counts.</summary>
public sealed partial class CommandTests
{
    [Fact]
    public async Task Stage_of_one_childs_case_is_not_that_of_a_half_siblings()
    {
        var changed = await DoAsync(
            """changeStage(enquiry: "HUB-E-1", stage: S47, decision: "strategy discussion")""", Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var ownVisitor = await DecideAsync(new Who("health-visitor", "HV", "HEALTH_VISITOR"), "P1");
        var carer = await DecideAsync(new Who("health-visitor", "HV", "HEALTH_VISITOR"), "P2");
        var sibling = await DecideAsync(new Who("social-worker", "CSC", "SOCIAL_WORKER"), "P4");
        var otherVisitor = await DecideAsync(new Who("health-visitor-2", "HV", "HEALTH_VISITOR"), "P4");

        Assert.Empty(Problems(changed));
        Assert.All([ownVisitor, carer, sibling], facts => Assert.Equal("S47", facts.GetProperty("stage").GetString()));
        Assert.False(otherVisitor.TryGetProperty("stage", out var stage) && stage.ValueKind == JsonValueKind.String);
        Assert.NotEmpty(otherVisitor.GetProperty("links").EnumerateArray());
    }

    [Theory]
    [InlineData("HUB-E-1", "P4", "P5", null)]
    [InlineData("HUB-E-1", "P4", "P4", null)]
    [InlineData("HUB-E-1", "P4", "P3", "S47")]
    [InlineData(null, "P4", "P3", null)]
    [InlineData(null, "P4", "P5", "S47")]
    public async Task Stage_is_that_of_the_cases_that_open_the_person(
        string? enquiry, string other, string person, string? stage)
    {
        var opened = await DoAsync(
            $$"""openEnquiry(child: "{{other}}", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""", Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = await DoAsync(
            $"""
            changeStage(enquiry: "{enquiry ?? opened.GetProperty("id").GetString()}", stage: S47,
              decision: "strategy discussion")
            """,
            Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var facts = await DecideAsync(new Who("social-worker", "CSC", "SOCIAL_WORKER"), person);

        Assert.Empty(Problems(changed));
        Assert.Equal(stage ?? "CONTACT", facts.GetProperty("stage").GetString());
    }

    [Fact]
    public async Task Broken_glass_opens_no_later_stage_than_that_of_the_persons_own_familys_case()
    {
        _ = await DoAsync("""changeStage(enquiry: "HUB-E-1", stage: S47, decision: "strategy discussion")""", Dm);
        _ = await DoAsync("""openBreakGlass(person: "P5", reason: CHILD_MISSING, text: "not seen since noon")""", Dm);
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var facts = await DecideAsync(Dm, "P5");

        Assert.NotEqual(default, facts.GetProperty("breakGlass"));
        Assert.False(facts.TryGetProperty("stage", out var stage) && stage.ValueKind == JsonValueKind.String);
    }

    [Theory]
    [InlineData("P1", "S47")]
    [InlineData("P2", null)]
    [InlineData("P3", null)]
    [InlineData("P6", null)]
    public async Task Broken_glass_alone_opens_the_stage_of_the_case_about_that_very_person_only(
        string person, string? stage)
    {
        _ = await DoAsync("""changeStage(enquiry: "HUB-E-1", stage: S47, decision: "strategy discussion")""", Dm);

        await BreakAsync(Emergency, person);

        Assert.Equal(stage, await StageAsync(Emergency, person));
    }

    [Theory]
    [InlineData("U4", "P4")]
    [InlineData("P4", "U4")]
    public async Task Broken_glass_opens_the_stage_of_a_childs_case_by_any_of_its_ids(string enquired, string opened)
    {
        await EnquireAsync(enquired);

        await BreakAsync(Emergency, opened);

        Assert.Equal("S47", await StageAsync(Emergency, opened));
    }

    [Theory]
    [InlineData("P5")]
    [InlineData("P3")]
    public async Task Who_is_shown_alerts_alone_of_a_child_does_not_learn_the_stage_of_its_case(string linked)
    {
        var who = new Who("midwife-2", "MID", "MIDWIFE");
        _ = await DoAsync("""changeStage(enquiry: "HUB-E-1", stage: S47, decision: "strategy discussion")""", Dm);
        await LinkAsync(linked, who, "CASELOAD");

        Assert.Null(await StageAsync(who, "P1"));
    }
}
