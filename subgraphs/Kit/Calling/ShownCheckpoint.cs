using System.Globalization;

namespace Aggregator.Kit;

/// <summary>
/// A checkpoint as the gateway shows it (C2SP tlog-checkpoint): origin, size and root, one a line, then its signature.
/// The caller context that carries it is signed; whoever verifies the log checks the checkpoint's own signature.
/// </summary>
/// <param name="Origin">The log's name.</param>
/// <param name="Size">How many entries it is over.</param>
/// <param name="Root">The root of its tree, base64.</param>
/// <param name="Text">The whole text.</param>
internal sealed record ShownCheckpoint(string Origin, long Size, string Root, string Text)
{
    private const int MaxLength = 1024;

    /// <summary>Reads one; null when it is none.</summary>
    public static ShownCheckpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        return text.Length <= MaxLength && lines.Length >= 5 && lines[0].Length > 0 && lines[2].Length > 0
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? new ShownCheckpoint(lines[0], size, lines[2], text)
                : null;
    }
}
