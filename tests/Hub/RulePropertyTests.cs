using Aggregator.Hub.Rules;
using CsCheck;
using NodaTime;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What must hold whatever the facts. A failing run prints the seed that repeats it.</summary>
public class RulePropertyTests
{
    private static readonly CaseFile Case = CaseFile.Read("demonstration");
    private static readonly Instant First = Case.Clock.When("D-112 00:00");

    // Any part of the case, at any hour of its half-year, with any sources missing.
    private static readonly Gen<RuleInput> Inputs =
        from hours in Gen.Int[0, 24 * 240]
        from kept in Gen.Bool.Array[Case.At("D+200").Facts.Count]
        from missing in Gen.Enum<AgencyCode>().Array[0, 3]
        let whole = Case.At("D+200")
        select whole with
        {
            AsAt = First + Duration.FromHours(hours),
            Facts = [.. whole.Facts.Where((_, index) => kept[index])],
            Missing = [.. missing.Distinct()],
        };

    [Fact]
    public void Order_of_facts_does_not_matter() =>
        Inputs.SelectMany(input => Gen.Shuffle(input.Facts.ToArray()).Select(facts => (input, facts)))
            .Sample(one => Print(one.input) == Print(one.input with { Facts = one.facts }), iter: 200);

    [Fact]
    public void Facts_given_twice_change_nothing() =>
        Inputs.Sample(
            input => Print(input) == Print(input with { Facts = [.. input.Facts, .. input.Facts] }), iter: 200);

    [Fact]
    public void Missing_source_hides_no_card() =>
        Inputs.SelectMany(_ => Gen.Enum<AgencyCode>(), (input, source) => (input, source))
            .Sample(
                one => Keys(one.input).All(Keys(Without(one.input, one.source)).Contains), iter: 200);

    [Fact]
    public void Missing_source_makes_no_negative_a_positive() =>
        Inputs.SelectMany(_ => Gen.Enum<AgencyCode>(), (input, source) => (input, source))
            .Sample(
                one => Cells(one.input).Zip(Cells(Without(one.input, one.source)))
                    .All(pair => pair.First.State == pair.Second.State ||
                        (IsNegative(pair.First) && pair.Second.State == KnowledgeState.CannotTell)),
                iter: 200);

    [Fact]
    public void Negative_that_rests_on_a_silent_source_cannot_be_told() =>
        Inputs.Sample(
            input => KnowledgeMatrix.Read(new Evidence(input)).All(row => row.Cells.All(cell =>
                cell.State is not (KnowledgeState.NotTold or KnowledgeState.NoInvolvementFound) ||
                !row.Facts.Select(fact => fact.Agency).Append(cell.Agency).Any(input.Missing.Contains))),
            iter: 200);

    [Fact]
    public void Card_never_says_that_a_silent_agency_was_not_told() =>
        Inputs.Sample(
            input => AlertDesk.Cards(new Evidence(input)).SelectMany(card => card.Missing)
                .Where(item => item.Code == MissingCode.NotInformed && input.Missing.Contains(item.Agency!.Value))
                .All(item => item.CannotTell),
            iter: 200);

    [Fact]
    public void What_is_recorded_later_does_not_change_an_earlier_view() =>
        Inputs.Sample(
            input => Print(input) == Print(input with
            {
                Facts = [.. input.Facts.Where(fact => fact.HeldFrom <= input.AsAt)],
            }),
            iter: 200);

    [Fact]
    public void Whoever_held_a_concern_still_holds_it_later() =>
        Inputs.SelectMany(_ => Gen.Int[1, 24 * 60], (input, hours) => (input, hours)).Sample(
            one => Held(one.input).IsSubsetOf(
                Held(one.input with { AsAt = one.input.AsAt + Duration.FromHours(one.hours) })),
            iter: 200);

    private static RuleInput Without(RuleInput input, AgencyCode source) =>
        input with { Missing = [.. input.Missing.Append(source).Distinct()] };

    private static bool IsNegative(KnowledgeCell cell) =>
        cell.State is KnowledgeState.NotTold or KnowledgeState.NoInvolvementFound or KnowledgeState.CannotTell;

    private static HashSet<string> Held(RuleInput input) =>
        [.. KnowledgeMatrix.Read(new Evidence(input)).Where(row => row.Concern != "K10")
            .SelectMany(row => row.Cells.Where(cell => cell.State == KnowledgeState.Held)
                .Select(cell => $"{row.Concern} {cell.Agency}"))];

    private static IEnumerable<KnowledgeCell> Cells(RuleInput input) =>
        KnowledgeMatrix.Read(new Evidence(input)).SelectMany(row => row.Cells);

    private static HashSet<string> Keys(RuleInput input) =>
        [.. AlertDesk.Cards(new Evidence(input)).Select(card => $"{card.Id} {card.Recipient}")];

    private static string Print(RuleInput input) => CasePrint.Print(Case, new Evidence(input));
}
