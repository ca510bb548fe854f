using System.Globalization;
using Xunit;

namespace Aggregator.Gateway.Tests.CaseView;

/// <summary>A circle has a limit of 20: nothing is concluded from what nobody was asked.</summary>
public class LargeHouseholdTests
{
    private const string Query = """
        { child(id: "P1") {
            circle { relation } circleLeftOut
            alerts { rule mayBeIncomplete } knowledgeMatrix { concern mayBeIncomplete } firstScreen { mayBeIncomplete }
        } }
        """;

    [Fact]
    public async Task Where_the_circle_was_cut_rules_say_that_there_may_be_more_and_no_source_is_missing()
    {
        await using var hub = await OtherHub.StartAsync();
        var whole = await hub.AskAsync("decision-maker", Query);
        await MoveInAsync(hub, 25);

        var cut = await hub.AskAsync("decision-maker", Query);

        Assert.Equal(["0"], whole.Texts("child.circleLeftOut"));
        Assert.DoesNotContain("true", whole.Texts("child.alerts.mayBeIncomplete"));
        Assert.Equal(20, cut.All("child.circle").Count);
        Assert.NotEqual(["0"], cut.Texts("child.circleLeftOut"));
        Assert.NotEmpty(cut.Texts("child.alerts.mayBeIncomplete"));
        Assert.All(cut.Texts("child.alerts.mayBeIncomplete"), incomplete => Assert.Equal("true", incomplete));
        Assert.All(cut.Texts("child.knowledgeMatrix.mayBeIncomplete"), incomplete => Assert.Equal("true", incomplete));
        Assert.Equal(["true"], cut.Texts("child.firstScreen.mayBeIncomplete"));
        Assert.True((bool)cut["extensions"]!["disclosure"]!["complete"]!);
    }

    private static Task MoveInAsync(OtherHub hub, int count)
    {
        var persons = Enumerable.Range(700, count)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"P{number}")).ToList();
        return PeopleIndex.WriteAsync(
            hub,
            persons,
            [
                .. persons.Select(person => PeopleIndex.Draft(
                    person, "PersonRecord", [person], new { name = "Robin Vale", dateOfBirth = "1990-01-02" })),
                .. persons.Select(person => PeopleIndex.Draft(
                    "RES-" + person, "ResidenceRecord", [person], new { resident = person, kind = "PRIMARY" }) with
                {
                    ParentId = "A1",
                }),
            ]);
    }
}
