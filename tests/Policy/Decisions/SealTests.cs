using System.Collections.Immutable;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Which links open somebody who is shielded.</summary>
public class SealTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly CallerRow HealthVisitor = new(
        ShippedPolicy.Table,
        new Caller
        {
            Role = "HEALTH_VISITOR",
            Agency = "HV",
            Subject = "caller",
            Recipient = "desk",
            Purpose = "SAFEGUARD_OWN_CASELOAD",
        },
        Now);

    [Theory]
    [InlineData("CASELOAD", 1, false)]
    [InlineData("CASELOAD", 0, true)]
    [InlineData("NO_SUCH_KIND", 1, true)]
    public void Link_that_has_ended_or_that_the_policy_does_not_know_leaves_the_shielded_hidden(
        string kind, int ticksLeft, bool isHidden)
    {
        var facts = new PersonFacts
        {
            Seal = SealState.Closed,
            Links = [new RegisterLink(kind, "P1", LinkReach.View, null, Now.AddTicks(ticksLeft)) { IsSealed = true }],
        };

        var opened = Seal.Open(
            new RegisterAnswer(
                RegisterState.Current, ImmutableDictionary<string, PersonFacts>.Empty.Add("P1", facts), []),
            HealthVisitor);

        Assert.Equal(isHidden, opened.Hidden.Contains("P1"));
        Assert.Equal(isHidden, opened.Persons["P1"].Links.IsEmpty);
    }
}
