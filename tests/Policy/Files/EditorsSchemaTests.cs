using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>
/// The schema that editors read says what the reader says: the same sections, fields, fields that have to be there and
/// words. What the reader knows it says itself, of a file that has nothing right at the place.
/// </summary>
public class EditorsSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(
        File.ReadAllText(Path.Combine(ShippedPolicy.Root, "schema", "policy", "schema.json")))!;

    [Fact]
    public void Sections_are_the_readers() =>
        Assert.Equal(Known("`nonsense` is no section", "nonsense: 1"), Keys(Schema));

    [Fact]
    public void Fields_of_everything_are_the_readers()
    {
        var all = Places(Schema, "").Where(place => place.At.Contains(':') && place.Node["properties"] is not null)
            .ToList();

        Assert.True(all.Count >= 17, $"{all.Count} places");
        Assert.All(all, place =>
        {
            var text = place.At + "{ nonsense: 1 }" + Closed(place.At);
            Assert.Equal(Known(".nonsense` is not known here", text), Keys(place.Node));
            var path = Faults(text).Select(fault => Regex.Match(fault.Message, @"^`(.+)\.nonsense` is not known"))
                .Single(unknown => unknown.Success).Groups[1].Value;
            Assert.Equal(
                Faults(text).Select(fault => Regex.Match(fault.Message, $"^`{Regex.Escape(path)}` lacks `(.+)`$"))
                    .Where(lacks => lacks.Success).Select(lacks => lacks.Groups[1].Value).Order(StringComparer.Ordinal),
                (place.Node["required"]?.AsArray() ?? []).Select(key => key!.ToString()).Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Words_to_choose_from_are_the_readers()
    {
        // Of these the reader knows more, and says why they cannot stand there.
        string[] refused = ["consent:{stages:", "breakGlass:{ceilings:{X:"];
        var all = Places(Schema, "").Where(place => place.Node["enum"] is not null).ToList();

        Assert.True(all.Count >= 12, $"{all.Count} places");
        Assert.All(all, place =>
        {
            var known = Known("nonsense`", place.At + "nonsense" + Closed(place.At)).ToList();
            var words = place.Node["enum"]!.AsArray().Select(word => word!.ToString()).Order(StringComparer.Ordinal);
            if (refused.Any(at => place.At.StartsWith(at, StringComparison.Ordinal)))
            {
                Assert.Subset(known.ToHashSet(), words.ToHashSet());
            }
            else
            {
                Assert.Equal(known, words);
            }
        });
    }

    [Fact]
    public void Conditions_of_grants_are_the_readers()
    {
        var pattern = Schema["properties"]!["grants"]!["additionalProperties"]!["additionalProperties"]!["oneOf"]![0]!
            ["pattern"]!.ToString();

        var words = Regex.Match(pattern, @"\(when\|and\) \(([^)]+)\)").Groups[1].Value.Split('|');

        Assert.Equal(
            [.. ConditionNames.All.Keys.Append("stage>=S17").Append("stage>=S47").Order(StringComparer.Ordinal)],
            words.Order(StringComparer.Ordinal));
    }

    // Every part of the schema with the YAML that leads to it, as in `roles:{X:`.
    private static IEnumerable<(string At, JsonNode Node)> Places(JsonNode node, string at)
    {
        yield return (at, node);
        var below = (node["properties"]?.AsObject() ?? [])
            .Select(entry => (At: at + (at.Length == 0 ? "" : "{") + entry.Key + ":", Node: entry.Value!));
        if (node["additionalProperties"] is JsonObject each)
        {
            below = below.Append((at + "{X:", each));
        }

        if (node["items"] is { } item)
        {
            below = below.Append((at + "[", item));
        }

        foreach (var place in below.SelectMany(next => Places(next.Node, next.At)))
        {
            yield return place;
        }
    }

    private static string Closed(string at) =>
        string.Concat(at.Where(letter => letter is '{' or '[').Reverse().Select(letter => letter == '{' ? '}' : ']'));

    private static IEnumerable<string> Keys(JsonNode node) =>
        node["properties"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Known(string message, string text) =>
        Assert.Single(Faults(text), fault => fault.Message.Contains(message, StringComparison.Ordinal)).Cure
            ["write one of ".Length..].Split(", ").Order(StringComparer.Ordinal);

    private static IEnumerable<PolicyFault> Faults(string text) =>
        PolicyReader.Read([new PolicyText("one.yaml", Regex.Replace(text, ":(?=[^ ])", ": "))]).Faults;
}
