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
}
