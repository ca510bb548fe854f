using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>The errors of an answer: those of fetching, and what writing finds besides.</summary>
/// <param name="data">What was fetched.</param>
/// <param name="isPlain">True when nothing is withheld; otherwise a gated person's missing fields are no error.</param>
internal sealed class AnswerErrors(FetchedData data, bool isPlain)
{
    private const int MostFound = 100;

    private readonly List<ExecutionError> _found = [];
    private HashSet<int>? _gated;

    /// <summary>How many errors writing has found.</summary>
    public int Found { get; private set; }

    /// <summary>A field that is never null has no value; told unless another error explains it.</summary>
    public void NoteNull(AnswerPath path, DataValue value, DataObject owner)
    {
        if (!value.IsFailed && !IsExplained(path.Span) && (isPlain || !IsGated(owner.Id)))
        {
            Add(ExecutionErrorCodes.NonNullViolation, "a field that is never null has no value", path);
        }
    }

    /// <summary>A value is not one of its type.</summary>
    public void NoteInvalid(AnswerPath path) =>
        Add(ExecutionErrorCodes.InvalidValue, "the agency's value is not one that the field's type allows", path);

    /// <summary>Writes <c>,"errors":[…]</c>, or nothing.</summary>
    public void Write(PooledBytes output)
    {
        if (data.Errors.IsEmpty && _found.Count == 0)
        {
            return;
        }

        output.Add(",\"errors\":["u8);
        foreach (var error in data.Errors.Concat(_found))
        {
            Write(error, output);
            output.Add((byte)',');
        }

        output.Close((byte)']');
    }

    private static void Write(ExecutionError error, PooledBytes output)
    {
        output.Add("{\"message\":"u8);
        Quote(error.Message, output);
        if (error.Path is { } path)
        {
            output.Add(",\"path\":["u8);
            foreach (var item in path)
            {
                if (item.Key is { } key)
                {
                    Quote(key, output);
                }
                else
                {
                    Number(item.Index, output);
                }

                output.Add((byte)',');
            }

            output.Close((byte)']');
        }

        output.Add(",\"extensions\":{\"code\":"u8);
        Quote(error.Code, output);
        if (error.Agency is { } agency)
        {
            output.Add(",\"agency\":"u8);
            Quote(agency, output);
        }

        if (error.SubgraphCode is { } code)
        {
            output.Add(",\"agencyCode\":"u8);
            Quote(code, output);
        }

        if (error.MorePlaces > 0)
        {
            output.Add(",\"morePlaces\":"u8);
            Number(error.MorePlaces, output);
        }

        output.Add("}}"u8);
    }

    private static void Quote(string text, PooledBytes output)
    {
        output.Add((byte)'"');
        output.Add(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Add((byte)'"');
    }

    private static void Number(int value, PooledBytes output) =>
        output.Add(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    private void Add(string code, string message, AnswerPath path)
    {
        Found++;
        if (_found.Count < MostFound)
        {
            _found.Add(new ExecutionError(code, message, [.. path.Span], null));
        }
    }

    // An error above or below explains why there is nothing here.
    private bool IsExplained(ReadOnlySpan<PathItem> path)
    {
        foreach (var error in data.Errors.Concat(_found))
        {
            if (error.Path is { } other)
            {
                var shared = Math.Min(other.Length, path.Length);
                if (other.AsSpan()[..shared].SequenceEqual(path[..shared]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsGated(int id) => (_gated ??= [.. data.Gated.Select(gated => gated.Object)]).Contains(id);
}
