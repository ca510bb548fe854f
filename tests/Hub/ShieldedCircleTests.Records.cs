using Aggregator.Hub.Rules;
using Xunit;

namespace Aggregator.Hub.Tests;

// Records of somebody who is shielded and of no circle.
public sealed partial class ShieldedCircleTests
{
    private const string Stranger = "P77";

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
