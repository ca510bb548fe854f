using Aggregator.Hub.Rules;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>When a card says that it is overdue.</summary>
public class OverdueTests
{
    private readonly CaseFile _case = CaseFile.Read("demonstration");

    [Fact]
    public void Card_that_nobody_answered_by_its_reply_by_is_overdue_whatever_its_rule()
    {
        var late = Cards("D+49 18:00").Where(card => card.Show.ReplyBy < card.AsAt).ToArray();

        Assert.Contains(late, card => card.Rule == RuleCode.DecisionCheck);
        Assert.Contains(late, card => card.Rule == RuleCode.ClusterU2);
        Assert.All(late, card => Assert.True(card.Overdue, card.Rule.ToString()));
    }

    [Fact]
    public void Card_about_a_baby_is_overdue_after_the_hours_that_it_asks_a_reply_within()
    {
        Assert.False(SelfHarm("D+1 02:00").Overdue);
        Assert.True(SelfHarm("D+1 02:30").Overdue);
    }

    [Fact]
    public void Card_that_was_answered_is_no_longer_overdue_for_want_of_a_reply()
    {
        var input = _case.At("D+49 18:00");
        var open = AlertDesk.Cards(new Evidence(input)).Single(IsCluster);
        var reply = new ReplyFact(
            open.Rule, AgencyCode.HUB, input.AsAt, true, null, [.. open.Because.Select(cause => cause.RecordId)]);
        var register = input.Register with { Replies = [.. input.Register.Replies, reply] };

        var answered = AlertDesk.Cards(new Evidence(input with { Register = register })).Single(IsCluster);

        Assert.True(open.Overdue);
        Assert.False(answered.Overdue);
    }

    [Fact]
    public void Rules_look_again_when_the_reply_to_a_card_is_due()
    {
        var evidence = new Evidence(_case.At("D+1 02:00"));

        Assert.Equal("D+1 02:15", _case.Clock.Print(DueTimes.Next(evidence)!.Value));
    }

    private static bool IsCluster(Alert card) =>
        card is { Rule: RuleCode.ClusterU2, Recipient: AgencyCode.HUB };

    private IReadOnlyList<Alert> Cards(string asAt) => AlertDesk.Cards(new Evidence(_case.At(asAt)));

    private Alert SelfHarm(string asAt) =>
        Cards(asAt).Single(card => card is { Rule: RuleCode.ParentSelfHarm, Recipient: AgencyCode.HUB });
}
