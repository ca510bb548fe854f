using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>Who somebody is, where no more is given than that there is somebody: neither by an id nor by a number.
/// </summary>
[Collection(LocalHubTests.Name)]
public class IdentityTests(LocalHubFixture hub)
{
    private const string Children = """{ child(id: "P1") { halfSiblings { id } childrenOfAdults { id } } }""";

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("therapist")]
    public async Task Id_of_a_half_sibling_is_the_same_before_and_after_its_birth_and_is_nobodys(string user)
    {
        var before = await hub.AskAsync(user, Children, Access.On(40));
        var after = await hub.AskAsync(user, Children, Access.On(42));

        Assert.Single(after.Texts("child.halfSiblings.id"));
        Assert.Single(after.Texts("child.childrenOfAdults.id"));
        Assert.Equal(before["data"]!.ToJsonString(), after["data"]!.ToJsonString());
        Assert.DoesNotMatch("\"[PU]4\"", after["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    [InlineData("therapist")]
    public async Task Relationships_of_the_family_do_not_tell_when_a_half_sibling_was_born(string user)
    {
        const string Question = """
            { person(id: "P3") { relationships { id sortAt type inverse since from { id } to { id } } }
              child(id: "P1") { person { relationships { id sortAt type } }
                circle { person { relationships { id sortAt type certainty } } }
                parentalResponsibility { id sortAt type } } }
            """;
        var before = await hub.AskAsync(user, Question, Access.On(40));
        var after = await hub.AskAsync(user, Question, Access.On(41));

        Assert.Empty(after.Codes());
        Assert.Equal(Comparable.Of(before.ToJsonString()), Comparable.Of(after.ToJsonString()));
        Assert.DoesNotContain("2025-07-13", after["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    // On that morning agencies matched the expected child, whom the first referral mentions, to the one that was born.
    [Theory]
    [InlineData("health-visitor")]
    [InlineData("gp")]
    public async Task How_sure_a_match_is_is_not_told_of_whom_it_is_not_told_who_it_is(string user)
    {
        const string Question = """
            { child(id: "P1") { referrals { nodes { id subjects { part match { id state } person { id } } } } } }
            """;
        var before = await hub.AskAsync(user, Question, new Access("2025-07-16T07:59:00Z"));
        var after = await hub.AskAsync(user, Question, new Access("2025-07-16T08:01:00Z"));

        Assert.Empty(after.Codes());
        Assert.Equal(Comparable.Of(before.ToJsonString()), Comparable.Of(after.ToJsonString()));
        Assert.All(after.All("child.referrals.nodes.subjects"), subject =>
            Assert.Equal(subject!["person"] is null, subject["match"] is null));
    }

    [Fact]
    public async Task How_sure_a_match_is_is_told_of_whom_it_is_told_who_it_is()
    {
        var answer = await hub.AskAsync("health-visitor", """
            { child(id: "P1") { referrals { nodes { id subjects { match { id state } person { id } } } } } }
            """);

        var told = answer.Texts("child.referrals.nodes.subjects.person.id");
        Assert.Contains("P1", told);
        Assert.Equal(told, answer.Texts("child.referrals.nodes.subjects.match.id"));
        Assert.Contains("CONFIRMED", answer.Texts("child.referrals.nodes.subjects.match.state"));
    }

    [Theory]
    [InlineData("health-visitor", "REL-1 REL-2 REL-3")]
    [InlineData("health-desk", "REL-1 REL-2 REL-3 REL-9 REL-11")]
    public async Task Relationships_within_the_family_are_given_to_who_works_with_the_child(string user, string ids)
    {
        var answer = await hub.AskAsync(
            user,
            """
            { person(id: "P3") { relationships { id to { name } } }
              child(id: "P1") { parentalResponsibility { id to { name } } } }
            """,
            Access.On(49));

        Assert.Equal(
            ids.Split(' '),
            answer.Texts("person.relationships.id").Concat(answer.Texts("child.parentalResponsibility.id")).Distinct()
                .OrderBy(id => int.Parse(id["REL-".Length..], null)));
        Assert.Contains("Jo Marlow", answer.Texts("child.parentalResponsibility.to.name"));
    }

    [Theory]
    [InlineData("gp", "P3")]
    [InlineData("therapist", "P3")]
    public async Task Numbers_of_a_person_whose_name_is_withheld_are_withheld(string user, string person)
    {
        var answer = await hub.AskAsync(user, $$"""
            { person(id: "{{person}}") { name identifiers { type value from } }
              child(id: "P1") { circle { person { identifiers { value } } } } }
            """);

        Assert.Empty(answer.Codes());
        Assert.Empty(answer.Texts("person.name"));
        Assert.DoesNotContain("9990001022", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("1996", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gp", "P2")]
    [InlineData("therapist", "P2")]
    [InlineData("health-desk", "P3")]
    public async Task Numbers_of_a_person_who_is_named_are_given_as_before(string user, string person)
    {
        var answer = await hub.AskAsync(user, $$"""{ person(id: "{{person}}") { name identifiers { value } } }""");

        Assert.Single(answer.Texts("person.name"));
        Assert.Single(answer.Texts("person.identifiers.value"));
    }
}
