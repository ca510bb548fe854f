using CsCheck;
using Xunit;

namespace Aggregator.Composition.Tests;

/// <summary>What holds for any subgraphs: CsCheck prints the seed of what breaks it.</summary>
public class CompositionLaws
{
    private static readonly IReadOnlyList<SubgraphSource>[] Cases =
        [.. CaseFolder.Names.Select(name => CaseFolder.Named(name).Sources())];

    private static readonly string[] Words =
    [
        "@key(fields: \"id\")", "@shareable", "@external", "@requires(fields: \"id\")", "@provides(fields: \"id\")",
        "@override(from: \"a\")", "@inaccessible", "@interfaceObject", "extend", "type", "interface", "input", "enum",
        "union", "Query", "{", "}", "(", ")", "[", "]", "!", ":", "=", "|", "&", "\"", "\"\"\"", "id: ID!", "T",
        "implements",
        "@contributed(orderBy: \"id\", key: \"id\")", "@gathered(from: \"T.x\", over: \"id\")",
        "@sensitive(class: [ALERT])",
        "schema", "directive @x on FIELD", "@link(url: \"https://specs.apollo.dev/federation/v2.9\")", "\u0000", "😀",
        "@subject(key: \"id\", role: CHILD)", "@context(name: \"c\")", "@fromContext(field: \"$c { id }\")",
        "...", "$v",
    ];

    [Fact]
    public void The_order_of_subgraphs_changes_nothing() => Gen.OneOf(Cases)
        .SelectMany(Shuffled)
        .Sample(
            each => Text(each.sources) == Text(each.shuffled),
            iter: 150);

    [Fact]
    public void Subgraphs_of_different_cases_compose_alike_in_any_order() => Gen
        .Select(Gen.OneOf(Cases), Gen.OneOf(Cases))
        .Select(each => Together(each.Item1, each.Item2))
        .SelectMany(Shuffled)
        .Sample(each => Text(each.sources) == Text(each.shuffled), iter: 150);

    [Fact]
    public void No_text_makes_the_composer_throw() => Gen
        .Select(Gen.OneOf(Cases), Gen.Select(Gen.Double.Unit, Gen.Int[0, 12], Gen.OneOf(Words)).Array[1, 8])
        .Select(each => Broken(each.Item1, each.Item2))
        .Sample(sources => Text(sources).Length > 0, iter: 800);

    [Fact]
    public void What_composes_has_no_errors_and_what_does_not_has_some() => Gen
        .Select(Gen.OneOf(Cases), Gen.OneOf(Cases))
        .Select(each => Together(each.Item1, each.Item2))
        .Sample(
            sources =>
            {
                var result = Composer.Compose(sources);
                return result.SupergraphSdl is null != result.Errors.IsEmpty;
            },
            iter: 150);

    [Theory]
    [InlineData("type Query { a: ", "[", "Int", "]", " }")]
    [InlineData("type Query { a: Int @x(v: ", "[", "1", "]", ") }")]
    [InlineData("type Query @key(fields: \"", "a { ", "b", " }", "\") { a: Query b: Int }")]
    [InlineData("type Query { a: Int @x(v: ", "{ a: ", "1", " }", ") }")]
    public void Deep_nesting_is_an_error_and_not_a_crash(
        string before, string open, string inner, string close, string after)
    {
        const int Depth = 20_000;
        var sdl = before + Repeat(open, Depth) + inner + Repeat(close, Depth) + after;

        Assert.NotEmpty(Composer.Compose([new SubgraphSource("a", "", sdl)]).Errors);
    }

    private static Gen<(IReadOnlyList<SubgraphSource> sources, SubgraphSource[] shuffled)> Shuffled(
        IReadOnlyList<SubgraphSource> sources) =>
        Gen.Shuffle(sources.ToArray()).Select(shuffled => (sources, shuffled));

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Text(IReadOnlyList<SubgraphSource> sources)
    {
        var result = Composer.Compose(sources);
        return result.SupergraphSdl + CaseFolder.Lines(result.Errors) + CaseFolder.Lines(result.Hints) + ".";
    }

    private static IReadOnlyList<SubgraphSource> Together(
        IReadOnlyList<SubgraphSource> some, IReadOnlyList<SubgraphSource> others) =>
        [.. some, .. others.Select(each => each with { Name = each.Name + "2" })];

    // Cuts a piece out of one schema or puts a word in, at a place given as a fraction of its length.
    private static List<SubgraphSource> Broken(
        IReadOnlyList<SubgraphSource> sources, (double At, int Cut, string Word)[] edits)
    {
        var broken = sources.ToList();
        foreach (var (at, cut, word) in edits)
        {
            var i = (int)(at * 0.999 * broken.Count);
            var sdl = broken[i].Sdl;
            var start = (int)(at * broken.Count % 1 * sdl.Length);
            var end = Math.Min(sdl.Length, start + cut);
            broken[i] = broken[i] with { Sdl = sdl[..start] + (cut % 2 == 0 ? $" {word} " : "") + sdl[end..] };
        }

        return broken;
    }
}
