using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Subgraphs.Tests;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>What the hub works out and lists for whom a service's involvement is hidden from.</summary>
public sealed class HiddenInvolvementTests : IAsyncLifetime
{
    private const string Worked = """
        query($r: [_Any!]!) { _entities(representations: $r) { ... on Child {
          knowledgeMatrix { concern firstKnown uninformedInvolved cells { agency couldNotCheck } }
          alerts { rule because { agency } } notes { rule because { agency } missing { agency } }
        } } }
        """;

    private const string Listed = """
        { _entities(representations: [{ __typename: "Person", id: "P2" }]) { ... on Person {
            consents { id obtainedBy } sharingDecisions { id from } toldRecords { id record told } } } }
        """;

    private static readonly Dictionary<string, string[]> UntilAssessment = new()
    {
        ["CONTACT"] = ["THX"],
        ["S17"] = [],
        ["S47"] = [],
    };

    private readonly CaseFile _case = CaseFile.Read("demonstration");
    private RunningAgency _hub = null!;

    public async Task InitializeAsync() => _hub = await RunningAgency.StartAsync(new HubAgency());

    public async Task DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Whom_an_agency_is_hidden_from_gets_no_column_of_it_and_nothing_that_it_alone_holds()
    {
        var all = await WorkedAsync(new() { ["CONTACT"] = [] });
        var less = await WorkedAsync(new() { ["CONTACT"] = ["THX"] });

        Assert.Contains("\"THX\"", all, StringComparison.Ordinal);
        Assert.Contains("\"K7\"", all, StringComparison.Ordinal);
        Assert.DoesNotContain("\"THX\"", less, StringComparison.Ordinal);
        Assert.DoesNotContain("\"K7\"", less, StringComparison.Ordinal);
        Assert.Contains("\"K2\"", less, StringComparison.Ordinal);
    }

