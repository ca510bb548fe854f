using System.Text.Json;
using Aggregator.SocialCare;
using CsCheck;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class DecisionGapsTests
{
    private static readonly Dictionary<string, object> Complete = new(StringComparer.Ordinal)
    {
        ["informed"] = new[] { new { agency = "HV" } },
        ["agencyChecks"] = new[] { new { agency = "GP" } },
        ["impactOnChild"] = "seen and settled",
        ["thresholdsConsidered"] = new[] { new { framework = "EARLY_HELP_ASSESSMENT", result = "CONSIDERED_NOT_MET" } },
        ["referrerSpokenTo"] = true,
        ["familySpokenTo"] = new[] { new { relation = "FATHER" }, new { relation = "GRANDPARENT" } },
        ["support"] = new { response = "ACCEPTED" },
        ["closing"] = new { form = "STANDARD_LETTER", safeAddressChecked = true, reviewedBeforeSending = true },
    };

    [Fact]
    public void A_closure_that_records_everything_lacks_nothing() => Assert.Empty(Gaps(Complete, "NO_FURTHER_ACTION"));

    [Theory]
    [InlineData("NO_FURTHER_ACTION")]
    [InlineData("INFORMATION_AND_ADVICE")]
    [InlineData("NOTED_NO_DECISION")]
    public void An_outcome_that_ends_it_without_help_is_looked_at(string outcome) =>
        Assert.Contains("NOBODY_INFORMED", Gaps([], outcome));

    [Theory]
    [InlineData("ASSESSMENT_S17")]
    [InlineData("STRATEGY_DISCUSSION_S47")]
    [InlineData("EARLY_HELP")]
    [InlineData("LINKED_TO_OPEN_CASE")]
    public void An_outcome_that_leads_on_is_not(string outcome) => Assert.Empty(Gaps([], outcome));

    [Fact]
    public void Recording_more_never_opens_a_gap() =>
        Gen.Shuffle(Complete.Keys.ToList()).Sample(order =>
        {
            var recorded = new Dictionary<string, object>(StringComparer.Ordinal);
            var before = Gaps(recorded, "NO_FURTHER_ACTION");
            foreach (var field in order)
            {
                recorded[field] = Complete[field];
                var after = Gaps(recorded, "NO_FURTHER_ACTION");
                if (after.Except(before).Any())
                {
                    return false;
                }

                before = after;
            }

            return before.Count == 0;
        });

    [Fact]
    public void Early_help_not_considered_is_not_the_same_as_considered_and_not_met()
    {
        var notConsidered = new Dictionary<string, object>(Complete, StringComparer.Ordinal)
        {
            ["thresholdsConsidered"] = new[] { new { framework = "EARLY_HELP_ASSESSMENT", result = "NOT_CONSIDERED" } },
        };

        Assert.Equal(["EARLY_HELP_NOT_CONSIDERED"], Gaps(notConsidered, "NO_FURTHER_ACTION"));
    }

    private static IReadOnlyList<string> Gaps(Dictionary<string, object> recorded, string outcome) =>
        DecisionGaps.Of(JsonSerializer.SerializeToElement(
            new Dictionary<string, object>(recorded, StringComparer.Ordinal) { ["outcome"] = outcome }));
}
