using System.CommandLine;
using System.Text.Json.Nodes;
using Aggregator.Host.Verbs;
using Xunit;

namespace Aggregator.Host.Tests.Exporting;

/// <summary>What the verbs that give documents write, and what they refuse before they ask.</summary>
public sealed class WrittenDocumentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Document_is_its_owners_alone_whatever_stood_in_its_place()
    {
        const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead;
        await using var gateway = await CannedGateway.StartAsync(Answer);
        var (open, elsewhere) = (Path.Combine(_folder.Name, "subject-access.md"), Path.Combine(_folder.Name, "other"));
        await File.WriteAllTextAsync(open, "old");
        await File.WriteAllTextAsync(elsewhere, "old");
        _ = File.CreateSymbolicLink(Path.Combine(_folder.Name, "subject-access.json"), elsewhere);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(open, Open);
        }

        var (code, error) = await RunAsync(gateway, "subject-access", "--person", "P1");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("# Draft for", await File.ReadAllTextAsync(open), StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(elsewhere));
        Assert.Null(new FileInfo(Path.Combine(_folder.Name, "subject-access.json")).LinkTarget);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(open));
        }

        Assert.Equal(
            ["other", "subject-access.json", "subject-access.md", "token"],
            Directory.EnumerateFileSystemEntries(_folder.Name).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("subject-access.md", "subject-access", "--person", "P1")]
    [InlineData("subject-access.json", "subject-access", "--person", "P1")]
    [InlineData("for-CSC.json", "export", "--child", "P1", "--recipient", "CSC", "--authorised-by", "a manager")]
    public async Task File_that_cannot_be_written_over_is_refused_before_anything_is_asked(
        string file, params string[] arguments)
    {
        await using var gateway = await CannedGateway.StartAsync(Answer);
        var path = Path.Combine(_folder.Name, file);
        await File.WriteAllTextAsync(path, "kept");
        File.SetAttributes(path, FileAttributes.ReadOnly);

        var (code, error) = await RunAsync(gateway, arguments);

        Assert.Equal(1, code);
        Assert.StartsWith($"{path}: is a folder, or a file that may only be read", error, StringComparison.Ordinal);
        Assert.Equal(0, gateway.Asked);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("csc")]
    [InlineData("NOBODY")]
    [InlineData("../CSC")]
    public async Task Recipient_that_no_agency_is_is_refused_before_anything_is_asked(string recipient)
    {
        await using var gateway = await CannedGateway.StartAsync(Answer);

        var (code, error) = await RunAsync(
            gateway, "export", "--child", "P1", "--recipient", "CSC", "--recipient", recipient, "--authorised-by", "a");

        Assert.Equal(1, code);
        Assert.StartsWith($"`--recipient {recipient}`: name one of ", error, StringComparison.Ordinal);
        Assert.Equal(0, gateway.Asked);
    }

    [Fact]
    public async Task Document_that_fails_after_its_decision_names_the_decision_and_why()
    {
        await using var gateway = await CannedGateway.StartAsync((query, variables) =>
        {
            if (query.Contains("mutation", StringComparison.Ordinal))
            {
                _ = Directory.CreateDirectory(Path.Combine(_folder.Name, "for-CSC.md"));
            }

            return Answer(query, variables);
        });

        var (code, error) = await RunAsync(
            gateway, "export", "--child", "P1", "--recipient", "CSC", "--authorised-by", "a manager");

        Assert.Equal(1, code);
        Assert.StartsWith(
            "decision HUB-S-1 is recorded, but its document was not written: ", error, StringComparison.Ordinal);
        Assert.Contains("for-CSC.md", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_that_failed_on_the_way_says_why()
    {
        await using var gateway = await CannedGateway.StartAsync((query, variables) =>
            query.Contains("mutation", StringComparison.Ordinal)
                ? CannedGateway.Answer("""{ "recordSharingDecision": null }""", errors: """
                    { "message": "no answer", "path": ["recordSharingDecision"],
                      "extensions": { "code": "SUBGRAPH_X" } }
                    """)
                : Answer(query, variables));

        var (code, error) = await RunAsync(
            gateway, "export", "--child", "P1", "--recipient", "CSC", "--authorised-by", "a manager");

        Assert.Equal(1, code);
        Assert.Contains("recordSharingDecision: SUBGRAPH_X: no answer", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_noted_of_a_draft_is_in_its_JSON()
    {
        await using var gateway = await CannedGateway.StartAsync((query, variables) =>
            query.Contains("accesses", StringComparison.Ordinal)
                ? Answer(query, variables)
                : CannedGateway.Answer("""{ "person": null }""", """
                    , "complete": true, "withheld": [{ "path": ["person"], "reason": "NO_RELATIONSHIP" }]
                    """));

        var (code, error) = await RunAsync(gateway, "subject-access", "--person", "P21");

        string[] notes =
        [
            "no such person, or none that you have a link to (NO_RELATIONSHIP): check the id",
            "nothing found about P21",
        ];
        Assert.Equal(0, code);
        Assert.Equal(["not complete: " + notes[0], notes[1], ""], error.ReplaceLineEndings("\n").Split('\n'));
        var draft = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder.Name, "subject-access.json")))!;
        Assert.Equal(notes, draft["incomplete"]!.AsArray().Select(note => note!.ToString()));
    }

    private static string Answer(string query, JsonNode variables) => CannedGateway.Answer(
        query.Contains("mutation", StringComparison.Ordinal) ? """{ "recordSharingDecision": { "id": "HUB-S-1" } }"""
        : query.Contains("accesses", StringComparison.Ordinal)
            ? """{ "accesses": { "nodes": [], "hasMore": false, "logs": [] } }"""
        : query.Contains("child", StringComparison.Ordinal)
            ? """{ "child": { "chronology": { "nodes": [{ "id": "r0" }], "pageInfo": {}, "missing": [] } } }"""
        : """
          { "person": { "consents": [], "sharingDecisions": [],
            "chronology": { "nodes": [{ "__typename": "HealthVisit", "agency": "HV" }], "pageInfo": {} } } }
          """,
        ", \"complete\": true, \"withheld\": []");

    private async Task<(int Code, string Error)> RunAsync(CannedGateway gateway, params string[] arguments)
    {
        var token = Path.Combine(_folder.Name, "token");
        await File.WriteAllTextAsync(token, "token");
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(
            [
                .. arguments, "--gateway", gateway.Url.ToString(), "--token-file", token, "--output", _folder.Name,
            ],
            new InvocationConfiguration { Output = output, Error = error });
        return (code, error.ToString());
    }
}
