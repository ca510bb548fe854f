using System.Globalization;
using System.Text;
using Aggregator.Composition;
using Aggregator.Planning;
using Aggregator.Planning.Tests;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Benchmarks;

/// <summary>
/// What the most expensive plans cost: of operations over random schemas, and of families of schemas and operations
/// that are made to have ways without number, at sizes that double.
/// </summary>
internal static class WorstPlans
{
    private const string Link = "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.5\", "
        + "import: [\"@key\", \"@external\", \"@requires\", \"@shareable\"])\n";

    // Each makes the subgraphs' SDL and the operation of a size.
    private static readonly (string Name, int[] Sizes, Func<int, (string[], string)> Make)[] Families =
    [
        ("a field that all of N subgraphs have, below N fields of that kind", [4, 8, 16, 32], Shared),
        ("N keys in a chain, each known to one subgraph more", [4, 8, 16, 32], Keys),
        ("N fields that each require all before them, in two subgraphs", [8, 16, 32, 64], Requirements),
        ("N levels of an interface of twelve types in four subgraphs", [4, 8, 16, 30], Levels),
        ("N fragments of types at each of four levels", [2, 4, 8, 12], Fragments),
    ];

    public static void Print(int schemas)
    {
        foreach (var budget in new[] { PlannerOptions.Default.NodeBudget, 0 })
        {
            Say($"with a budget of {budget}:");
            Print(schemas, PlannerOptions.Default with { NodeBudget = budget });
        }
    }

    private static void Print(int schemas, PlannerOptions options)
    {
        foreach (var (name, sizes, make) in Families)
        {
            foreach (var size in sizes)
            {
                var (subgraphs, operation) = make(size);
                var composed = Composer.Compose(
                    [.. subgraphs.Select((sdl, number) => new SubgraphSource($"s{number:D2}", "", Link + sdl))]);
                Say($"{name}, N = {size}: {(composed.SupergraphSdl is { } sdl
                    ? Measure(new PlanningGraph(SupergraphReader.Read(sdl).Supergraph!), operation, options)
                    : string.Join('\n', composed.Errors))}");
            }
        }

        PrintRandom(schemas, options);
    }

    private static void PrintRandom(int schemas, PlannerOptions options)
    {
        var steps = 0;
        var times = new List<(double Milliseconds, int Seed)>();
        for (var seed = 1; seed <= schemas; seed++)
        {
            var random = new Random(seed);
            if (Composer.Compose(new SubgraphGenerator(random).Next()).SupergraphSdl is not { } sdl)
            {
                continue;
            }

            var graph = new PlanningGraph(SupergraphReader.Read(sdl).Supergraph!);
            for (var number = 0; number < 10; number++)
            {
                if (Valid(OperationGenerator.Query(graph.Supergraph.Api, random), graph) is { } operation)
                {
                    var (milliseconds, outcome) = Plan(operation, graph, options);
                    times.Add((milliseconds, seed));
                    steps += outcome.Plan?.Steps.Length ?? 0;
                }
            }
        }

        times.Sort();
        var (middle, late, worst) = (times[times.Count / 2], times[times.Count * 99 / 100], times[^1]);
        Say($"{times.Count} operations over random schemas (seeds 1 to {schemas}):");
        Say($"  median {middle.Milliseconds:F2} ms, 99 of 100 within {late.Milliseconds:F2} ms");
        Say($"  {steps} steps in all");
        Say($"  the worst {worst.Milliseconds:F1} ms (seed {worst.Seed})");
    }

    private static string Measure(PlanningGraph graph, string text, PlannerOptions options)
    {
        if (Valid(text, graph) is not { } operation)
        {
            return "not valid";
        }

        _ = Plan(operation, graph, options);
        var (milliseconds, outcome) = Enumerable.Range(0, 3).Select(_ => Plan(operation, graph, options))
            .MinBy(planned => planned.Milliseconds);
        var said = outcome.Plan is { } plan ? $"{plan.Steps.Length} steps" : outcome.Errors[0].Message;
        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F1} ms, {said}");
    }

    private static (double Milliseconds, PlanningOutcome Outcome) Plan(
        ValidOperation operation, PlanningGraph graph, PlannerOptions options)
    {
        var before = Environment.CpuUsage.TotalTime;
        var outcome = Planner.Plan(OpenScreen.Permit(operation, graph.Supergraph), graph, options);
        return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds, outcome);
    }

    private static ValidOperation? Valid(string text, PlanningGraph graph) =>
        OperationValidator.Validate(text, null, graph.Supergraph.Api, OperationLimits.Default).Operation;

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static (string[], string) Shared(int size) => (
        [.. Enumerable.Range(0, size).Select(subgraph => (subgraph == 0 ? "type Query { t: T }\n" : "")
            + "type T @key(fields: \"id\") { id: ID! common: String @shareable next: T @shareable "
            + $"own{subgraph}: String }}")],
        "{ t " + Repeated("{ common next ", size / 2)
            + "{ common " + Joined(size, at => $"own{at} ") + "}" + Repeated("}", size / 2) + "}");

    private static (string[], string) Keys(int size) => (
        [.. Enumerable.Range(0, size).Select(subgraph => (subgraph == 0 ? "type Query { t: T }\n" : "")
            + $"type T @key(fields: \"k{subgraph}\") @key(fields: \"k{subgraph + 1}\") "
            + $"{{ k{subgraph}: ID! k{subgraph + 1}: ID! own{subgraph}: String }}")],
        "{ t { " + Joined(size, at => $"own{at} ") + "} }");

    private static (string[], string) Requirements(int size) => (
        [.. Enumerable.Range(0, 2).Select(subgraph => (subgraph == 0 ? "type Query { t: T }\n" : "")
            + "type T @key(fields: \"id\") { id: ID! " + Joined(size, field => field % 2 == subgraph
                ? $"f{field}: Int" + (field == 0 ? " " : " @requires(fields: \""
                    + Joined(field, other => other % 2 == subgraph ? "" : $"f{other} ") + "\") ")
                : field < size - 1 ? $"f{field}: Int @external " : "") + "}")],
        $"{{ t {{ f{size - 1} }} }}");

    private static (string[], string) Levels(int size) => (Nodes(), "{ node " + Repeated("{ id next ", size)
        + "{ label }" + Repeated("}", size) + "}");

    private static (string[], string) Fragments(int size)
    {
        var each = Joined(size, at => $"... on T{at} {{ a{at}: label }} ");
        return (Nodes(), "{ node " + Repeated("{ " + each + "next ", 4) + "{ label }" + Repeated("}", 4) + "}");
    }

    // Every object type is known everywhere, but only one subgraph in turn answers what comes next.
    private static string[] Nodes() => [.. Enumerable.Range(0, 4).Select(subgraph =>
        (subgraph == 0
            ? "type Query { node: Node } interface Node { id: ID! next: Node label: String }\n"
            : "interface Node { id: ID! }\n")
        + Joined(12, type => $"type T{type} implements Node @key(fields: \"id\") {{ id: ID! "
            + (type % 4 == subgraph ? "next: Node label: String "
                : subgraph == 0 ? "next: Node @external label: String @external " : "") + "}\n"))];

    private static string Repeated(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static string Joined(int count, Func<int, string> part) =>
        string.Concat(Enumerable.Range(0, count).Select(part));
}
