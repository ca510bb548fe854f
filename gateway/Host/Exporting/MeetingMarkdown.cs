using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Aggregator.Host.Exporting;

/// <summary>An export as a document: an integrated chronology with a column for each agency.</summary>
internal static class MeetingMarkdown
{
    /// <summary>The document for one recipient.</summary>
    /// <param name="export">What the gateway gave for it.</param>
    /// <param name="decision">The recorded decision that it is handed over on.</param>
    public static string Of(RecipientExport export, string decision)
    {
        var child = export.Answer["data"]!["child"]!;
        var disclosure = export.Answer["extensions"]!["disclosure"]!;
        var text = new StringBuilder();
        Line(text, $"# For {export.Recipient} only: records of {Text(child["name"])}");
        Line(text, "");
        Line(text, $"Passed on for {disclosure["purpose"]} at stage {disclosure["stage"]}, as known at "
            + $"{disclosure["asAt"]}. Policy {disclosure["policy"]}, entry {disclosure["auditId"]} of the access log, "
            + $"on decision {decision} of the hub's register.");
        AddPlaces(text, child);
        AddPeople(text, child);
        AddChronology(text, child);
        AddWithheld(text, disclosure);
        return text.ToString();
    }

    private static void AddPlaces(StringBuilder text, JsonNode child)
    {
        Heading(text, "Where the child stays");
        foreach (var stay in Items(child["residences"]))
        {
            var address = stay["address"];
            var lines = Items(address?["lines"]).Select(line => line.ToString())
                .Append(Text(address?["postcode"])).Where(part => part != Blank);
            var forbidden = Items(address?["doNotDiscloseTo"]).Select(person => person["id"]!.ToString()).ToList();
            var mark = forbidden.Count == 0 ? "" : $" **Do not disclose to {string.Join(", ", forbidden)}.**";
            Line(text, $"- {Text(address?["id"])}: {string.Join(", ", lines)} ({Text(stay["kind"])}, "
                + $"{Text(stay["pattern"])}, from {Text(stay["from"])}).{mark}");
        }
    }

    private static void AddPeople(StringBuilder text, JsonNode child)
    {
        Heading(text, "Around the child");
        foreach (var member in Items(child["circle"]))
        {
            Line(text, $"- {Text(member["relation"])}: {Text(member["person"]?["name"])} "
                + $"({Text(member["person"]?["id"])})");
        }
    }

    private static void AddChronology(StringBuilder text, JsonNode child)
    {
        var events = Items(child["chronology"]?["nodes"]).ToList();
        var agencies = events.Select(each => Text(each["agency"])).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        Heading(text, "Chronology");
        if (agencies.Count == 0)
        {
            Line(text, "Nothing found in what the sources share with this recipient.");
            return;
        }

        Line(text, "| when | " + string.Join(" | ", agencies) + " |");
        Line(text, "|---|" + string.Concat(agencies.Select(_ => "---|")));
        foreach (var each in events)
        {
            var cells = agencies.Select(agency => agency == Text(each["agency"]) ? Cell(each) : "");
            Line(text, $"| {When(each)} | {string.Join(" | ", cells)} |");
        }

        foreach (var missing in Items(child["chronology"]?["missing"]))
        {
            Line(text, "");
            Line(text, $"{Text(missing["agency"])} did not answer ({Text(missing["state"])}): ask again.");
        }
    }

    private static void AddWithheld(StringBuilder text, JsonNode disclosure)
    {
        Heading(text, "Withheld from this recipient, and why");
        var withheld = Items(disclosure["withheld"])
            .GroupBy(each => (What: Text(each["coordinate"]), Effect: Text(each["effect"]),
                Why: Text(each["reason"]), Whom: string.Join(", ", Contacts(each["contact"]))))
            .OrderBy(group => group.Key.What, StringComparer.Ordinal)
            .ToList();
        if (withheld.Count == 0)
        {
            Line(text, "Nothing.");
            return;
        }

        Line(text, "| what | in its place | why | talk to | places |");
        Line(text, "|---|---|---|---|---|");
        foreach (var group in withheld)
        {
            Line(text, $"| {group.Key.What} | {group.Key.Effect} | {group.Key.Why} | {group.Key.Whom} | "
                + string.Create(CultureInfo.InvariantCulture, $"{group.Count()} |"));
        }
    }

    private const string Blank = "–";

    private static IEnumerable<string> Contacts(JsonNode? contact) => contact switch
    {
        JsonArray list => list.Select(each => each?.ToString() ?? ""),
        null => [],
        _ => [contact.ToString()],
    };

    private static string Cell(JsonNode each)
    {
        string?[] parts =
        [
            each["kind"]?.ToString().Replace('_', ' ').ToLowerInvariant(),
            each["headline"]?.ToString(),
            each["narrative"]?.ToString(),
            .. Items(each["gradings"]).Select(grading => $"grade {Text(grading["grade"])} ({Text(grading["scheme"])})"),
            .. Items(each["decisions"]).Select(decision =>
                $"decided: {Text(decision["outcome"])} {decision["rationale"]}".TrimEnd()),
            each["contact"] is { } contact ? $"talk to {Text(contact["team"])}, {Text(contact["phone"])}" : null,
        ];
        return Escaped(string.Join("; ", parts.Where(part => !string.IsNullOrWhiteSpace(part))));
    }

    private static string When(JsonNode each) => DateTimeOffset.TryParse(
        each["sortAt"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)
            : Blank;

    private static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();

    private static string Text(JsonNode? node) => Escaped(node?.ToString() ?? Blank);

    private static string Escaped(string text) => text.ReplaceLineEndings(" ")
        .Replace("|", "\\|", StringComparison.Ordinal);

    private static void Heading(StringBuilder text, string heading)
    {
        Line(text, "");
        Line(text, "## " + heading);
        Line(text, "");
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
