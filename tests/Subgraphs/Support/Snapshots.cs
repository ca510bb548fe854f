using System.Text.Encodings.Web;
using System.Text.Json;
using Snapshooter.Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>Answers as readable snapshots.</summary>
internal static class Snapshots
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void MatchSnapshot(this JsonElement answer, string? situation = null)
    {
        var text = JsonSerializer.Serialize(answer, Readable);
        if (situation is null)
        {
            Snapshot.Match(text);
        }
        else
        {
            Snapshot.Match(text, Snapshooter.SnapshotNameExtension.Create(situation));
        }
    }
}
