using System.Text.Json;
using Xunit;

namespace Aggregator.Validation.Tests;

/// <summary>
/// Mutated documents are judged as graphql-js judges them: the same break the syntax, the others break the same rules.
/// eng/differential/validation makes the sample; another seed makes another.
/// </summary>
public class MutationTests
{
    private const string Syntax = "syntax";

    // When a document breaks the first, graphql-js and we may differ on the second: each only reports consequences.
    private static readonly (string Broken, string Differing)[] Consequences =
    [
        ("5.1.1", "5.5.1.2"), // types named inside a definition that cannot be sent anyway
        ("5.5.1.2", "5.2.4.1"), // root fields of a subscription through a fragment on an unknown type
        ("5.5.1.1", "5.3.2"), // which of two fragments of one name is spread
        ("5.5.1.1", "5.5.2.3"),
        ("5.5.1.1", "5.8.3"),
        ("5.5.1.1", "5.8.4"),
        ("5.5.1.1", "5.8.5"),
        ("5.5.2.2", "5.3.2"), // we do not compare fields of fragments that spread themselves
        ("5.8.1", "5.8.5"), // which of two variables of one name is used
        ("5.8.2", "5.8.5"), // uses of a variable that is not for input
        ("5.2.4.1", "5.2.4.1"), // graphql-js applies literal conditions first
    ];

    [Fact]
    public void Mutated_documents_are_judged_as_graphql_js_judges_them()
    {
        var sample = JsonSerializer.Deserialize<Mutation[]>(
            File.ReadAllText(Path.Combine(Fixture.Cases, "mutations.json")), JsonSerializerOptions.Web)!;

        var differing = sample
            .Select(mutation => (mutation, Ours: Judge(mutation.Text)))
            .Where(pair => !IsSame(pair.mutation.Verdict, pair.Ours))
            .Select(pair => $"{pair.mutation.Text}: graphql-js [{string.Join(' ', pair.mutation.Verdict)}], "
                + $"ours [{string.Join(' ', pair.Ours)}]");

        Assert.Equal("", string.Join('\n', differing));
        Assert.True(sample.Length > 500, $"only {sample.Length} documents");
    }

    private static HashSet<string> Judge(string text) =>
    [
        .. Fixture.Validate(text, limits: OperationLimits.Default with { MaxErrors = 1_000 }).Errors
            .Where(error => error.Code != OperationErrorCodes.ResolutionFailure)
            .Select(error => error.Code == OperationErrorCodes.ParseFailed ? Syntax : error.Section ?? error.Message),
    ];

    // One rule of graphql-js can be several of ours, then written with bars between.
    private static bool IsSame(IReadOnlyList<string> theirs, HashSet<string> ours)
    {
        var ignored = Consequences.Where(pair => ours.Contains(pair.Broken)).Select(pair => pair.Differing).ToHashSet();
        return theirs.All(rule => rule.Split('|').Any(section => ours.Contains(section) || ignored.Contains(section)))
            && ours.All(section => ignored.Contains(section)
                || theirs.Any(rule => rule.Split('|').Contains(section)));
    }

    private sealed record Mutation(string Text, string[] Verdict);
}
