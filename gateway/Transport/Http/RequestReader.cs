using System.Buffers;
using System.Text.Json;
using Aggregator.Engine;

namespace Aggregator.Transport.Http;

/// <summary>A request that is not GraphQL over HTTP.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">What is wrong and what to change.</param>
internal sealed record RequestFault(int Status, string Code, string Message);

/// <summary>The parts of a GraphQL request's JSON body.</summary>
/// <param name="Document">The document, unescaped UTF-8; null when missing.</param>
/// <param name="OperationName">The operation's name, or null.</param>
/// <param name="Variables">The variables' JSON object, or empty.</param>
/// <param name="Access">What <c>extensions.access</c> says.</param>
internal sealed record RequestParts(
    byte[] Document, string? OperationName, ReadOnlyMemory<byte> Variables, AccessClaim Access);

/// <summary>Reads the JSON body of a GraphQL request (GraphQL over HTTP, section "Request Parameters").</summary>
internal static class RequestReader
{
    private static readonly string[] AccessNames = ["purpose", "stage", "asAt", "reason", "breakGlass", "recipient"];

    /// <summary>Reads a body. Parts of the answer point into <paramref name="body"/>.</summary>
    /// <param name="body">The whole body.</param>
    public static (RequestParts? Parts, RequestFault? Fault) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadObject(body);
        }
        catch (JsonException)
        {
            return Bad("the body is not valid JSON: send an object with `query` and, if needed, `variables`");
        }
        catch (InvalidOperationException)
        {
            return Bad("the body holds text that is not valid UTF-8");
        }
    }

    private static (RequestParts? Parts, RequestFault? Fault) ReadObject(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 64 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return Bad(reader.TokenType == JsonTokenType.StartArray
                ? "batches are not served: send one operation a request"
                : "the body must be a JSON object with `query`");
        }

        byte[]? document = null;
        string? operationName = null;
        ReadOnlyMemory<byte> variables = default;
        var access = AccessClaim.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("query"u8))
            {
                _ = reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                {
                    return Bad("`query` must be a string");
                }

                document = Unescape(ref reader);
            }
            else if (reader.ValueTextEquals("operationName"u8))
            {
                _ = reader.Read();
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                {
                    return Bad("`operationName` must be a string or null");
                }

                operationName = reader.GetString();
            }
            else if (reader.ValueTextEquals("variables"u8))
            {
                if (!TryReadObject(ref reader, body, out variables))
                {
                    return Bad("`variables` must be an object or null");
                }
            }
            else if (reader.ValueTextEquals("extensions"u8))
            {
                if (!TryReadObject(ref reader, body, out var extensions))
                {
                    return Bad("`extensions` must be an object or null");
                }

                (access, var unfit) = ReadAccess(extensions);
                if (unfit is not null)
                {
                    return Bad(unfit);
                }
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything after the object is no JSON document: the reader throws.
        _ = reader.Read();
        return document is null
            ? Bad("`query` is missing")
            : (new RequestParts(document, operationName, variables, access), null);
    }

    private static (RequestParts? Parts, RequestFault? Fault) Bad(string message) =>
        (null, new RequestFault(400, TransportErrors.BadRequest, message));

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        var rented = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return rented.AsSpan(0, reader.CopyString(rented)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static bool TryReadObject(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> json)
    {
        _ = reader.Read();
        json = default;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        reader.Skip();
        json = body[start..(int)reader.BytesConsumed];
        return true;
    }

    private static (AccessClaim Access, string? Fault) ReadAccess(ReadOnlyMemory<byte> extensions)
    {
        if (extensions.IsEmpty)
        {
            return (AccessClaim.None, null);
        }

        using var document = JsonDocument.Parse(extensions);
        return AccessIn(document.RootElement, "extensions");
    }

    /// <summary>What an object says of the access under <c>access</c>. What is no text is refused: passed over it would
    /// be read as if it did not count.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">What it is called.</param>
    /// <returns>What is said; or nothing, and what is wrong.</returns>
    public static (AccessClaim Access, string? Fault) AccessIn(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty("access", out var access) || access.ValueKind == JsonValueKind.Null)
        {
            return (AccessClaim.None, null);
        }

        if (access.ValueKind != JsonValueKind.Object)
        {
            return (AccessClaim.None, $"`{name}.access` must be an object or null");
        }

        var unfit = AccessNames.FirstOrDefault(part => access.TryGetProperty(part, out var value)
            && value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null));
        if (unfit is not null)
        {
            return (AccessClaim.None, $"`{name}.access.{unfit}` must be a string or null");
        }

        string? Text(string part) => access.TryGetProperty(part, out var value) ? value.GetString() : null;
        return (
            new AccessClaim(Text("purpose"), Text("stage"), Text("asAt"), Text("reason"), Text("breakGlass"))
            {
                Recipient = Text("recipient"),
            },
            null);
    }
}
