using Aggregator.Hub.Rules;
using Xunit;

namespace Aggregator.Hub.Tests;

// Records of somebody who is shielded and of no circle.
public sealed partial class ShieldedCircleTests
{
    private const string Stranger = "P77";

    private static readonly Who Gp = new("gp", "GP", "GP");

    [Fact]
    public async Task What_was_coded_from_a_record_that_is_somebody_shieldeds_alone_counts_for_nobody_in_it()
    {
        var with = Changed(fact => fact with { RecordOf = [Stranger] });
        var open = await WorkedAsync(Decides, with);
        await ShieldAsync(Stranger);

        var without = await WorkedAsync(Decides, Changed(_ => null));
        Assert.NotEqual(without, open);
        Assert.Equal(without, await WorkedAsync(Decides, with));
    }

    [Fact]
    public async Task What_was_coded_from_a_record_that_is_somebody_elses_too_counts()
    {
        await ShieldAsync(Stranger);

        Assert.Equal(
            await WorkedAsync(Decides, _case.At(At)),
            await WorkedAsync(Decides, Changed(fact => fact with { RecordOf = [Stranger, "P2"] })));
    }

    [Fact]
    public async Task No_record_rests_on_a_referral_that_is_somebody_shieldeds()
    {
        var with = Changed(fact => fact with { Referral = fact.Referral! with { Person = Stranger } });
        var open = await WorkedAsync(Decides, with);
        await ShieldAsync(Stranger);

        var without = await WorkedAsync(Decides, Changed(fact => fact with { Referral = null }));
        Assert.NotEqual(without, open);
        Assert.Equal(without, await WorkedAsync(Decides, with));
    }

    [Theory]
    [InlineData(Stranger, false)]
    [InlineData("P1", true)]
    [InlineData(null, true)]
    public async Task What_is_coded_of_a_child_counts_for_that_child_or_for_any_where_it_says_of_none(
        string? of, bool counts)
    {
        var cards = await CardsAsync(Gp, Held(of));
        var answer = await WorkedAsync(Gp, Held(of));

        Assert.Equal(counts, cards.Any(card => card.StartsWith("CHILD_IMPACT_DA", StringComparison.Ordinal)));
        Assert.Equal(counts, answer.Contains("child held during an assault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_coded_of_somebody_shielded_alone_is_said_of_nobody()
    {
        await ShieldAsync(Stranger);

        Assert.Equal(await WorkedAsync(Gp, Impacts(_ => null)), await WorkedAsync(Gp, Held(Stranger)));
    }

    private RuleInput Held(string? of) => Impacts(fact => fact with
    {
        ChildImpact = [new CodedImpact(of, ChildImpactCode.HeldDuringAbuse)],
    });

    // The case with what says something of a child made into something else, or nothing.
    private RuleInput Impacts(Func<SafeguardingFact, SafeguardingFact?> change)
    {
        var whole = _case.At(At);
        return whole with
        {
            Facts = [.. whole.Facts.Select(fact => fact.SaysOfAChild ? change(fact) : fact).OfType<SafeguardingFact>()],
        };
    }

    // The case with what was coded of referrals made into something else, or nothing.
    private RuleInput Changed(Func<SafeguardingFact, SafeguardingFact?> change)
    {
        var whole = _case.At(At);
        return whole with
        {
            Facts =
            [
                .. whole.Facts.Select(fact => fact.Referral is null ? fact : change(fact)).OfType<SafeguardingFact>(),
            ],
        };
    }
}
