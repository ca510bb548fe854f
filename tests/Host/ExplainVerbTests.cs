using System.Text.Json;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit;

namespace Aggregator.Host.Tests;

/// <summary>
/// Each folder of <c>cases/explain</c> is a situation: <c>operation.graphql</c>, and <c>arguments.txt</c> with the
/// other arguments of the verb. What it prints is a snapshot of the shipped policy and supergraph.
/// </summary>
public class ExplainVerbTests
{
    private static readonly string Cases = Verb.File("tests", "Host", "cases", "explain");

    public static TheoryData<string> Situations =>
        [.. Directory.EnumerateDirectories(Cases).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task Explanation_is_as_agreed(string situation)
    {
        var ran = await ExplainAsync(situation);

        Assert.Equal("", ran.Error);
        ran.Output.MatchSnapshot(SnapshotNameExtension.Create(situation));
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task Json_says_the_same_as_the_text(string situation)
    {
        var text = await ExplainAsync(situation);
        var ran = await ExplainAsync(situation, "--json");

        Assert.Equal(text.Code, ran.Code);
        using var json = JsonDocument.Parse(ran.Output);
        foreach (var field in Items(json, "fields"))
        {
            Assert.Contains($"  {field.GetProperty("path").GetString()} (", text.Output, StringComparison.Ordinal);
        }

        foreach (var refusal in Items(json, "refused"))
        {
            Assert.Contains(refusal.GetProperty("message").GetString()!, text.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_screen_withholds_is_asked_of_nobody()
    {
        foreach (var situation in Directory.EnumerateDirectories(Cases).Select(folder => Path.GetFileName(folder)!))
        {
            using var json = JsonDocument.Parse((await ExplainAsync(situation, "--json")).Output);
            var asked = Items(json, "asked")
                .Where(one => one.GetProperty("for").GetString() == "client")
                .SelectMany(one => one.GetProperty("coordinates").EnumerateArray().Select(each => each.GetString()))
                .ToHashSet();
            var given = Items(json, "fields").Where(field => !IsWithheld(field)).Select(Coordinate).ToHashSet();

            Assert.DoesNotContain(
                Items(json, "fields").Where(IsWithheld).Select(Coordinate).Except(given), asked.Contains);
        }
    }

    [Fact]
    public async Task An_agency_that_there_is_not_is_refused_with_those_that_there_are()
    {
        using var folder = new TemporaryFolder();
        var file = folder.With("name.graphql", "{ child(id: \"P1\") { name } }");

        var ran = await Verb.RunAsync(
            "explain", file, "--role", "HEALTH_VISITOR", "--purpose", "SAFEGUARD_OWN_CASELOAD", "--agency", "ZZZ");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith("`--agency ZZZ`: the supergraph has no such agency; name one of POL,", ran.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_field_of_an_interface_is_explained_for_each_type_that_is_ruled_otherwise()
    {
        using var folder = new TemporaryFolder();
        var file = folder.With("chronology.graphql", "{ child(id: \"P1\") { chronology { nodes { headline } } } }");

        var ran = await Verb.RunAsync(
            "explain", file, "--role", "THERAPIST", "--purpose", "SAFEGUARD_OWN_CASELOAD", "--stage", "S17");

        Assert.Contains(
            "chronology.nodes.headline (TherapySession.headline) CLEAR at most ← talking-therapies\n"
            + "    THERAPY_CONTACT (S3) CLEAR if ownAgency; else OMIT",
            ran.Output,
            StringComparison.Ordinal);
        Assert.Contains("EmergencyAttendance (URGENT_CONTACT)", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--role", "NOBODY", "the policy has no such role; name one of AMBULANCE, ")]
    [InlineData("--purpose", "NOTHING", "the policy has no such purpose; GP may state ")]
    public async Task What_the_policy_does_not_know_is_refused_with_what_it_knows(
        string option, string value, string message)
    {
        string[] usual = option == "--role" ? ["--purpose", "DIRECT_CARE"] : ["--role", "GP"];
        var operation = Path.Combine(Cases, "health-visitor", "operation.graphql");

        var ran = await Verb.RunAsync(["explain", operation, .. usual, option, value]);

        Assert.Equal(1, ran.Code);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operation_that_is_not_valid_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.With("wrong.graphql", "{ child(id: \"P1\") { noSuchField } }");

        var ran = await Verb.RunAsync("explain", file, "--role", "GP", "--purpose", "DIRECT_CARE");

        Assert.Equal(1, ran.Code);
        Assert.Contains("wrong.graphql: GRAPHQL_VALIDATION_FAILED", ran.Error, StringComparison.Ordinal);
        Assert.Contains("`noSuchField`", ran.Error, StringComparison.Ordinal);
    }

    private static async Task<Ran> ExplainAsync(string situation, params string[] more)
    {
        var folder = Path.Combine(Cases, situation);
        var arguments = (await File.ReadAllTextAsync(Path.Combine(folder, "arguments.txt")))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return await Verb.RunAsync(["explain", Path.Combine(folder, "operation.graphql"), .. arguments, .. more]);
    }

    private static IEnumerable<JsonElement> Items(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var items) ? items.EnumerateArray() : [];

    private static bool IsWithheld(JsonElement field) => field.GetProperty("decided").GetString() == "screen";

    private static string Coordinate(JsonElement field) => field.GetProperty("coordinate").GetString()!;
}
