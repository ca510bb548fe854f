using Aggregator.Fuzzing;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Whatever stands in a file, reading it ends with faults and not otherwise.</summary>
public class PolicyYamlTests
{
    private static readonly string[] Pieces =
    [
        "[", "]", "{", "}", ":", ": ", ",", "- ", "\t", "\"", "'", "&a ", "*a", "*whoever", "? ", "!", "|", ">", "#",
        "%", "@", "`", "<<: ", "---", "...", "\0", "\ud800", "\uFEFF", "title, title", "GP", ", ", "  ", "9999999999",
        "~",
    ];

    [Theory]
    [InlineData("purposes.yaml", "roles: [AUDITOR]", "roles: [AUDITOR")]
    [InlineData("purposes.yaml", "purposes:", "purposes: [")]
    [InlineData("roles.yaml", "  GP: { title", "  : GP: { title")]
    [InlineData("roles.yaml", "  GP: {", "\tGP: {")]
    [InlineData("roles.yaml", "  GP: {", "  &a { *a : b }: {}\n  GP: {")]
    [InlineData("roles.yaml", "  GP: {", "  X: &a [*a]\n  GP: {")]
    public void What_is_no_yaml_is_said_with_file_and_line_and_nothing_else_is(
        string file, string right, string wrong)
    {
        var line = 1 + Array.FindIndex(
            ShippedPolicy.Texts.First(text => text.Name == file).Text.Split('\n'),
            each => each.Contains(right, StringComparison.Ordinal));

        var fault = Assert.Single(PolicyReader.Read(Changed(file, right, wrong)).Faults);

        Assert.Equal((PolicyErrors.InvalidYaml, file), (fault.Code, fault.File));
        Assert.InRange(fault.Line, line - 1, line + 2);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Brackets_within_brackets_do_not_end_the_process(string piece)
    {
        var text = new PolicyText("deep.yaml", string.Concat(Enumerable.Repeat(piece, 120_000)));

        var fault = Assert.Single(PolicyReader.Read([.. ShippedPolicy.Texts, text]).Faults);

        Assert.Equal((PolicyErrors.InvalidYaml, "deep.yaml", 1), (fault.Code, fault.File, fault.Line));
    }

    [Fact]
    public void Lists_of_lists_by_name_do_not_grow_without_end()
    {
        var lines = Enumerable.Range(1, 40).Select(at => $"  a{at}: &a{at} [*a{at - 1}, *a{at - 1}, *a{at - 1}]");
        var text = new PolicyText("bomb.yaml", string.Join('\n', lines.Prepend("  a0: &a0 [x]").Prepend("grants:")));

        var fault = Assert.Single(PolicyReader.Read([.. ShippedPolicy.Texts, text]).Faults);

        Assert.Equal((PolicyErrors.InvalidYaml, "bomb.yaml"), (fault.Code, fault.File));
    }

    [Theory]
    [InlineData("roles.yaml", "GP: { title: General practitioner,", "GP: { \"title, title\": x,", "`roles.GP.title`")]
    [InlineData("roles.yaml", "  GP: {", "  \"GP, GP\": {", "`roles.GP`")]
    [InlineData("consent.yaml", "    REFUSED:", "    \"REFUSED, REFUSED\":", "`consent.states.REFUSED`")]
    [InlineData("break-glass.yaml", "    ADDRESS: CLEAR", "    \"ADDRESS, ADDRESS\": CLEAR",
        "`breakGlass.ceilings.ADDRESS`")]
    [InlineData("consent.yaml", "  ADDRESS: OMIT", "  \"ADDRESS, ADDRESS\": OMIT", "`thirdParty.ADDRESS`")]
    public void What_is_written_twice_is_said(string file, string right, string wrong, string path)
    {
        var faults = PolicyReader.Read(Changed(file, right, wrong)).Faults;

        Assert.Contains(faults, fault => fault.File == file && fault.Line > 0
            && fault.Message == path + " is written twice");
    }

    [Fact]
    public void Whatever_is_done_to_a_line_reading_ends_and_says_where_and_what_to_do()
    {
        var random = new Random(Mutation.Seed);
        for (var round = 0; round < Mutation.Rounds(600); round++)
        {
            var texts = ShippedPolicy.Texts.ToList();
            var file = random.Next(texts.Count);
            var edited = Edited(random, texts[file].Text);
            texts[file] = texts[file] with { Text = edited };

            var faults = PolicyReader.Read(texts, ShippedPolicy.Supergraph).Faults;

            Assert.All(faults, fault => Assert.True(
                texts.Any(text => text.Name == fault.File)
                && fault is { Line: > 0, Message.Length: > 0, Cure.Length: > 0 },
                $"round {round}: {fault}"));
        }
    }

    private static string Edited(Random random, string text)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var line = lines[at];
        var place = random.Next(line.Length + 1);
        var length = Math.Min(random.Next(6), line.Length - place);
        lines[at] = random.Next(5) switch
        {
            0 => line.Remove(place, length),
            1 => line.Insert(place, line.Substring(place, length)),
            2 => line + "\n" + line,
            3 => line[place..] + line[..place],
            _ => line.Insert(place, Pieces[random.Next(Pieces.Length)]),
        };
        return string.Join('\n', lines);
    }

    private static IEnumerable<PolicyText> Changed(string file, string right, string wrong)
    {
        Assert.Contains(ShippedPolicy.Texts, text => text.Name == file
            && text.Text.Contains(right, StringComparison.Ordinal));
        return ShippedPolicy.Texts.Select(text => text.Name != file ? text
            : text with { Text = text.Text.Replace(right, wrong, StringComparison.Ordinal) });
    }
}
