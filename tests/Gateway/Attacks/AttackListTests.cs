using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>The list of attacks names tests that exist, and every attack test is in the list.</summary>
public class AttackListTests
{
    private const string List = "attacks.md";

    [Fact]
    public void Every_test_that_the_list_of_attacks_names_exists() => Assert.Empty(ListedTests.Missing(List));

    [Fact]
    public void Every_attack_test_is_in_the_list()
    {
        var tests = ListedTests.Here(
            type => type.Namespace == typeof(AttackListTests).Namespace && type != typeof(AttackListTests));

        Assert.Empty(tests.Except(ListedTests.In(ListedTests.Document(List))));
    }
}
