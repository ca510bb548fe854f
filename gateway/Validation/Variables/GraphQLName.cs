using System.Text.RegularExpressions;

namespace Aggregator.Validation;

/// <summary>Names as the specification forms them (section 2.1.9).</summary>
internal static partial class GraphQLName
{
    /// <summary>True for a name that is short enough to be repeated in a message: at most 64 characters.</summary>
    public static bool Is(string text) => text.Length <= 64 && Form().IsMatch(text);

    [GeneratedRegex(@"\A[_A-Za-z][_0-9A-Za-z]*\z")]
    private static partial Regex Form();
}
