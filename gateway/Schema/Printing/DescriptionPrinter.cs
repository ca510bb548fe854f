using System.Text;

namespace Aggregator.Schema;

/// <summary>Writes descriptions: as block strings where that gives the same text back, quoted otherwise.</summary>
internal static class DescriptionPrinter
{
    public static void Append(StringBuilder text, string? description, string indent)
    {
        if (description is null)
        {
            return;
        }

        _ = text.Append(indent);
        if (!SurvivesBlock(description))
        {
            ValuePrinter.AppendString(text, description);
        }
        else if (FitsOneLine(description))
        {
            _ = text.Append("\"\"\"").Append(Escape(description)).Append("\"\"\"");
        }
        else
        {
            AppendLines(text, description, indent);
        }

        _ = text.Append('\n');
    }

    private static void AppendLines(StringBuilder text, string description, string indent)
    {
        _ = text.Append("\"\"\"\n");
        foreach (var line in Escape(description).Split('\n'))
        {
            _ = line.Length == 0 ? text.Append('\n') : text.Append(indent).Append(line).Append('\n');
        }

        _ = text.Append(indent).Append("\"\"\"");
    }

    private static bool FitsOneLine(string description) =>
        !description.Contains('\n', StringComparison.Ordinal)
        && description.Length < 70
        && description[^1] is not ('"' or '\\')
        && description[0] != '"';

    // A block string loses control characters, blank lines at either end, and the indentation common to all lines.
    private static bool SurvivesBlock(string description)
    {
        var lines = description.Split('\n');
        return description.All(character => character is '\n' or >= ' ' and not '\u007f')
            && !string.IsNullOrWhiteSpace(lines[0])
            && !string.IsNullOrWhiteSpace(lines[^1])
            && lines.Any(line => line.Length > 0 && line[0] != ' ')
            && lines[0][0] != ' ';
    }

    private static string Escape(string description) =>
        description.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal);
}
