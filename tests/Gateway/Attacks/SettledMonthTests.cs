using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>What is done later changes no count of a month that has settled: two readings are one.</summary>
public sealed class SettledMonthTests(FollowedHub hub) : IClassFixture<FollowedHub>
{
    private const int Minimum = 10;
    private static readonly DateTimeOffset June = new(2025, 6, 10, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset BeforeItSettled = new(2025, 7, 14, 22, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AfterItSettled = BeforeItSettled.AddHours(2);

    [Fact]
    public async Task Agreement_that_is_withdrawn_later_changes_no_settled_month()
    {
        await WriteAsync(
        [
            .. Enumerable.Range(0, Minimum).Select(number => Consent($"HUB-C-R{number}", "REFUSED")),
            Consent("HUB-C-G", "GIVEN"),
        ]);
        var before = await ReadAsync("AGREEMENT_REFUSED");

        var withdrawn = await hub.AskAsync(
            "analyst",
            """mutation { withdrawConsent(consent: "HUB-C-G", how: "said so today") { id problems { code } } }""");

        Assert.Equal(["HUB-C-G"], withdrawn.Texts("withdrawConsent.id"));
        Assert.Equal(Minimum, CountOf(before, "HUB"));
        Assert.Equal(before.ToJsonString(), (await ReadAsync("AGREEMENT_REFUSED")).ToJsonString());
    }

    [Fact]
    public async Task Agreement_that_was_withdrawn_in_a_month_counts_in_that_month()
    {
        var withdrawn = June.AddDays(2);
        await WriteAsync(
        [
            .. Enumerable.Range(0, Minimum).Select(number =>
                Consent($"HUB-C-M{number}", "GIVEN", "CSC") with { RecordedAt = June.AddMonths(-1) }),
        ]);
        await WriteAsync(
        [
            .. Enumerable.Range(0, Minimum).Select(number =>
                Consent($"HUB-C-M{number}", "WITHDRAWN", "CSC", withdrawn) with { RecordedAt = withdrawn }),
        ]);

        Assert.Equal(Minimum, CountOf(await ReadAsync("AGREEMENT_REFUSED"), "CSC"));
    }

    [Fact]
    public async Task Card_that_is_first_raised_later_is_counted_in_no_settled_month()
    {
        await WriteAsync([.. Enumerable.Range(0, Minimum).Select(number => Card($"O{number}", "NO_FEEDBACK"))]);
        var before = await ReadAsync("NO_FEEDBACK");

        await WriteAsync(
            [Card("O-LATE", "NO_FEEDBACK", AfterItSettled), Card("O-NOW", "NO_FEEDBACK", HubClock.Demonstration)]);

        Assert.Equal(Minimum, CountOf(before, "POL"));
        Assert.Equal(before.ToJsonString(), (await ReadAsync("NO_FEEDBACK")).ToJsonString());
    }

    [Fact]
    public async Task Card_that_rises_again_or_ends_later_stays_as_it_stood_in_a_settled_month()
    {
        var cards = Enumerable.Range(0, 3 * Minimum).Select(number => $"A{number}").ToList();
        var answered = cards.Take(Minimum).ToList();
        await WriteAsync([.. cards.Select(card => Card(card, "REFERRAL_CHASE_DUE"))]);
        await WriteAsync([.. answered.Select(card => Card(card, "REFERRAL_CHASE_DUE", BeforeItSettled, ends: true))]);
        var before = await ReadAsync("REFERRAL_CHASE_DUE");

        await WriteAsync(
        [
            Card(answered[0], "REFERRAL_CHASE_DUE", AfterItSettled),
            Card(cards[^1], "REFERRAL_CHASE_DUE", AfterItSettled, ends: true),
            Card(cards[^2], "REFERRAL_CHASE_DUE", AfterItSettled, ends: true),
        ]);

        var cell = Cell(before, "POL");
        Assert.Equal((3 * Minimum, Minimum), (cell["count"]!.GetValue<int>(), cell["answered"]!.GetValue<int>()));
        Assert.Equal(before.ToJsonString(), (await ReadAsync("REFERRAL_CHASE_DUE")).ToJsonString());
    }

    [Fact]
    public async Task Card_that_is_no_longer_for_an_agency_that_was_told_stays_counted_for_it()
    {
        await WriteAsync(
        [
            .. Enumerable.Range(0, Minimum).Select(number =>
                Card($"W{number}", "INTENDED_SHARE_NOT_RECORDED", @for: ["HST"], wasFor: ["GP"])),
        ]);

        Assert.Equal(Minimum, CountOf(await ReadAsync("INTENDED_SHARE_NOT_RECORDED"), "GP"));
    }

    [Fact]
    public async Task However_many_cards_of_one_child_have_ended_all_are_counted()
    {
        const int many = 501;
        await WriteAsync(
        [
            .. Enumerable.Range(0, many).Select(number =>
                Card($"E{number}", "SILENCE_AFTER_CLOSURE", ends: true, @for: ["HUB"])),
            .. Enumerable.Range(0, Minimum).Select(number =>
                Card($"S{number}", "SILENCE_AFTER_CLOSURE", @for: ["HUB"])),
        ]);

        var cell = Cell(await ReadAsync("SILENCE_AFTER_CLOSURE"), "HUB");

        Assert.Equal(
            (many + Minimum, many), (cell["count"]!.GetValue<int>(), cell["answered"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(Minimum - 1, false)]
    [InlineData(0, false)]
    [InlineData(Minimum, true)]
    public async Task How_few_cases_are_not_for_an_agency_is_told_by_no_total(int others, bool isShown)
    {
        var rule = isShown ? "REPEAT_INCIDENTS" : others == 0 ? "FYI_WITH_RISK" : "CLUSTER_U2";
        string[] all = rule == "CLUSTER_U2" ? ["HST", "HV", "GP", "HUB"] : ["HUB", "POL"];
        await WriteAsync(
        [
            .. Enumerable.Range(0, Minimum).Select(number => Card($"T{others}-{number}", rule, @for: all)),
            .. Enumerable.Range(0, others).Select(number =>
                Card($"U{others}-{number}", rule, @for: isShown ? ["CSC"] : ["HUB"])),
        ]);

        var row = await ReadAsync(rule);

        Assert.All(row["cells"]!.AsArray(), cell => Assert.NotNull(cell!["count"]));
        Assert.Equal(isShown, row["total"] is not null);
    }

    private static JsonNode Cell(JsonNode row, string agency) =>
        row["cells"]!.AsArray().Single(cell => cell!["agency"]!.ToString() == agency)!;

    private static int? CountOf(JsonNode row, string agency) => Cell(row, agency)["count"]?.GetValue<int>();

    private async Task<JsonNode> ReadAsync(string indicator) =>
        (await hub.AskAsync(
            "dashboard",
            """
            { indicators(from: "2025-06-01", to: "2025-06-30") {
                indicators { code total cells { agency count answered } } } }
            """))
        .All("indicators.indicators").Single(row => row!["code"]!.ToString() == indicator)!;

    private Task WriteAsync(FactDraft[] drafts) => hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync([], drafts, default);

    private static FactDraft Consent(
        string id, string state, string agency = "HUB", DateTimeOffset? withdrawn = null) => Draft(
        id, "ConsentRecord", "P1", withdrawn is null ? June : June.AddMonths(-1), new
        {
            person = "P1",
            state,
            scope = (string[])["GP"],
            obtainedBy = agency,
            how = "by letter",
            withdrawnAt = withdrawn is { } at ? LondonTime.Print(at) : null,
        });

    private static FactDraft Card(
        string id, string rule, DateTimeOffset? recorded = null, bool ends = false, string[]? @for = null,
        string[]? wasFor = null) => Draft(
        id, "AlertOutcome", "P21", recorded ?? June, new
        {
            person = "P21",
            alert = id,
            rule,
            @for = @for ?? ["HUB", "POL"],
            wasFor,
            firedAt = LondonTime.Print(June),
            raisedAt = LondonTime.Print(June),
            endedAt = ends ? LondonTime.Print(recorded ?? June) : null,
        });

    private static FactDraft Draft(string id, string kind, string person, DateTimeOffset at, object content) => new(
        id, kind, "HUB", FuzzyTime.At(at), at, JsonSerializer.Serialize(content),
        new Dictionary<string, string> { [person] = "MENTIONED" });
}
