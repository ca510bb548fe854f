using System.Text.Json;

namespace Aggregator.Execution;

/// <summary>One error as a subgraph gave it.</summary>
/// <param name="Message">Its text.</param>
/// <param name="Code">Its code, or null.</param>
/// <param name="Path">Strings and numbers; null when it names no place.</param>
internal sealed record SubgraphError(string Message, string? Code, IReadOnlyList<PathItem>? Path);

/// <summary>Reads the errors of a subgraph's response.</summary>
internal static class SubgraphErrors
{
    private const int LongestCode = 64;

    /// <summary>Reads a list of errors. What is no error object is one without a place.</summary>
    /// <param name="json">Valid JSON.</param>
    /// <param name="limit">How many to read.</param>
    public static IReadOnlyList<SubgraphError> Read(ReadOnlyMemory<byte> json, int limit)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Take(limit).Select(Read)]
            : [Read(document.RootElement)];
    }

    private static SubgraphError Read(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new SubgraphError("", null, null);
        }

        var code = error.TryGetProperty("extensions", out var extensions)
            && extensions.ValueKind == JsonValueKind.Object
            && extensions.TryGetProperty("code", out var given)
            && given.ValueKind == JsonValueKind.String
                ? given.GetString()
                : null;
        return new SubgraphError(
            error.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : "",
            code is { Length: <= LongestCode } && code.All(one => char.IsAsciiLetterOrDigit(one) || one == '_')
                ? code
                : null,
            error.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.Array
                ? [.. path.EnumerateArray().Select(Item)]
                : null);
    }

    private static PathItem Item(JsonElement item) => item.ValueKind == JsonValueKind.String
        ? new PathItem(item.GetString(), 0)
        : new PathItem(null, item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var index) ? index : -1);
}
