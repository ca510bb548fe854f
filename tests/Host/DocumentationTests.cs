using System.CommandLine;
using Aggregator.Host.Cataloguing;
using Xunit;

namespace Aggregator.Host.Tests;

public class DocumentationTests
{
    public static TheoryData<string> Verbs => [.. All().Select(verb => verb.Name)];

    [Fact]
    public async Task The_committed_catalogue_of_errors_is_fresh() => Assert.Equal(
        new Ran(0, "", ""), await Verb.RunAsync("errors", "--check", "--output", Verb.File("docs", "errors.md")));

    [Fact]
    public async Task A_stale_catalogue_of_errors_is_refused_with_the_cure()
    {
        using var folder = new TemporaryFolder();

        var ran = await Verb.RunAsync("errors", "--check", "--output", folder.With("errors.md", "old"));

        Assert.Equal(1, ran.Code);
        Assert.Contains("not fresh: run `errors --output errors.md`", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_without_a_file_is_refused() =>
        Assert.Equal(1, (await Verb.RunAsync("errors", "--check")).Code);

    [Fact]
    public void No_part_lists_a_code_twice() => Assert.Empty(ErrorCatalogue.Sections
        .SelectMany(section => section.Groups.SelectMany(group => group.Errors)
            .GroupBy(error => error.Code)
            .Where(same => same.Count() > 1)
            .Select(same => $"{section.Title}: {same.Key}")));

    [Fact]
    public void Every_code_says_what_to_change() => Assert.All(
        ErrorCatalogue.Sections.SelectMany(section => section.Groups.SelectMany(group => group.Errors)),
        error => Assert.True(error is { Meaning.Length: > 5, Cure.Length: > 5 }, error.Code));

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_has_help_and_is_documented(string verb)
    {
        var ran = await Verb.RunAsync([.. verb.Split(' '), "--help"]);
        var documented = await File.ReadAllTextAsync(Verb.File("docs", "verbs.md"));
        var options = All().Single(one => one.Name == verb).Command.Options;

        Assert.Equal(0, ran.Code);
        Assert.Contains($"### `{verb}`", documented, StringComparison.Ordinal);
        Assert.All(options.Where(option => option is not System.CommandLine.Help.HelpOption), option =>
            Assert.Contains($"`{option.Name}", documented, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, Command Command)> All() =>
        Under(Aggregator.Host.Verbs.CommandLine.Make(), "");

    private static IEnumerable<(string Name, Command Command)> Under(Command command, string above) =>
        command.Subcommands.SelectMany(verb => verb.Subcommands.Count > 0
            ? Under(verb, above + verb.Name + " ")
            : [(above + verb.Name, verb)]);
}
