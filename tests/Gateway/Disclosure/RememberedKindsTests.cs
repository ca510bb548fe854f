using System.Reflection;
using Aggregator.Hub.Register;
using Aggregator.State;
using Xunit;

namespace Aggregator.Gateway.Tests.Disclosure;

/// <summary>What ends nothing that is remembered of the register is nothing that the hub decides about access by.
/// </summary>
public class RememberedKindsTests
{
    [Fact]
    public void No_decision_about_access_rests_on_a_kind_that_ends_nothing()
    {
        Assert.NotEmpty(RegisterKinds.OfAccess);
        Assert.Empty(EpochKeeper.WithoutEffect.Intersect(RegisterKinds.OfAccess.Append(RegisterKinds.Standing)));
    }

    [Fact]
    public void Every_kind_that_ends_nothing_is_one_of_the_hubs() => Assert.Empty(
        EpochKeeper.WithoutEffect.Except(typeof(RegisterKinds)
            .GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => field.GetRawConstantValue() as string)
            .OfType<string>()));
}
