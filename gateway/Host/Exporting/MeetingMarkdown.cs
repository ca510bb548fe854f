using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Aggregator.CaseView;
using Aggregator.Kit;

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
        Line(text, $"# For {Agency(export.Recipient)} ({export.Recipient}) only: records of {Text(child["name"])}");
        Line(text, "");
        Line(text, $"Passed on for: {Said("Purpose", disclosure["purpose"])}. Stage: "
            + $"{Said("Stage", disclosure["stage"])}. As known on {When(disclosure["asAt"])}; all times are London's. "
            + $"Policy {disclosure["policy"]}, entry {disclosure["auditId"]} of the access log, "
            + $"on decision {decision} of the hub's register.");
        foreach (var error in AnswerJson.Errors(export.Answer))
        {
            Line(text, "");
            Line(text, $"**Not complete: {Escaped(error)}**");
        }

        AddPlaces(text, child, disclosure);
        AddPeople(text, child, disclosure);
        AddChronology(text, child, disclosure);
        AddWithheld(text, disclosure);
        return text.ToString();
    }

    private static void AddPlaces(StringBuilder text, JsonNode child, JsonNode disclosure)
    {
        Heading(text, "Where the child stays");
        var stays = AnswerJson.Items(child["residences"]).ToList();
        if (stays.Count == 0)
        {
            Line(text, WhyNone(disclosure, "Child.residences"));
        }

        foreach (var stay in stays)
        {
            var address = stay["address"];
            var lines = AnswerJson.Items(address?["lines"]).Select(line => Escaped(line.ToString()))
                .Append(Text(address?["postcode"] ?? address?["district"])).Where(part => part != Blank).ToList();
            var forbidden = AnswerJson.Items(address?["doNotDiscloseTo"])
                .Select(person => person["id"]!.ToString()).ToList();
            var mark = forbidden.Count == 0 ? "" : $" **Do not disclose to {string.Join(", ", forbidden)}.**";
            var place = lines.Count == 0 ? "address withheld" : string.Join(", ", lines);
            Line(text, $"- {Text(address?["id"])}: {place} ({Spelled(stay["kind"])}, "
                + $"{Spelled(stay["pattern"])}, since {Day(stay["from"])}).{mark}");
        }
    }

    private static void AddPeople(StringBuilder text, JsonNode child, JsonNode disclosure)
    {
        Heading(text, "Around the child");
        var members = AnswerJson.Items(child["circle"]).ToList();
        if (members.Count == 0)
        {
            Line(text, WhyNone(disclosure, "Child.circle"));
        }

        foreach (var member in members)
        {
            Line(text, $"- {Spelled(member["relation"])}: {Text(member["person"]?["name"])} "
                + $"({Text(member["person"]?["id"])})");
        }
    }

    private static void AddChronology(StringBuilder text, JsonNode child, JsonNode disclosure)
    {
        var events = AnswerJson.Items(child["chronology"]?["nodes"]).ToList();
        var agencies = events.Select(each => Text(each["agency"])).Distinct()
            .Order(StringComparer.Ordinal).ToList();
        Heading(text, "Chronology");
        if (agencies.Count == 0)
        {
            Line(text, WhyNone(disclosure, "Child.chronology"));
        }
        else
        {
            AddEvents(text, events, agencies);
        }

        foreach (var missing in AnswerJson.Items(child["chronology"]?["missing"]))
        {
            Line(text, "");
            Line(text, $"{Agency(missing["agency"])}: {Said("SourceState", missing["state"])}. Ask again.");
        }
    }

    private static void AddEvents(StringBuilder text, List<JsonNode> events, List<string> agencies)
    {
        Line(text, "| when | " + string.Join(" | ", agencies.Select(Agency)) + " |");
        Line(text, "|---|" + string.Concat(agencies.Select(_ => "---|")));
        foreach (var each in events)
        {
            var cells = agencies.Select(agency => agency == Text(each["agency"]) ? Cell(each) : "");
            Line(text, $"| {When(each["sortAt"])} | {string.Join(" | ", cells)} |");
        }
    }

    private static void AddWithheld(StringBuilder text, JsonNode disclosure)
    {
        Heading(text, "Withheld from this recipient, and why");
        var withheld = AnswerJson.Items(disclosure["withheld"])
            .GroupBy(each => (What: CaseViewWords.SayField(Text(each["coordinate"])),
                Effect: Said("disclosure__Effect", each["effect"]), Why: Said("Reason", each["reason"]),
                Whom: Whom(each)))
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

        if (disclosure["moreWithheld"] is { } more)
        {
            Line(text, "");
            Line(text, $"And at {more} more places, which the gateway does not list.");
        }
    }

    private const string Blank = "–";

    // Every absence has a reason: withheld, not told because a source is silent, or nothing there that is shared.
    private static string WhyNone(JsonNode disclosure, string coordinate)
    {
        var marker = AnswerJson.Items(disclosure["withheld"])
            .FirstOrDefault(each => Text(each["coordinate"]) == coordinate);
        if (marker is not null)
        {
            return $"Withheld from this recipient: {Said("Reason", marker["reason"])}. Talk to {Whom(marker)}.";
        }

        var silent = AnswerJson.Items(disclosure["sources"]).Where(source => Text(source["state"]) != "OK")
            .Select(source => $"{Agency(source["agency"])} ({Said("SourceState", source["state"])})")
            .Distinct().ToList();
        return silent.Count > 0
            ? $"Cannot tell: not every source could be asked: {string.Join(", ", silent)}."
            : "Nothing found in what the sources share with this recipient.";
    }

    // Codes of agencies, in one text; without any it is the hub.
    private static string Whom(JsonNode marker) => string.Join(
        ", ", (marker["contact"]?.ToString() is { Length: > 0 } codes ? codes : "HUB").Split(", ").Select(Agency));

    private static string Cell(JsonNode each)
    {
        string?[] parts =
        [
            each["kind"] is { } kind ? Spelled(kind) : null,
            each["headline"]?.ToString(),
            each["narrative"]?.ToString(),
            .. AnswerJson.Items(each["gradings"]).Select(grading =>
                $"graded {Spelled(grading["grade"])} on the {grading["scheme"]?.ToString() ?? "sender's own scale"}"),
            .. AnswerJson.Items(each["decisions"]).Select(decision =>
                $"decided: {Said("ScreeningOutcome", decision["outcome"])} {decision["rationale"]}".TrimEnd()),
            each["contact"] is { } contact ? $"talk to {contact["team"]}, {contact["phone"]}" : null,
        ];
        return Escaped(string.Join("; ", parts.Where(part => !string.IsNullOrWhiteSpace(part))));
    }

    // As the pages show it: where the hub is.
    private static string When(JsonNode? instant) =>
        LondonTime.TryInstant(instant?.ToString() ?? "", out var at)
            ? LondonTime.At(at).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)
            : Blank;

    private static string Day(JsonNode? date) =>
        LondonTime.TryDate(date?.ToString() ?? "", out var day)
            ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : Blank;

    private static string Agency(JsonNode? code) => Agency(Text(code));

    private static string Agency(string code) => CaseViewWords.Say("AgencyCode", code);

    private static string Said(string list, JsonNode? code) =>
        code is null ? Blank : CaseViewWords.Say(list, code.ToString());

    private static string Spelled(JsonNode? code) =>
        code is null ? Blank : CaseViewWords.Spell(code.ToString());

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
