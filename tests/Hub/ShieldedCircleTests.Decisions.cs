using Aggregator.Hub.Rules;
using Xunit;

namespace Aggregator.Hub.Tests;

// Decisions that name somebody who is shielded.
public sealed partial class ShieldedCircleTests
{
    [Theory]
    [InlineData(Father)]
    [InlineData("P77")]
    public async Task Whom_a_decision_names_who_is_shielded_was_not_spoken_or_written_to(string person)
    {
        var before = await WorkedAsync(Decides, Naming([DecisionGap.FatherNotSpokenTo], person));
        await ShieldAsync(person);

        Assert.DoesNotContain("FATHER_NOT_SPOKEN_TO", before, StringComparison.Ordinal);
        Assert.Contains("LETTER_NOT_REVIEWED", before, StringComparison.Ordinal);
        var without = await WorkedAsync(Decides, Naming([DecisionGap.FatherNotSpokenTo]));
        Assert.Contains("FATHER_NOT_SPOKEN_TO", without, StringComparison.Ordinal);
        Assert.Equal(without, await WorkedAsync(Decides, Naming([DecisionGap.FatherNotSpokenTo], person)));
    }

    [Fact]
    public async Task Card_that_rests_on_a_letter_to_who_is_shielded_is_kept_as_one_that_stands_only_with_them()
    {
        var rules = new Who("hub-rules", "HUB", "HUB_RULES");
        var open = await CardsAsync(rules, Naming([], "P77"));
        await ShieldAsync("P77");

        var both = await CardsAsync(rules, Naming([], "P77"));
        string[] lost = [.. open.Except(For(both, ""))];
        Assert.NotEmpty(lost);
        Assert.Equal(open.Where(card => card.StartsWith("DECISION_CHECK", StringComparison.Ordinal)), lost);
        Assert.Equal(open, For(both, "P77"));
    }

    // The case with decisions that lack these, and each spoke and wrote to these.
    private RuleInput Naming(DecisionGap[] gaps, params string[] persons)
    {
        var whole = _case.At(At);
        return whole with
        {
            Facts =
            [
                .. whole.Facts.Select(fact => fact.Referral is not { DecidedAt: not null } decided ? fact : fact with
                {
                    Referral = decided with
                    {
                        Gaps = gaps,
                        Contacts =
                        [
                            .. persons.Select(person => new DecisionContact(
                                person, [DecisionGap.FatherNotSpokenTo], [DecisionGap.LetterNotReviewed])),
                        ],
                    },
                }),
            ],
        };
    }
}
