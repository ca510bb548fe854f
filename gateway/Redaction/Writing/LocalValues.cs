using Aggregator.Execution;
using Aggregator.Planning;

namespace Aggregator.Redaction;

/// <summary>Where values that the gateway itself gives belong in an answer.</summary>
internal sealed class LocalValues
{
    private readonly List<(int At, ResponseField Field)> _places = [];

    public int Count => _places.Count;

    public void Add(int at, ResponseField field) => _places.Add((at, field));

    public void Clear() => _places.Clear();

    /// <summary>Puts the values in. They report on the rest of the answer, so this is done last.</summary>
    public void PutInto(PooledBytes output, Action<ResponseField, PooledBytes>? local)
    {
        for (var at = _places.Count - 1; at >= 0; at--)
        {
            using var value = new PooledBytes(1024);
            if (local is not null)
            {
                local(_places[at].Field, value);
            }
            else
            {
                value.Add("null"u8);
            }

            output.Insert(_places[at].At, value.Span);
        }
    }
}
