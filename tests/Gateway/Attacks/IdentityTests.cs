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
