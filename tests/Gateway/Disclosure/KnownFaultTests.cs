using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>Whose data something is and who somebody is: what once was given through the gateway and is not.</summary>
[Collection(LocalHubTests.Name)]
public class KnownFaultTests(LocalHubFixture hub)
{
    [Fact]
    public async Task Person_under_a_class_in_general_only_is_a_relation_and_never_a_key()
    {
        var answer = await hub.AskAsync("analyst", """
            { child(id: "P1") {
                halfSiblings { relation otherParent { id } person { id } }
                chronology { nodes { id ... on BirthNotification { mother { id } child { id } } } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.NotEmpty(answer.Texts("child.halfSiblings.relation"));
        Assert.DoesNotContain("P5", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(answer.Texts("child.halfSiblings.otherParent.id"));
        Assert.Contains("BirthNotification.mother OMIT WITHHELD", answer.Withheld());
    }

    [Fact]
    public async Task Person_named_inside_a_value_is_decided_on_like_any_other()
    {
        var answer = await hub.AskAsync("analyst", """
            { child(id: "P1") { chronology(first: 100) { nodes { id
                subjects { part person { id name dateOfBirth } } childImpact { code child { id name } } } } } }
            """);

        Assert.Empty(answer.Codes());
        var data = answer["data"]!.ToJsonString();
        Assert.DoesNotContain("\"P5\"", data, StringComparison.Ordinal);
        Assert.DoesNotContain("Reed", data, StringComparison.Ordinal);
        Assert.Contains("P3", answer.Texts("child.chronology.nodes.subjects.person.id"));
    }

    [Fact]
    public async Task Surgery_knows_its_own_patients_by_name_and_the_others_by_relation()
    {
        var answer = await hub.AskAsync("gp", """
            { child(id: "P1") { circle { relation person { id name } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.Equal(["P1", "P2"], answer.Texts("child.circle.person.id").Order());
        Assert.True(answer.Texts("child.circle.relation").Length > 2);
    }

    [Fact]
    public async Task Involvement_is_of_the_person_it_was_gathered_from()
    {
        var answer = await hub.AskAsync("health-visitor-2", """
            { child(id: "P4") { involvements { id agency service contact { team } } } }
            """);

        Assert.Empty(answer.Codes());
        var shown = answer.Texts("child.involvements.id");
        Assert.NotEmpty(shown);
        Assert.DoesNotContain("GP-INV-3", shown);
        Assert.DoesNotContain("POL", answer.Texts("child.involvements.agency"));
    }

    [Fact]
    public async Task Involvement_of_the_childs_own_family_stays()
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { involvements { agency subjects { person { id } } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.Superset(
            new HashSet<string> { "GP", "HV" }, answer.Texts("child.involvements.agency").ToHashSet());
        Assert.DoesNotContain("P5", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }
}
