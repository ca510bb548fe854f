using System.CommandLine;
using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>Passing records on to a strategy meeting (acceptance assertion 20).</summary>
[Collection(LocalHubTests.Name)]
public sealed class ExportTests(LocalHubFixture hub) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_recipient_gets_a_document_of_its_own_with_what_was_withheld_and_why()
    {
        var ran = await ExportAsync("decision-maker", "CSC", "POL", "HV");

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (var recipient in new[] { "CSC", "POL", "HV" })
        {
            var document = Document(recipient);
            Assert.Contains($" ({recipient}) only: records of Ash Marlow", document, StringComparison.Ordinal);
            Assert.Contains("## Withheld from this recipient, and why", document, StringComparison.Ordinal);
            Assert.Matches(@"\| when \|.* Police \|", document);
            _ = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, $"for-{recipient}.json")));
        }
    }

    [Fact]
    public async Task Each_is_recorded_as_a_decision_to_share_that_opens_nothing_afterwards()
    {
        const string Seen = """
            { child(id: "P1") { chronology(first: 200) { nodes { id ... on HealthVisit { narrative }
                ... on Consultation { narrative } } } } }
            """;
        var before = await hub.AskAsync("social-worker", Seen);
        _ = await ExportAsync("decision-maker", "CSC");

        var answer = await hub.AskAsync("decision-maker", """
            { child(id: "P1") { person { sharingDecisions {
                id decision from to records authorisedBy } } } }
            """);
        var decision = answer["data"]!["child"]!["person"]!["sharingDecisions"]!.AsArray()
            .First(one => Document("CSC").Contains(one!["id"]!.ToString(), StringComparison.Ordinal))!;
        Assert.Equal("SHARE_PART HUB CSC", $"{decision["decision"]} {decision["from"]} {decision["to"]![0]}");
        Assert.Contains("POL-I1", decision["records"]!.AsArray().Select(one => one!.ToString()));
        Assert.Equal("team manager", (string?)decision["authorisedBy"]);
        var after = await hub.AskAsync("social-worker", Seen);
        Assert.Equal(before["data"]!.ToJsonString(), after["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_a_recorded_decision_nothing_is_handed_over()
    {
        // Conditions of part 3 are for recipients that are competent authorities.
        var ran = await ClientVerb.RunAsync(
            hub, "decision-maker", _folder,
            ["export", "--child", "P1", "--purpose", "SAFEGUARD_ENQUIRY", "--recipient", "HV", "--authorised-by",
                "team manager", "--condition", "LE_PART3_SCH8_P1"]);

        Assert.Equal(1, ran.Code);
        Assert.Contains("nothing is passed on to HV", ran.Error, StringComparison.Ordinal);
        Assert.Contains("condition: ", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "for-*"));
    }

    [Fact]
    public async Task What_cannot_be_written_is_not_asked_for()
    {
        var file = Path.Combine(_folder, "a-file");
        await File.WriteAllTextAsync(file, "");
        var before = await PassedOnAsync();

        var ran = await ClientVerb.RunAsync(hub, "decision-maker", _folder, Arguments("CSC"), file);

        Assert.Equal(1, ran.Code);
        Assert.Contains("`--output", ran.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was asked", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await PassedOnAsync());
    }

    [Theory]
    [InlineData("--basis", "X", "ART6_1E")]
    [InlineData("--condition", "X", "ART9_2G_SCH1_P6")]
    [InlineData("--statute", "X", "CA2004_S11")]
    [InlineData("--confidentiality", "X", "OVERRIDING_PUBLIC_INTEREST")]
    [InlineData("--channel", "X", "IN_PERSON")]
    [InlineData("--from", "X", "HUB")]
    [InlineData("--override-reason", "X", "SAFETY_OF_CHILD")]
    public async Task What_the_schema_does_not_know_is_refused_before_anything_is_asked(
        string option, string value, string known)
    {
        var before = await PassedOnAsync();

        var ran = await ClientVerb.RunAsync(hub, "decision-maker", _folder, [.. Arguments("CSC"), option, value]);

        Assert.Equal(1, ran.Code);
        Assert.StartsWith($"`{option} {value}`: name one of ", ran.Error, StringComparison.Ordinal);
        Assert.Contains(known, ran.Error, StringComparison.Ordinal);
        Assert.Equal(before, await PassedOnAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("one\ntwo")]
    [InlineData("\u0000\u0001")]
    public async Task A_token_file_that_holds_no_single_token_is_named(string text)
    {
        var file = Path.Combine(_folder, "tokens");
        await File.WriteAllTextAsync(file, text);
        using var error = new StringWriter();

        var code = await Host.Verbs.CommandLine.RunAsync(
            [.. Arguments("CSC"), "--gateway", hub.Hub.Gateway.ToString(), "--token-file", file],
            new InvocationConfiguration { Error = error });

        Assert.Equal(1, code);
        Assert.StartsWith($"{file}: holds no single token", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("social-worker", true)]
    [InlineData("out-of-hours", false)]
    public async Task A_social_worker_passes_on_what_is_allocated_and_else_only_whom_it_is_about(
        string user, bool isAllocated)
    {
        var answer = await hub.AskAsync(
            user,
            """{ child(id: "P1") { name incidents { nodes { incidentType } } } }""",
            new Access(Recipient: "POL"));

        Assert.Equal(["Ash Marlow"], answer.Texts("child.name"));
        Assert.Equal(isAllocated, answer.Texts("child.incidents.nodes.incidentType").Length > 0);
    }

    [Fact]
    public async Task The_grandparents_address_is_marked_as_not_to_be_disclosed_to_the_father()
    {
        _ = await ExportAsync("decision-maker", "CSC");

        Assert.Matches(@"A2: .*\*\*Do not disclose to P3\.\*\*", Document("CSC"));
    }

    [Fact]
    public async Task What_is_passed_on_is_no_more_than_the_recipient_may_see()
    {
        _ = await ExportAsync("decision-maker", "POL", "HV");

        // That a therapist referred the child is the police's to know; that there are sessions is not.
        Assert.DoesNotContain("therapy session", Document("POL"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("therapy session", Document("HV"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Beech Court", Document("HV"), StringComparison.Ordinal);
        Assert.Matches(@"police incident: narrative \| withheld", Document("HV"));
    }

    // The health desk is told why it is not given something as decision-makers are; a health visitor is not.
    [Fact]
    public async Task Why_something_is_withheld_is_told_to_the_recipient_as_to_its_own_role()
    {
        const string Why = "agreement does not reach you";
        _ = await ExportAsync("decision-maker", "HV", "GP", "HST");

        foreach (var recipient in new[] { "HV", "GP" })
        {
            Assert.DoesNotContain(Why, Document(recipient), StringComparison.Ordinal);
            Assert.DoesNotMatch("CONSENT_|LEGAL_", Data(recipient));
            Assert.Contains("\"WITHHELD\"", Data(recipient), StringComparison.Ordinal);
        }

        Assert.Contains(Why, Document("HST"), StringComparison.Ordinal);
        Assert.Contains("CONSENT_OUT_OF_SCOPE", Data("HST"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_passed_on_is_no_more_than_the_caller_may_see()
    {
        const string Query = """
            { child(id: "P1") { chronology(first: 200) { nodes { id
                ... on TherapySession { narrative } ... on Consultation { narrative } } } } }
            """;
        var own = await hub.AskAsync("decision-maker", Query);
        var passedOn = await hub.AskAsync("decision-maker", Query, new Access(Recipient: "HV"));

        Assert.Empty(passedOn.Codes());
        Assert.Subset(
            own.Texts("child.chronology.nodes.id").ToHashSet(),
            passedOn.Texts("child.chronology.nodes.id").ToHashSet());
        Assert.Subset(
            own.Texts("child.chronology.nodes.narrative").ToHashSet(),
            passedOn.Texts("child.chronology.nodes.narrative").ToHashSet());
    }

    [Fact]
    public async Task Passing_on_is_recorded_with_whom_it_went_to()
    {
        var passedOn = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { name } }""", new Access(Recipient: "POL"));
        var id = passedOn["extensions"]!["disclosure"]!["auditId"]!.ToString();

        var log = await hub.AskAsync("auditor", "{ accessLog(first: 500) { nodes { auditId role onwardTo } } }");

        var entry = log["data"]!["accessLog"]!["nodes"]!.AsArray().First(node => node!["auditId"]!.ToString() == id)!;
        Assert.Equal("DECISION_MAKER POL", $"{entry["role"]} {entry["onwardTo"]}");
    }

    [Theory]
    [InlineData("analyst", "POL")]
    [InlineData("dashboard", "POL")]
    [InlineData("dpo", "CSC")]
    [InlineData("decision-maker", "THX")]
    [InlineData("decision-maker", "NOBODY")]
    public async Task Who_may_not_pass_data_on_is_refused(string user, string recipient)
    {
        var answer = await hub.AskAsync(user, """{ child(id: "P1") { name } }""", new Access(Recipient: recipient));

        Assert.Equal(["RECIPIENT_NOT_PERMITTED"], answer.Codes());
        Assert.Null(answer["data"]);
    }

    [Fact]
    public async Task What_the_gateway_refuses_is_said_in_one_line()
    {
        var ran = await ExportAsync("analyst", "POL");

        Assert.Equal(1, ran.Code);
        Assert.Contains("RECIPIENT_NOT_PERMITTED", ran.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.md"));
    }

    private string Document(string recipient) => File.ReadAllText(Path.Combine(_folder, $"for-{recipient}.md"));

    private string Data(string recipient) => File.ReadAllText(Path.Combine(_folder, $"for-{recipient}.json"));

    private Task<ClientVerb> ExportAsync(string user, params string[] recipients) =>
        ClientVerb.RunAsync(hub, user, _folder, Arguments(recipients));

    private static string[] Arguments(params string[] recipients) =>
    [
        "export", "--child", "P1", "--purpose", "SAFEGUARD_ENQUIRY", "--authorised-by", "team manager",
        .. recipients.SelectMany(recipient => new[] { "--recipient", recipient }),
    ];

    private async Task<int> PassedOnAsync() =>
        (await hub.AskAsync("auditor", """{ accessLog(first: 500) { nodes { onwardTo } } }"""))
            .Texts("accessLog.nodes.onwardTo").Length;
}

/// <summary>A verb that is a client of a running hub.</summary>
internal sealed record ClientVerb(int Code, string Output, string Error)
{
    public static async Task<ClientVerb> RunAsync(
        LocalHubFixture hub, string user, string folder, IEnumerable<string> arguments, string? output = null)
    {
        var token = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(token, hub.Hub.Issuer.TokenFor(DemonstrationUsers.Find(user)!));
        using var printed = new StringWriter();
        using var error = new StringWriter();
        var code = await Aggregator.Host.Verbs.CommandLine.RunAsync(
            [
                .. arguments, "--gateway", hub.Hub.Gateway.ToString(), "--token-file", token,
                "--output", output ?? folder,
            ],
            new InvocationConfiguration { Output = printed, Error = error });
        return new ClientVerb(code, printed.ToString(), error.ToString());
    }
}
