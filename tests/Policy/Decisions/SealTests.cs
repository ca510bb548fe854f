using System.Collections.Immutable;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Which links open somebody who is shielded.</summary>
public class SealTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly CallerRow HealthVisitor = Row("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD");
    private static readonly CallerRow DecisionMaker = Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY");

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

        var opened = Opened("P1", facts, HealthVisitor);

        Assert.Equal(isHidden, opened.Hidden.Contains("P1"));
        Assert.Equal(isHidden, opened.Persons["P1"].Links.IsEmpty);
    }

    [Fact]
    public void Through_whom_it_may_be_known_only_that_they_are_there_a_link_leads_to_nobody()
    {
        var link = new RegisterLink("OPEN_ENQUIRY", "P1", LinkReach.View, null, null) { IsSealed = true };

        var shielded = Opened("P1", new PersonFacts { Seal = SealState.Closed, Links = [link] }, DecisionMaker);
        var family = Opened("P2", new PersonFacts { Links = [link] }, DecisionMaker);

        Assert.Equal(LinkReach.Presence, Assert.Single(shielded.Persons["P1"].Links).Reach);
        Assert.Empty(family.Persons["P2"].Links);
    }

    [Theory]
    [InlineData("G1", 1, true)]
    [InlineData("G1", 0, false)]
    [InlineData("G2", 1, false)]
    public void Glass_opens_the_shielded_that_the_request_names_and_that_has_not_ended(
        string glass, int ticksLeft, bool opens)
    {
        var row = new CallerRow(ShippedPolicy.Table, DecisionMaker.Caller with { BreakGlass = "G1" }, Now);
        var facts = new PersonFacts
        {
            Seal = SealState.Closed,
            BreakGlass = new BreakGlassFact(glass, Now.AddTicks(ticksLeft)),
        };

        var opened = Opened("P1", facts, row);

        Assert.Equal(opens, opened.Persons["P1"].BreakGlass is not null);
        Assert.Equal(!opens, opened.Sealed.Contains("P1"));
    }

    private static RegisterAnswer Opened(string person, PersonFacts facts, CallerRow row) => Seal.Open(
        new RegisterAnswer(
            RegisterState.Current, ImmutableDictionary<string, PersonFacts>.Empty.Add(person, facts), []),
        row);

    private static CallerRow Row(string role, string agency, string purpose) => new(
        ShippedPolicy.Table,
        new Caller { Role = role, Agency = agency, Subject = "caller", Recipient = "desk", Purpose = purpose },
        Now);
}
