using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.CaseView.Tests;

/// <summary>Every code that people have to understand has words of its own.</summary>
public partial class WordTests
{
    private static readonly IReadOnlyDictionary<string, HashSet<string>> Words = ReadWords();

    public static TheoryData<string> SchemaLists =>
    [
        "AgencyCode", "RuleCode", "AlertSeverity", "AlertState", "AlertAsk", "MissingCode", "KnowledgeState",
        "CannotTellReason", "SourceState", "ClockState", "Certainty", "Stage", "AbsenceReason", "ReferralIntent",
        "ScreeningOutcome", "ServiceLevel",
    ];

    public static TheoryData<string, string, string> PolicyLists => new()
    {
        { "Class", "classes.yaml", "classes" },
        { "Reason", "reasons.yaml", "reasons" },
        { "Purpose", "purposes.yaml", "purposes" },
    };

    [Theory]
    [MemberData(nameof(SchemaLists))]
    public void Every_code_of_the_schema_has_words(string list) =>
        Assert.Empty(Repository.Supergraph.Api.Type(list)!.Values.Select(value => value.Name).Except(Words[list]));

    [Theory]
    [MemberData(nameof(PolicyLists))]
    public void Every_code_of_the_policy_has_words(string list, string file, string section)
    {
        var text = Repository.Policy(file);
        var codes = PolicyCode().Matches(text[text.IndexOf(section + ":", StringComparison.Ordinal)..])
            .Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except(Words[list]));
    }

    [Fact]
    public void Nothing_found_is_never_called_no_involvement() =>
        Assert.Empty(Repository.Pages.Where(page =>
            page.Value.Contains("no involvement", StringComparison.OrdinalIgnoreCase)).Select(page => page.Key));

    private static Dictionary<string, HashSet<string>> ReadWords() =>
        List().Matches(Repository.Pages["words.js"]).ToDictionary(
            match => match.Groups[1].Value,
            match => Key().Matches(match.Groups[2].Value).Select(key => key.Groups[1].Value).ToHashSet(),
            StringComparer.Ordinal);

    [GeneratedRegex(@"^  (\w+): \{([^}]*)\}", RegexOptions.Multiline)]
    private static partial Regex List();

    [GeneratedRegex("""\b([A-Z][A-Z0-9_]*): ?\n? *["]""")]
    private static partial Regex Key();

    [GeneratedRegex(@"^  ([A-Z][A-Z0-9_]*):", RegexOptions.Multiline)]
    private static partial Regex PolicyCode();
}
