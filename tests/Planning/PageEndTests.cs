using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.Planning.Tests;

public class PageEndTests
{
    private static readonly Supergraph Agencies = PlanCase.Agencies();

    [Theory]
    [InlineData("nodes { id } pageInfo { hasNextPage endCursor }")]
    [InlineData("pageInfo: nodes { id endCursor: agency } endCursor: pageInfo { nodes: endCursor }")]
    public void Whoever_can_give_items_of_which_nothing_is_asked_is_asked_where_its_page_ended(string selection)
    {
        var plan = Plan(selection, "Handover");

        var merge = Assert.Single(plan.Steps.OfType<MergeStep>());
        var asked = Assert.Single(merge.Contributors, part => !part.PageEnd.Segments.IsEmpty);
        Assert.Equal("community-health", asked.Subgraph.Name);
        Assert.All(plan.Steps.OfType<FetchStep>(), fetch => Assert.Equal(
            fetch.Subgraph == asked.Subgraph,
            fetch.Asks.Contains(new AskedCoordinate("PageInfo.endCursor", "", true))));
        Assert.Empty(PlanChecker.Check(plan, Agencies));
    }

    [Fact]
    public void Nobody_is_asked_where_a_page_ended_when_something_is_asked_of_every_item()
    {
        var plan = Plan("nodes { id } pageInfo { hasNextPage endCursor }", null);

        Assert.DoesNotContain("endCursor{", PlanPrinter.Print(plan), StringComparison.Ordinal);
        Assert.All(plan.Steps.OfType<MergeStep>(), merge =>
            Assert.All(merge.Contributors, part => Assert.Empty(part.PageEnd.Segments)));
    }

    [Fact]
    public void A_page_end_that_no_contributor_gives_is_found()
    {
        var plan = Plan("nodes { id }", "Handover");
        var merge = Assert.Single(plan.Steps.OfType<MergeStep>());
        var lost = new QueryPlan
        {
            Kind = plan.Kind,
            Slots = [.. plan.Slots, "nowhere"],
            Response = plan.Response,
            Steps = plan.Steps.SetItem(merge.Id, new MergeStep
            {
                Id = merge.Id,
                DependsOn = merge.DependsOn,
                Coordinate = merge.Coordinate,
                Target = merge.Target,
                Slot = merge.Slot,
                Over = merge.Over,
                Contributors = [.. merge.Contributors.Select(part => part with
                {
                    PageEnd = new DataPath([new PathSegment(plan.Slots.Length, [])]),
                })],
                OrderBy = merge.OrderBy,
                Key = merge.Key,
                Connection = merge.Connection,
                First = merge.First,
                After = merge.After,
            }),
        };

        Assert.Contains(PlanFaultCodes.UnwrittenSlot, PlanChecker.Check(lost, Agencies).Select(fault => fault.Code));
    }

    private static QueryPlan Plan(string selection, string? refused)
    {
        var operation = PlanCase.Validated(
            $$"""{ person(id: "P1") { chronology(first: 5) { {{selection}} } } }""", Agencies);
        var outcome = Planner.Plan(
            PermittedBuilder.Build(operation, Agencies, new AllBut(refused)), new PlanningGraph(Agencies));
        Assert.Empty(outcome.Errors);
        return outcome.Plan!;
    }

    /// <summary>Lets everything through but one type.</summary>
    private sealed class AllBut(string? refused) : IFieldRules
    {
        public FieldVerdict Rule(TypeDefinition type, ValidField field, FieldRuling above) =>
            new(FieldRuling.Clear, type.Field(field.Name) ?? field.Definition);

        public bool Admits(TypeDefinition type, FieldRuling above) => type.Name != refused;

        public ImmutableArray<InternalSelection> Needs(TypeDefinition type, FieldRuling above, bool isListed) => [];

        public ImmutableArray<ProbedClass> Probed(ValidField field) => [];
    }
}
