using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>A hub whose limits of people are soon reached.</summary>
public sealed class CountingHub : LocalHubFixture
{
    /// <summary>Different people in one request.</summary>
    public const int OfRequest = 10;

    private protected override LocalHubOptions Adjust(LocalHubOptions options) => options with
    {
        MaxSubjectsPerHour = 40,
        Engine = options.Engine with { MaxSubjects = OfRequest },
    };
}

/// <summary>The limits of people tell nobody whether somebody with a guessed id is whom a record keeps back.</summary>
public sealed class GuessedSubjectTests(CountingHub hub) : IClassFixture<CountingHub>
{
    [Theory]
    [InlineData("decision-maker", "P42", true)]
    [InlineData("gp", "P44", false)]
    public async Task Limit_of_a_request_is_the_same_with_somebody_of_a_record_named_and_with_nobody(
        string user, string family, bool isShielded)
    {
        var other = await HappensAsync(user, family, isShielded);

        var named = await SweepAsync(user, family, other);

        Assert.Equal(await SweepAsync(user, family, "P99"), named);
        Assert.Equal(["answered", "refused"], named.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("health-desk", "P46", true)]
    [InlineData("gp-2", "P48", false)]
    public async Task Limit_of_an_hour_is_not_widened_by_who_was_kept_back_in_a_record(
        string user, string family, bool isShielded)
    {
        var other = await HappensAsync(user, family, isShielded);
        var read = await hub.AskAsync(user, Incidents(family));
        Assert.Equal(["POL-" + family], read.Texts("child.incidents.nodes.id"));
        var filler = 0;
        while (await OutcomeAsync(user, Naming($"Y{filler}")) == "answered")
        {
            filler++;
        }

        Assert.InRange(filler, 5, 40);
        Assert.Equal("answered", await OutcomeAsync(user, Naming("Y0")));
        Assert.Equal("refused", await OutcomeAsync(user, Naming("P99")));
        Assert.Equal("refused", await OutcomeAsync(user, Naming(other)));
    }

    private static string Incidents(string family) =>
        $$"""{ child(id: "{{family}}1") { incidents { nodes { id } } } }""";

    private static string Naming(params string[] ids) =>
        $$"""{ shielded(around: [{{string.Join(", ", ids.Select(id => $"\"{id}\""))}}]) }""";

    // Names the guess, the child and ever more others beside the record.
    private async Task<string[]> SweepAsync(string user, string family, string guess)
    {
        var outcomes = new List<string>();
        for (var others = 0; others < CountingHub.OfRequest - 1; others++)
        {
            string[] named = [guess, .. Enumerable.Range(0, others).Select(other => "X" + other)];
            outcomes.Add(await OutcomeAsync(user, $"{Naming(named)[..^1]}{Incidents(family)[1..]}"));
        }

        return [.. outcomes];
    }

    private async Task<string> OutcomeAsync(string user, string query)
    {
        var answer = await hub.AskAsync(user, query);
        return answer.Codes() switch
        {
            [] => "answered",
            ["SUBJECT_LIMIT"] => "refused",
            _ => answer.ToJsonString(),
        };
    }

    // An incident with a child, its carer, and a parent who is shielded or a carer who lives elsewhere.
    private async Task<string> HappensAsync(string user, string family, bool isShielded)
    {
        var child = family + "1";
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        var other = family + (isShielded ? "9" : "3");
        if (isShielded)
        {
            await ShieldedFamily.JoinAsync(hub, child, other);
            _ = await hub.AskAsync(user, $$"""
                mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
                """);
        }
        else
        {
            await ShieldedFamily.CareElsewhereAsync(hub, child, other);
            await OwnLogTests.LinkAsync(hub, child, user);
        }

        await ShieldedRecords.HappensAsync(hub, family, [other]);
        _ = await hub.UntilAsync(user, Incidents(family), IsThere);
        return other;
    }

    private static bool IsThere(JsonNode answer) => answer.Texts("child.incidents.nodes.id").Length > 0;
}
