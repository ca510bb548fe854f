using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Aggregator.Planning.Tests;

public class RandomCaseTests(ITestOutputHelper output)
{
    private const int OperationsPerSchema = 10;

    /// <summary>`AGGREGATOR_CASES` asks for more, `AGGREGATOR_SEED` for others; `eng/deep` sets both.</summary>
    internal static int Cases => Setting("AGGREGATOR_CASES", 1_000);

    [Fact]
    public async Task A_random_schema_split_over_subgraphs_answers_like_one_service()
    {
        var cases = Cases;
        var seed = Setting("AGGREGATOR_SEED", 1);
        output.WriteLine($"seed {seed}");
        var (done, schemas) = (0, 0);
        for (; done < cases; seed++, schemas++)
        {
            var random = new Random(seed);
            var subgraphs = new SubgraphGenerator(random).Next();
            if (RandomCase.Compose(subgraphs) is not { } supergraph)
            {
                continue;
            }

            var graph = new PlanningGraph(supergraph);
            for (var number = 0; number < OperationsPerSchema; number++, done++)
            {
                var text = OperationGenerator.Query(supergraph.Api, random);
                var (a, b) = (random.Next(2) == 0, random.Next(2) == 0);
                if (await RandomCase.FaultAsync(graph, text, a, b) is not null)
                {
                    var shrunk = await new RandomCase(subgraphs, text, a, b).ShrinkAsync();
                    Assert.Fail($"seed {seed}: {await shrunk.FaultAsync()}\n{shrunk}");
                }
            }
        }

        output.WriteLine($"{done} cases over {done / OperationsPerSchema} of {schemas} schemas");
        Assert.InRange(schemas, 1, 5 * cases / OperationsPerSchema);
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
