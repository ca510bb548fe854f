using System.Text.Json.Nodes;
using Xunit;

namespace Aggregator.Gateway.Tests.Accountability;

/// <summary>The draft for a person who asks for their own data (acceptance assertion 26).</summary>
[Collection(LocalHubTests.Name)]
public sealed class SubjectAccessTests(LocalHubFixture hub) : IDisposable
{
    private static readonly string[] Grounds = ["SERIOUS_HARM", "CHILD_ABUSE_DATA", "CRIME", "THIRD_PARTY"];

    private readonly string _folder = Directory.CreateTempSubdirectory("subject-access-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_draft_on_the_father_holds_no_therapist_no_second_address_and_no_source()
    {
        // Everybody who could be in it has looked at him.
        foreach (var user in new[] { "therapist", "police-desk", "gp-2", "ambulance", "decision-maker" })
        {
            _ = await hub.AskAsync(user, """{ person(id: "P3") { id chronology { nodes { id headline } } } }""");
        }

        var draft = await DraftAsync("dpo");

        Assert.DoesNotMatch("(?i)THX|therap|counsel|\\bA2\\b|Beech|\\bP2\\b|Marlow|Linden|Reed", draft);
        Assert.Contains("data was given to POL", draft, StringComparison.Ordinal);
    }

    // The mother is a client: what her therapist wrote to social care about the child would say so in a copy.
    [Fact]
    public async Task The_draft_on_the_mother_names_no_record_of_a_confidential_service()
    {
        _ = await hub.AskAsync("therapist", """{ person(id: "P2") { id chronology { nodes { id headline } } } }""");

        Assert.DoesNotMatch("(?i)THX|therap|counsel", await DraftAsync("dpo", "P2"));
        Assert.Contains("the service's involvement is confidential", await DraftAsync("dpo", "P2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_entry_has_a_decision_with_its_ground_and_what_stays_out_is_not_shown()
    {
        _ = await hub.AskAsync("therapist", """{ child(id: "P1") { circle { person { id name } } } }""");
        _ = await DraftAsync("dpo");

        var entries = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "subject-access.json")))!["entries"]!
            .AsArray().Select(entry => entry!).ToList();
        Assert.Contains("REDACT", entries.Select(Decision));
        Assert.Contains("EXEMPT", entries.Select(Decision));
        Assert.Contains("RELEASE", entries.Select(Decision));
        Assert.All(entries, entry => Assert.NotEmpty(entry["ground"]!.ToString()));
        Assert.All(entries.Where(entry => Decision(entry) == "REDACT"), entry => Assert.Null(entry["entry"]));
        Assert.All(
            entries.Where(entry => Decision(entry) == "EXEMPT"),
            entry => Assert.Contains(
                entry["ground"]!.ToString(), Grounds));
    }

    [Fact]
    public async Task Making_a_draft_is_in_the_log()
    {
        var draft = await DraftAsync("dpo");

        var log = await hub.AskAsync("auditor", "{ accessLog(first: 500) { nodes { auditId role purpose } } }");

        Assert.Contains(
            log["data"]!["accessLog"]!["nodes"]!.AsArray(),
            node => node!["role"]!.ToString() == "DPO" && node["purpose"]!.ToString() == "SUBJECT_RIGHTS"
                && draft.Contains(node["auditId"]!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_whom_data_was_passed_on_is_in_the_draft()
    {
        _ = await hub.AskAsync(
            "decision-maker", """{ child(id: "P1") { circle { person { id name } } } }""", new Access(Recipient: "HV"));

        var draft = await DraftAsync("dpo");

        Assert.Contains("data was passed on to HV for ", draft, StringComparison.Ordinal);
        Assert.DoesNotContain("not complete", draft, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("P999")]
    [InlineData("P31")]
    [InlineData("P21")]
    public async Task Who_is_not_there_is_shielded_or_has_no_link_is_told_in_the_same_words(string person)
    {
        var ran = await ClientVerb.RunAsync(hub, "dpo", _folder, ["subject-access", "--person", person]);

        const string Gap = "no such person, or none that you have a link to (NO_RELATIONSHIP): check the id";
        Assert.Equal(
            $"not complete: {Gap}\nnothing found about {person}\n", ran.Error.ReplaceLineEndings("\n"));
        Assert.Contains(
            $"**nothing found about {person}**",
            await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.md")),
            StringComparison.Ordinal);
        Assert.Equal([Gap, $"nothing found about {person}"], await IncompleteAsync());
    }

    [Fact]
    public async Task Records_that_the_officer_is_not_given_are_missing_from_the_draft_and_it_says_so()
    {
        var ran = await ClientVerb.RunAsync(hub, "dpo", _folder, ["subject-access", "--person", "P5"]);

        Assert.Contains(
            "not complete: person.chronology.nodes holds what is withheld from you (WITHHELD)", ran.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_hub_the_draft_says_that_nobody_could_tell()
    {
        await using var part = await OtherHub.StartAsync(down: "hub");

        var ran = await ClientVerb.RunAsync(part, "dpo", _folder, ["subject-access", "--person", "P2"]);

        Assert.DoesNotContain("no such person", ran.Error, StringComparison.Ordinal);
        Assert.Contains(
            "the hub's register is UNAVAILABLE: whom you have a link to was not known; ask again",
            await IncompleteAsync());
    }

    [Fact]
    public async Task Sources_and_logs_that_were_silent_are_named_in_the_draft()
    {
        await using var part = await OtherHub.StartAsync(down: "police");

        var ran = await ClientVerb.RunAsync(part, "dpo", _folder, ["subject-access", "--person", "P3"]);

        const string Gap = "POL is UNAVAILABLE: what it holds may be missing; ask again";
        Assert.Contains("not complete: " + Gap, ran.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"**not complete: {Gap}**",
            await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.md")),
            StringComparison.Ordinal);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.json")))!;
        Assert.Contains(Gap, json["incomplete"]!.AsArray().Select(gap => gap!.ToString()));
    }

    [Theory]
    [InlineData("decision-maker")]
    [InlineData("health-visitor")]
    [InlineData("auditor")]
    public async Task Nobody_but_the_data_protection_officer_makes_a_draft(string user)
    {
        var ran = await ClientVerb.RunAsync(hub, user, _folder, ["subject-access", "--person", "P3"]);

        Assert.Equal(1, ran.Code);
        Assert.Contains("PURPOSE_NOT_PERMITTED", ran.Error, StringComparison.Ordinal);
    }

    private async Task<string[]> IncompleteAsync() =>
    [
        .. JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.json")))!["incomplete"]!
            .AsArray().Select(gap => gap!.ToString()),
    ];

    private static string Decision(JsonNode entry) => entry["decision"]!.ToString();

    private async Task<string> DraftAsync(string user, string person = "P3")
    {
        var ran = await ClientVerb.RunAsync(hub, user, _folder, ["subject-access", "--person", person]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        return await File.ReadAllTextAsync(Path.Combine(_folder, "subject-access.md"));
    }
}
