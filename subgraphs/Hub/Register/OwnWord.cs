using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// What somebody says of a child to whom a link shows no more than alerts: it is kept, and counts for nobody but the
/// worker who said it. Else who has to do with another family could set aside what the child's own practitioners see.
/// </summary>
internal static class OwnWord
{
    private const string Field = "countsForAuthorOnly";

    /// <summary>Marks what is to be written.</summary>
    /// <param name="content">The entry's content.</param>
    public static void Mark(JsonObject content) => content[Field] = true;

    /// <summary>True when rules may rely on the entry for this worker.</summary>
    /// <param name="entry">An entry of the register.</param>
    /// <param name="worker">Who asks.</param>
    public static bool CountsFor(Fact entry, string worker) =>
        entry.Content.Truth(Field) is not true || entry.Text("recordedBy") == worker;
}
