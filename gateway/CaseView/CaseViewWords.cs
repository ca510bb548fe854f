using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace Aggregator.CaseView;

/// <summary>
/// The words that the pages have for codes (`pages/words.js`), for documents that people read besides: one list of
/// words, so that a page and a document never call the same thing differently.
/// </summary>
public static partial class CaseViewWords
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Lists = Read();

    /// <summary>The words for a code; a code without words of its own is spelled out rather than lost.</summary>
    /// <param name="list">The list, such as `AgencyCode`.</param>
    /// <param name="code">The code.</param>
    public static string Say(string list, string code) =>
        Lists.TryGetValue(list, out var words) && words.TryGetValue(code, out var said) ? said : Spell(code);

    /// <summary>A code that needs no words of its own: `ALTERNATING` is "alternating".</summary>
    /// <param name="code">The code.</param>
    public static string Spell(string code) => code.Replace('_', ' ').ToLowerInvariant();

    /// <summary>A field of the schema: `PoliceIncident.narrative` is "police incident: narrative".</summary>
    /// <param name="coordinate">Type and field.</param>
    public static string SayField(string coordinate) =>
        string.Join(": ", coordinate.Split('.').Select(name => Inside().Replace(name, "$1 $2").ToLowerInvariant()));

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Read() =>
        List().Matches(Encoding.UTF8.GetString(EmbeddedPages.Read("words.js"))).ToFrozenDictionary(
            list => list.Groups[1].Value,
            list => Entry().Matches(list.Groups[2].Value).ToFrozenDictionary(
                entry => entry.Groups[1].Value, entry => entry.Groups[2].Value, StringComparer.Ordinal),
            StringComparer.Ordinal);

    [GeneratedRegex(@"^  (\w+): \{([^}]*)\}", RegexOptions.Multiline)]
    private static partial Regex List();

    [GeneratedRegex("""\b([A-Z][A-Z0-9_]*):\s*"([^"]*)["]""")]
    private static partial Regex Entry();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Inside();
}
