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

    [Fact]
    public void Who_was_spoken_or_written_to_changes_no_gap()
    {
        var named = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["familySpokenTo"] = Complete["familySpokenTo"],
            ["closing"] = new { form = "STANDARD_LETTER", sentTo = "CSC-1" },
        };

        Assert.Equal(Gaps([], "NO_FURTHER_ACTION"), Gaps(named, "NO_FURTHER_ACTION"));
    }

    [Fact]
    public void Each_whom_it_names_closes_or_opens_gaps_of_their_own()
    {
        var named = Content(new(StringComparer.Ordinal)
        {
            ["familySpokenTo"] = new object[]
            {
                new { relation = "MOTHER", person = "CSC-1" },
                new { relation = "FATHER", person = "CSC-2" },
                new { relation = "GRANDPARENT" },
            },
            ["closing"] = new { form = "PERSONAL_LETTER", sentTo = "CSC-1", reviewedBeforeSending = true },
        }, "NO_FURTHER_ACTION");

        Assert.Equal(
            ["FATHER_NOT_SPOKEN_TO", "GRANDPARENTS_NOT_SPOKEN_TO"],
            DecisionGaps.WithoutContacts(named).Except(DecisionGaps.Of(named)));
        Assert.Equal(
            """
            [{"person":"CSC-2","closes":["FATHER_NOT_SPOKEN_TO"]},
            {"person":null,"closes":["GRANDPARENTS_NOT_SPOKEN_TO"]},
            {"person":"CSC-1","opens":["SAFE_ADDRESS_NOT_CHECKED"]}]
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(DecisionGaps.Contacts(named)));
    }

    [Fact]
    public void A_decision_that_leads_on_and_a_letter_that_was_checked_open_nothing()
    {
        Assert.Empty(DecisionGaps.Contacts(Content(Complete, "EARLY_HELP")));
        Assert.Empty(DecisionGaps.WithoutContacts(Content([], "EARLY_HELP")));
        Assert.DoesNotContain(
            "opens", JsonSerializer.Serialize(DecisionGaps.Contacts(Content(Complete, "NO_FURTHER_ACTION"))),
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Gaps(Dictionary<string, object> recorded, string outcome) =>
        DecisionGaps.Of(Content(recorded, outcome));

    private static JsonElement Content(Dictionary<string, object> recorded, string outcome) =>
        JsonSerializer.SerializeToElement(
            new Dictionary<string, object>(recorded, StringComparer.Ordinal) { ["outcome"] = outcome });
}
