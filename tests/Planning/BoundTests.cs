using System.Text;
using Aggregator.Composition;
using Aggregator.Schema;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.Planning.Tests;

public class BoundTests
{
    private const int Subgraphs = 4;
    private const int Types = 12;

    private static readonly Supergraph Nodes = Compose();

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Work_grows_with_depth_and_not_with_the_ways_to_get_there(int depth)
    {
        var operation = OpenScreen.Permit(PlanCase.Validated(Deep(depth), Nodes), Nodes);
        var reader = new WantReader(new PlanningGraph(Nodes));
        var wants = reader.Read(operation.Fields);

        var weaver = new Weaver(new PlanningGraph(Nodes), PlannerOptions.Default, operation, reader.ResponseKeys);
        weaver.Weave(wants);

        Assert.Empty(weaver.Errors);
        Assert.InRange(weaver.Router.Looked, 1, 3000 + (depth * 1500));
    }

    [Fact]
    public void A_deep_plan_over_many_types_passes_the_checker()
    {
        var outcome = Planner.Plan(OpenScreen.Permit(PlanCase.Validated(Deep(6), Nodes), Nodes), Nodes);

        Assert.Empty(outcome.Errors);
        Assert.Empty(PlanChecker.Check(outcome.Plan!, Nodes));
    }

    [Fact]
    public void Fragments_that_double_at_every_level_are_refused_and_not_followed()
    {
        var text = new StringBuilder("{ node ");
        for (var level = 0; level < 20; level++)
        {
            _ = text.Append("{ ... on T0 { next { id } } next ");
        }

        _ = text.Append("{ id }").Append('}', 21);

        var outcome = Planner.Plan(OpenScreen.Permit(PlanCase.Validated(text.ToString(), Nodes), Nodes), Nodes);

        Assert.Equal(PlanningErrorCodes.TooLarge, Assert.Single(outcome.Errors).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Requirements_of_requirements_are_weighed_once_for_each_place(bool inCircles)
    {
        const int Fields = 64;
        var supergraph = Requiring(Fields, inCircles);
        var text = $"{{ thing {{ f{Fields - 1} }} }}";
        var operation = OpenScreen.Permit(PlanCase.Validated(text, supergraph), supergraph);
        var reader = new WantReader(new PlanningGraph(supergraph));
        var wants = reader.Read(operation.Fields);

        var weaver = new Weaver(new PlanningGraph(supergraph), PlannerOptions.Default, operation, reader.ResponseKeys);
        weaver.Weave(wants);

        Assert.Empty(weaver.Errors);
        Assert.InRange(weaver.Router.Weighed, Fields, Fields * Fields * Fields);
        Assert.Empty(PlanChecker.Check(Planner.Plan(operation, supergraph).Plan!, supergraph));
    }

    [Fact]
    public void Improving_the_plans_of_generated_operations_stays_within_the_budget()
    {
        var options = PlannerOptions.Default with { NodeBudget = 2_000 };
        for (var (seed, done) = (1, 0); done < 300; seed++)
        {
            var random = new Random(seed);
            if (RandomCase.Compose(new SubgraphGenerator(random).Next()) is not { } supergraph)
            {
                continue;
            }

            var graph = new PlanningGraph(supergraph);
            for (var number = 0; number < 10; number++, done++)
            {
                var text = OperationGenerator.Query(supergraph.Api, random);
                if (OperationValidator.Validate(text, null, supergraph.Api, OperationLimits.Default).Operation
                    is not { } valid)
                {
                    continue;
                }

                var operation = OpenScreen.Permit(valid, supergraph);
                var reader = new WantReader(graph);
                var wants = reader.Read(operation.Fields);
                var made = new List<Weaver>();
                _ = Improver.Weave(
                    () =>
                    {
                        made.Add(new Weaver(graph, options, operation, reader.ResponseKeys));
                        return made[^1];
                    },
                    wants,
                    options);

                // The plan that the budget ends at is still finished.
                var looked = made.Select(weaver => weaver.Router.Looked).ToList();
                Assert.True(looked.Sum() <= options.NodeBudget + looked.Max(), $"seed {seed}: {looked.Sum()}\n{text}");
                Assert.True(looked.Max() <= 10_000, $"seed {seed}: {looked.Max()} for one plan\n{text}");
            }
        }
    }

    // Each field needs all that the other subgraph has before it: the chains of requirements are without number.
    // In circles a third subgraph has every third field too, if only it is given what may need that field.
    private static Supergraph Requiring(int fields, bool inCircles)
    {
        var sources = Enumerable.Range(0, inCircles ? 3 : 2).Select(subgraph =>
        {
            var text = new StringBuilder("extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", ")
                .Append("import: [\"@key\", \"@external\", \"@requires\", \"@shareable\"])\n")
                .Append(subgraph == 0 ? "type Query { thing: Thing }\n" : "")
                .Append("type Thing @key(fields: \"id\") { id: ID!\n");
            for (var field = 0; field < fields; field++)
            {
                var needed = Enumerable.Range(0, fields).Where(other => subgraph == 2
                    ? other % 3 == 1
                    : other < field && other % 2 != subgraph).Select(other => $"f{other}");
                var requires = field > 0 ? $" @requires(fields: \"{string.Join(' ', needed)}\")" : "";
                var (isOwn, isNeeded) = subgraph == 2
                    ? (field % 3 == 0, field % 3 == 1)
                    : (field % 2 == subgraph, field < fields - 1);
                _ = isOwn ? text.Append($"f{field}: Int @shareable{requires}\n")
                    : isNeeded ? text.Append($"f{field}: Int @external\n") : text;
            }

            return new SubgraphSource($"s{subgraph}", "", text.Append('}').ToString());
        });
        var composed = Composer.Compose([.. sources]);
        return PlanCase.Read(composed.SupergraphSdl ?? string.Join('\n', composed.Errors));
    }

    private static string Deep(int depth) => "{ node "
        + string.Concat(Enumerable.Repeat("{ id next ", depth)) + "{ id label }" + new string('}', depth + 1);

    // Every object type is known everywhere, but only one subgraph in turn answers what comes next.
    private static Supergraph Compose() => PlanCase.Read(Composer.Compose(
    [
        .. Enumerable.Range(0, Subgraphs).Select(subgraph => new SubgraphSource($"s{subgraph}", "", Sdl(subgraph))),
    ]).SupergraphSdl!);

    private static string Sdl(int subgraph)
    {
        var text = new StringBuilder("extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", ")
            .Append("import: [\"@key\", \"@external\"])\n");
        _ = text.Append(subgraph == 0 ? "type Query { node: Node }\n" : "")
            .Append(subgraph == 0
                ? "interface Node { id: ID! next: Node label: String }\n"
                : "interface Node { id: ID! }\n");
        for (var type = 0; type < Types; type++)
        {
            var owns = type % Subgraphs == subgraph;
            _ = text.Append($"type T{type} implements Node @key(fields: \"id\") {{ id: ID! ")
                .Append(owns ? "next: Node label: String "
                    : subgraph == 0 ? "next: Node @external label: String @external " : "")
                .Append("}\n");
        }

        return text.ToString();
    }
}
