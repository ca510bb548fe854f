using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Planning.Tests;

public class PlanCheckerTests
{
    private static readonly Supergraph Supergraph = PlanCase.Named("gathered-lists/view").Supergraph();

    private const int NeverWritten = 9_999;

    private static readonly QueryPlan Plan = Planner.Plan(
        OpenScreen.Permit(PlanCase.Named("gathered-lists/view").Operation(Supergraph), Supergraph), Supergraph).Plan!;

    [Fact]
    public void A_plan_as_the_planner_made_it_has_no_fault() => Assert.Empty(PlanChecker.Check(Plan, Supergraph));

    [Fact]
    public void A_step_that_does_not_wait_for_what_it_reads_is_found() =>
        Assert.All(Plan.Steps.OfType<FetchStep>().Where(fetch => fetch.Root is null), fetch => Assert.Contains(
            PlanFaultCodes.UnwrittenSlot, Faults(With(fetch, step => Copy(step, dependsOn: [])))));

    [Fact]
    public void A_merge_that_does_not_wait_for_a_contributor_is_found() =>
        Assert.All(Plan.Steps.OfType<MergeStep>(), merge => Assert.Contains(
            PlanFaultCodes.UnwrittenSlot, Faults(With(merge, step => Copy(step, step.DependsOn[1..])))));

    [Fact]
    public void A_representation_of_what_no_step_has_read_is_found() =>
        Assert.All(Plan.Steps.OfType<FetchStep>().Where(fetch => !fetch.Entities.IsEmpty), fetch => Assert.Contains(
            PlanFaultCodes.UnwrittenSlot, Faults(With(fetch, step => Copy(step, keySlot: NeverWritten)))));

    [Fact]
    public void Two_keys_of_one_request_that_give_the_same_slot_are_found() =>
        Assert.All(
            Plan.Steps.OfType<FetchStep>().Where(fetch => fetch is { Subgraph.Name: "gp", Entities.IsEmpty: false }),
            fetch => Assert.Contains(
                PlanFaultCodes.SlotTwice, Faults(With(fetch, step => Copy(step, givesOneSlot: true)))));

    [Fact]
    public void A_step_that_waits_for_a_later_one_is_found() => Assert.Contains(
        PlanFaultCodes.Order,
        Faults(With(Plan.Steps.OfType<FetchStep>().First(), step => Copy(step, dependsOn: [step.Id]))));

    [Fact]
    public void Every_coordinate_that_a_request_does_not_own_up_to_is_found() =>
        Assert.All(Plan.Steps.OfType<FetchStep>(), fetch => Assert.All(
            fetch.Asks.Select(ask => ask.Coordinate).Distinct(),
            coordinate => Assert.Contains(PlanFaultCodes.UnlistedCoordinate, Faults(With(fetch, step =>
                Copy(step, asks: [.. step.Asks.Where(ask => ask.Coordinate != coordinate)]))))));

    [Fact]
    public void A_field_of_the_answer_that_nothing_gives_is_found() =>
        Assert.All(Plan.Steps.OfType<FetchStep>().Where(fetch => fetch.Subgraph.Name == "hub"), fetch =>
            Assert.Contains(PlanFaultCodes.NoSource, Faults(With(fetch, step => Copy(step, keepsNothing: true)))));

    [Fact]
    public void A_coordinate_that_its_recipient_may_not_have_is_found_for_that_recipient_only()
    {
        var denied = PlanChecker.Check(Plan, Supergraph, ask =>
            ask is { Coordinate: "Person.id", Recipient: "gp" } ? Effect.Omit : Effect.Clear);

        var fault = Assert.Single(denied);
        Assert.Equal(PlanFaultCodes.Denied, fault.Code);
        Assert.Contains("`gp`", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Faults(QueryPlan plan) =>
        PlanChecker.Check(plan, Supergraph).Select(fault => fault.Code);

    private static QueryPlan With<T>(T step, Func<T, PlanStep> change)
        where T : PlanStep => new()
        {
            Kind = Plan.Kind,
            Slots = Plan.Slots,
            Response = Plan.Response,
            Steps = Plan.Steps.SetItem(step.Id, change(step)),
        };

    private static FetchStep Copy(
        FetchStep step,
        ImmutableArray<int>? dependsOn = null,
        ImmutableArray<AskedCoordinate>? asks = null,
        bool keepsNothing = false,
        bool givesOneSlot = false,
        int? keySlot = null) => new()
        {
            Id = step.Id,
            DependsOn = dependsOn ?? step.DependsOn,
            Subgraph = step.Subgraph,
            Kind = step.Kind,
            Operation = step.Operation,
            Variables = step.Variables,
            PlanVariables = step.PlanVariables,
            Root = step.Root,
            Condition = step.Condition,
            Asks = asks ?? step.Asks,
            Entities =
            [
                .. step.Entities.Select(group => new EntityGroup
                {
                    Alias = group.Alias,
                    Variable = group.Variable,
                    Paths = group.Paths,
                    Representations =
                    [
                        .. group.Representations.Select(representation => representation with
                        {
                            Fields = [.. representation.Fields.Select(field => field with
                            {
                                Slot = keySlot ?? field.Slot,
                            })],
                        }),
                    ],
                    Output = new OutputSet([.. group.Output.Fields.Where(_ => !keepsNothing).Select(field =>
                        givesOneSlot ? field with { Slot = group.Output.Fields[0].Slot } : field)]),
                    UnlessFrom = group.UnlessFrom,
                }),
            ],
        };

    private static MergeStep Copy(MergeStep step, ImmutableArray<int> dependsOn) => new()
    {
        Id = step.Id,
        DependsOn = dependsOn,
        Coordinate = step.Coordinate,
        Target = step.Target,
        Slot = step.Slot,
        Over = step.Over,
        Contributors = step.Contributors,
        OrderBy = step.OrderBy,
        Key = step.Key,
        Connection = step.Connection,
        First = step.First,
        After = step.After,
        Condition = step.Condition,
    };
}
