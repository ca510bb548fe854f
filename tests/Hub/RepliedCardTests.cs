using Aggregator.Hub.Rules;
using NodaTime;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What a reply says of a card that does not show the records it rests on.</summary>
public class RepliedCardTests
{
    private readonly CaseFile _case = CaseFile.Read("demonstration");

    [Theory]
    [InlineData("POL-I2")]
    [InlineData("POL-I2 THX-S1")]
    [InlineData("POL-I1")]
    [InlineData("NO-SUCH")]
    [InlineData("")]
    public void Card_that_shows_no_records_is_answered_whichever_records_a_reply_names(string records)
    {
        var input = CaseFile.Read("other-family").At("D+11 12:00");
        Alert Card(Instant at) => Assert.Single(
            Cards(input, RuleCode.UnbornLink, at, records), card => card.Recipient == AgencyCode.HV);
        var fired = Card(Instant.MinValue).FiredAt;

        Assert.Equal(AlertState.Acknowledged, Card(fired).State);
        Assert.Equal(AlertState.Open, Card(fired - Duration.FromSeconds(1)).State);
    }

    [Fact]
    public void Reply_without_records_is_to_the_card_as_it_had_fired_and_what_fires_later_opens_it_again()
    {
        var fired = Cluster("D+49 18:00", Instant.MinValue).FiredAt;

        Assert.Equal(AlertState.Acknowledged, Cluster("D+49 18:00", fired).State);
        Assert.Equal(AlertState.Open, Cluster("D+49 18:00", fired - Duration.FromSeconds(1)).State);
    }

    private Alert Cluster(string asAt, Instant replied) => Assert.Single(
        Cards(_case.At(asAt), RuleCode.ClusterU2, replied, ""), card => card.Recipient == AgencyCode.HV);

    // As the health visitors replied.
    private static IEnumerable<Alert> Cards(RuleInput input, RuleCode rule, Instant replied, string records)
    {
        var reply = new ReplyFact(
            rule, AgencyCode.HV, replied, false, null, records.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return AlertDesk.Cards(new Evidence(input with
        {
            Register = input.Register with { Replies = [.. input.Register.Replies, reply] },
        })).Where(card => card.Rule == rule);
    }
}
