using System.Text;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>What the answer's writer asks while it writes: everything is decided already.</summary>
internal sealed class LabelledAnswer(ReleaseDecisions decisions, DisclosureReport report) : IRelease
{
    public bool IsPresent(ResponseField field, DataObject candidate) => !decisions.IsAbsent(field, candidate.Id);

    public bool IsRuled(DataObject owner) => decisions.IsSettled(owner.Id);

    public ReleaseAct Rule(ResponseField field, DataObject owner) =>
        decisions.Of(field, owner.Id)?.Act ?? ReleaseAct.Give;

    public void Transform(ResponseField field, DataObject owner, ReadOnlySpan<byte> json, PooledBytes output)
    {
        var released = decisions.Of(field, owner.Id)
            ?? throw new InvalidOperationException("a value is transformed that nothing was decided on");
        output.Add(ValueTransform.Apply(released, json));
    }

    public void Note(ResponseField field, DataObject owner, ReadOnlySpan<PathItem> path)
    {
        if (decisions.Of(field, owner.Id) is not { } released)
        {
            return;
        }

        if (released.Act == ReleaseAct.GiveInPart)
        {
            report.LeaveOut(released, path);
        }
        else
        {
            report.Withhold(released, path);
        }
    }

    public void NoteUnasked(ResponseField field, string typeName, ReadOnlySpan<PathItem> path) =>
        report.WithholdForAll(field, typeName, path);
}

/// <summary>Makes the coarser value that stands for another. Deterministic; of fixed width where it masks.</summary>
internal static class ValueTransform
{
    /// <summary>What is written in place of a leaf, as JSON.</summary>
    /// <param name="released">What was decided.</param>
    /// <param name="json">The leaf's raw JSON.</param>
    public static byte[] Apply(ReleasedField released, ReadOnlySpan<byte> json)
    {
        // A mask stands whether there is a value or not; what is coarser than nothing is nothing.
        if (json.SequenceEqual("null"u8) && released.Ruling.Effect != Effect.Mask)
        {
            return "null"u8.ToArray();
        }

        var text = released.Ruling.Effect == Effect.Mask ? released.Facts.Mask : released.Facts.Generaliser switch
        {
            "DISTRICT" => District(TextOf(json)),
            "YEAR" => TextOf(json) is { Length: >= 4 } date ? date[..4] : null,
            var constant => constant,
        };
        return text is null ? "null"u8.ToArray() : Encoding.UTF8.GetBytes(
            "\"" + System.Text.Json.JsonEncodedText.Encode(
                text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"");
    }

    // A postcode's first part; without a space its last three characters are the second part. Too short: nothing.
    private static string? District(string? postcode)
    {
        var trimmed = postcode?.Trim() ?? "";
        var space = trimmed.IndexOf(' ', StringComparison.Ordinal);
        return space is >= 2 and <= 4 ? trimmed[..space]
            : space < 0 && trimmed.Length is >= 5 and <= 7 ? trimmed[..^3]
            : null;
    }

    private static string? TextOf(ReadOnlySpan<byte> json)
    {
        var reader = new System.Text.Json.Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == System.Text.Json.JsonTokenType.String ? reader.GetString() : null;
    }
}
