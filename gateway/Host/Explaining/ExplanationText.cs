using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aggregator.Policy;

namespace Aggregator.Host.Explaining;

/// <summary>Writes an explanation for people.</summary>
internal static class ExplanationText
{
    public static string Print(Explanation explanation)
    {
        var text = new StringBuilder();
        var caller = explanation.Caller;
        _ = text.Append(CultureInfo.InvariantCulture, $"{explanation.Operation}\n")
            .Append(CultureInfo.InvariantCulture, $"as {caller.Role} of {caller.Agency} for {caller.Purpose} ")
            .Append(CultureInfo.InvariantCulture, $"at {StageCodes.Of(caller.Stage)}, ")
            .Append(CultureInfo.InvariantCulture, $"policy {explanation.Policy}\n");
        if (!explanation.Refusals.IsEmpty)
        {
            _ = text.Append("\nrefused as a whole: nobody is asked\n");
            foreach (var refusal in explanation.Refusals)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"  {refusal.Code}: {refusal.Message}\n");
            }

            return text.ToString();
        }

        Asked(text, explanation.Asked);
        Fields(text, "withheld by the screen: never asked, whoever the person is", explanation, DecidingPoint.Screen);
        Fields(
            text,
            "decided for each person, before an agency is asked and before the answer; needs a link to the person",
            explanation,
            DecidingPoint.EachPerson);
        Fields(text, "nothing to decide", explanation, DecidingPoint.Nowhere);
        return text.ToString();
    }

    private static void Asked(StringBuilder text, ImmutableArray<AskedOfAgency> asked)
    {
        _ = text.Append("\nasked\n");
        foreach (var agency in asked.GroupBy(one => one.Subgraph))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  {agency.Key}\n");
            foreach (var one in agency)
            {
                var recipient = one.Recipient switch
                {
                    AskedOfAgency.Client => "for the client",
                    AskedOfAgency.Gateway => "for the gateway alone",
                    _ => $"for {one.Recipient}, " + (one.StandingDecision is { } decision
                        ? $"under {decision}"
                        : "as far as the caller may see it"),
                };
                _ = text.Append(CultureInfo.InvariantCulture, $"    {recipient}: {ByType(one.Coordinates)}\n");
            }
        }

        if (asked.IsEmpty)
        {
            _ = text.Append("  nobody\n");
        }
    }

    // Of what is withheld from everybody, only what withholds it explains it.
    private static IEnumerable<ExplainedRule> Telling(ExplainedField field) => field.Point == DecidingPoint.Screen
        ? field.Rules.Where(rule => rule.Most != Effect.Clear && rule.Most == field.Rules.Max(other => other.Most))
        : field.Rules;

    private static string ByType(ImmutableArray<string> coordinates) => string.Join(", ", coordinates
        .Select(coordinate => coordinate.Split('.'))
        .GroupBy(parts => parts[0], parts => parts[1])
        .Select(type => $"{type.Key} {{ {string.Join(' ', type)} }}"));

    private static void Fields(StringBuilder text, string title, Explanation explanation, DecidingPoint point)
    {
        var fields = explanation.Fields.Where(field => field.Point == point).ToList();
        if (fields.Count > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        }

        foreach (var field in fields)
        {
            var types = field.OnTypes.Length > 1 ? $" on {string.Join(", ", field.OnTypes)}" : "";
            var asked = field.AskedOf.IsEmpty ? "" : $" ← {string.Join(", ", field.AskedOf)}";
            var most = point switch
            {
                DecidingPoint.Screen => $" {Effects.NameOf(field.Most)}",
                DecidingPoint.EachPerson => $" {Effects.NameOf(field.Most)} at most",
                _ => "",
            };
            _ = text.Append(CultureInfo.InvariantCulture, $"  {field.Path} ({field.Coordinate}{types}){most}{asked}\n");
            if (field.Note is { } note)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"    {note}\n");
            }

            foreach (var rule in Telling(field))
            {
                var inherited = field.Inherited.Contains(rule.Class) ? ", flows into it" : "";
                _ = text.Append(
                    CultureInfo.InvariantCulture, $"    {rule.Class} ({rule.Tier}{inherited}) {rule.Because}\n");
            }
        }
    }
}
