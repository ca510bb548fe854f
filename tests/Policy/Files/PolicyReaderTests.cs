using Xunit;

namespace Aggregator.Policy.Tests;

public class PolicyReaderTests
{
    [Fact]
    public void Shipped_policy_has_no_mistakes() =>
        Assert.Empty(PolicyReader.Read(ShippedPolicy.Texts).Faults.Select(fault => fault.ToString()));
}
