using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Architecture.Tests;

public partial class TidyTests
{
    private const int MaxFileLines = 400;
    private const int MaxMemberLines = 70;
    private const int MaxLineColumns = 120;

    [Fact]
    public void No_file_is_too_long() =>
        Assert.Empty(Repository.SourceFiles()
            .Where(file => File.ReadLines(file).Count() > MaxFileLines)
            .Select(Repository.Relative));

    [Fact]
    public void No_line_is_too_wide() =>
        Assert.Empty(Repository.SourceFiles()
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (file, line, number: index + 1)))
            .Where(at => at.line.Length > MaxLineColumns)
            .Select(at => $"{Repository.Relative(at.file)}:{at.number}"));

    [Fact]
    public void No_member_is_too_long() =>
        Assert.Empty(Repository.SourceFiles().SelectMany(LongMembers));

    [Fact]
    public void No_work_is_left_in_a_comment() =>
        Assert.Empty(Repository.SourceFiles()
            .Where(file => LeftOver().IsMatch(File.ReadAllText(file)))
            .Select(Repository.Relative));

    [Fact]
    public void No_snapshot_outlives_its_test()
    {
        var members = Repository.SourceFiles()
            .SelectMany(file => Member().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Repository.SnapshotFiles()
            .Where(file => !members.Any(TestOf(file).StartsWith))
            .Select(Repository.Relative));
    }

    // A snapshot is named Class.Method.snap, or Class.Method_case.snap when the test has cases.
    private static string TestOf(string snapshot) => Path.GetFileNameWithoutExtension(snapshot).Split('.')[^1];

    // A member's braces stand alone at four columns: the format rules see to that.
    private static IEnumerable<string> LongMembers(string file)
    {
        var opened = 0;
        foreach (var (line, number) in File.ReadLines(file).Select((line, index) => (line, index + 1)))
        {
            if (line == "    {")
            {
                opened = number;
            }
            else if (line == "    }" && number - opened > MaxMemberLines)
            {
                yield return $"{Repository.Relative(file)}:{opened}";
            }
        }
    }

    [GeneratedRegex(@"//.*\b(TO" + @"DO|FIX" + @"ME)\b")]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"public (?:async )?(?:void|Task) (\w+)\(")]
    private static partial Regex Member();
}
