using System.Text.RegularExpressions;
using Aggregator.Validation;
using Xunit;

namespace Aggregator.CaseView.Tests;

/// <summary>The operations of the pages, against the schema that every client sees.</summary>
public partial class QueryTests
{
    public static TheoryData<string> Names => [.. Operations.Keys];

    private static IReadOnlyDictionary<string, string> Operations { get; } = ReadOperations();

    [Theory]
    [MemberData(nameof(Names))]
    public void Operation_is_valid_against_the_composed_schema_within_the_usual_limits(string name)
    {
        var outcome = OperationValidator.Validate(
            Operations[name], null, Repository.Supergraph.Api, new OperationLimits());

        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void The_first_screen_its_further_pages_replies_and_enquiries_are_all_that_is_asked() =>
        Assert.Equal(
            ["caseView", "chronologyPage", "openEnquiry", "replyToAlert"],
            Operations.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_of_event_that_agencies_publish_has_its_own_part_in_the_chronology()
    {
        var types = Repository.Supergraph.Api;
        var asked = OnType().Matches(Operations["chronologyPage"]).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.Empty(types.PossibleTypes(types.Type("CaseEvent")!).Select(type => type.Name).Except(asked));
    }

    // A template literal that takes in others by name: `${event}`.
    private static Dictionary<string, string> ReadOperations()
    {
        var texts = Literal().Matches(Repository.Pages["queries.js"])
            .ToDictionary(match => match.Groups[2].Value, match => match.Groups[3].Value, StringComparer.Ordinal);
        return Literal().Matches(Repository.Pages["queries.js"])
            .Where(match => match.Groups[1].Success)
            .ToDictionary(
                match => match.Groups[2].Value,
                match => Placeholder().Replace(match.Groups[3].Value, part => texts[part.Groups[1].Value]),
                StringComparer.Ordinal);
    }

    [GeneratedRegex(@"(export )?const (\w+) = `([^`]*)`")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\.\.\. on (\w+)")]
    private static partial Regex OnType();
}