    // Social care knows K6 and K7 from the hidden service's referral alone, and answered it.
    [Theory]
    [InlineData("POL", false)]
    [InlineData("CSC", true)]
    public async Task What_rests_on_a_referral_of_a_hidden_agency_is_known_to_its_ends_alone(string own, bool knows)
    {
        var worked = await WorkedAsync(new() { ["CONTACT"] = ["THX"] }, own: own, at: "D+46 12:00");

        Assert.Equal(knows, worked.Contains("\"K6\"", StringComparison.Ordinal));
        Assert.Equal(knows, worked.Contains("\"K7\"", StringComparison.Ordinal));
        Assert.Contains("\"K2\"", worked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_that_a_caller_states_shows_no_more_than_the_register_has()
    {
        Assert.DoesNotContain("\"THX\"", await WorkedAsync(UntilAssessment, "S47"), StringComparison.Ordinal);

        var enquiry = await MutateAsync(
            """openEnquiry(child: "P1", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await MutateAsync($"""changeStage(enquiry: "{enquiry}", stage: S17, decision: "strategy discussion")""");

        Assert.Contains("\"THX\"", await WorkedAsync(UntilAssessment, "S47"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"THX\"", await WorkedAsync(UntilAssessment, "CONTACT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_of_a_half_siblings_case_does_not_show_what_is_hidden_of_the_other_family()
    {
        var enquiry = await MutateAsync(
            """openEnquiry(child: "P1", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""");
        _ = await MutateAsync("""openEnquiry(child: "P4", contact: "a call", purpose: "SAFEGUARD_ENQUIRY")""");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await MutateAsync("""recordInformed(record: "R-5", child: "P5", agency: THX, how: "by telephone")""");
        _ = await MutateAsync($"""changeStage(enquiry: "{enquiry}", stage: S47, decision: "strategy discussion")""");

        var answer = await SendAsync(
            Listed.Replace("\"P2\"", "\"P5\"", StringComparison.Ordinal), null, claims =>
            {
                claims["asAt"] = RunningAgency.Day("D+49 20:00").UtcDateTime.ToString("O");
                claims["stage"] = "S47";
                claims["hidden"] = UntilAssessment;
            });

        Assert.DoesNotContain("R-5", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_that_does_not_say_what_is_hidden_shows_of_other_agencies_nothing()
    {
        var worked = await WorkedAsync(null);

        Assert.Contains("\"CSC\"", worked, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"(THX|GP|POL|HV|AMB)\"", worked);
    }

    [Fact]
    public async Task Agreement_that_a_hidden_agency_asked_for_is_not_listed()
    {
        Assert.Contains("HUB-C1", await ListedAsync([]), StringComparison.Ordinal);
        Assert.DoesNotContain("HUB-C1", await ListedAsync(["THX"]), StringComparison.Ordinal);
        Assert.Contains("HUB-C1", await ListedAsync(["ADV"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Telling_of_a_record_of_which_nobody_knows_whose_it_is_is_listed_for_whom_was_told_alone()
    {
        _ = await MutateAsync("""recordInformed(record: "R-1", child: "P2", agency: HV, how: "by telephone")""");
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await MutateAsync("""recordInformed(record: "R-2", child: "P2", agency: CSC, how: "by telephone")""");

        Assert.DoesNotContain("R-1", await ListedAsync([]), StringComparison.Ordinal);
        Assert.DoesNotContain("R-1", await ListedAsync(["THX"]), StringComparison.Ordinal);
        Assert.Contains("R-2", await ListedAsync(["THX"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_passed_on_is_known_to_its_ends_as_whom_it_goes_to_is_one()
    {
        var hidden = new Dictionary<string, string[]> { ["CONTACT"] = ["THX"] };
        _ = await MutateAsync("""recordInformed(record: "R-1", child: "P2", agency: CSC, how: "by telephone")""");

        Assert.Contains("\"K6\"", await WorkedAsync(hidden, at: "D+46 12:00"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"K6\"", await WorkedAsync(hidden, at: "D+46 12:00", onward: "POL"), StringComparison.Ordinal);
        Assert.Contains("R-1", await ListedAsync(["THX"]), StringComparison.Ordinal);
        Assert.DoesNotContain("R-1", await ListedAsync(["THX"], "POL"), StringComparison.Ordinal);
    }

    private Task<string> WorkedAsync(
        Dictionary<string, string[]>? hidden,
        string stage = "CONTACT",
        string own = "CSC",
        string at = "D+43 12:00",
        string? onward = null) =>
        SendAsync(
            Worked,
            JsonSerializer.SerializeToElement(
                new { r = new[] { RepresentationWriter.Write(_case.At(at)) } }, ContractJson.Options),
            claims =>
            {
                claims["asAt"] = RunningAgency.Day(at).UtcDateTime.ToString("O");
                claims["org"] = own;
                claims["recipient"] = own;
                claims["stage"] = stage;
                PassOn(claims, onward);
                _ = hidden is null ? claims.Remove("hidden") : claims["hidden"] = hidden;
            });

    private static void PassOn(Dictionary<string, object> claims, string? onward)
    {
        if (onward is not null)
        {
            claims["onward"] = onward;
        }
    }

    private Task<string> ListedAsync(string[] hidden, string? onward = null) => SendAsync(
        Listed, null, claims =>
        {
            claims["asAt"] = RunningAgency.Day("D+49 20:00").UtcDateTime.ToString("O");
            claims["hidden"] = new Dictionary<string, string[]> { ["CONTACT"] = hidden };
            PassOn(claims, onward);
        });

    private async Task<string> MutateAsync(string field)
    {
        var answer = await SendAsync(
            $"mutation {{ it: {field} {{ id problems {{ message }} }} }}", null, claims =>
            {
                claims["role"] = "DECISION_MAKER";
                claims["org"] = "HUB";
            });
        using var read = JsonDocument.Parse(answer);
        return read.RootElement.GetProperty("data").GetProperty("it").GetProperty("id").GetString()
            ?? throw new InvalidOperationException(answer);
    }

    private async Task<string> SendAsync(
        string query, JsonElement? variables, Action<Dictionary<string, object>> change)
    {
        var claims = TestGateway.Claims(RunningAgency.Day("D+43 12:00"), "SOCIAL_WORKER");
        claims["org"] = "CSC";
        claims["recipient"] = "CSC";
        claims["worker"] = "social-worker";
        change(claims);
        using var answer = await _hub.SendAsync(query, variables, _hub.Gateway.Sign(claims));
        var text = await answer.Content.ReadAsStringAsync();
        return text.Contains("\"errors\"", StringComparison.Ordinal) ? throw new InvalidOperationException(text) : text;
    }
}
