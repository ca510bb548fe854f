using System.Collections.Immutable;
using Aggregator.Fuzzing;
using Aggregator.Schema;
using Xunit;
using Xunit.Abstractions;

namespace Aggregator.Composition.Tests;

public class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_the_subgraphs_are_there_is_a_supergraph_that_can_be_read_or_there_are_errors()
    {
        var random = new Random(Mutation.Seed);
        output.WriteLine($"seed {Mutation.Seed}");
        var cases = CaseFolder.Names
            .Select(name => CaseFolder.Named(name).Sources().ToImmutableArray())
            .Where(all => !all.IsEmpty)
            .ToArray();
        var composed = 0;
        for (var round = 0; round < Mutation.Rounds(600); round++)
        {
            var sources = cases[random.Next(cases.Length)];
            var other = cases[random.Next(cases.Length)];
            var at = random.Next(sources.Length);
            var changed = sources.SetItem(at, sources[at] with
            {
                Sdl = Mutation.Text(random, sources[at].Sdl, other[random.Next(other.Length)].Sdl),
            });

            var result = Composer.Compose(changed);

            Assert.Equal(result.SupergraphSdl is null, !result.Errors.IsEmpty);
            if (result.SupergraphSdl is { } sdl)
            {
                composed++;
                Assert.NotNull(SupergraphReader.Read(sdl).Supergraph);
            }
        }

        Assert.NotEqual(0, composed);
    }

    [Fact]
    public void Whatever_a_supergraph_file_holds_it_is_read_or_there_are_faults()
    {
        var random = new Random(Mutation.Seed);
        string[] files =
        [
            .. CaseFolder.Names
                .Select(name => CaseFolder.Optional(CaseFolder.Named(name).ExpectedFile))
                .OfType<string>(),
        ];
        for (var round = 0; round < Mutation.Rounds(400); round++)
        {
            var text = Mutation.Text(random, files[random.Next(files.Length)], files[random.Next(files.Length)]);

            var (supergraph, faults) = SupergraphReader.Read(text);

            Assert.Equal(supergraph is null, !faults.IsEmpty);
        }
    }
}
