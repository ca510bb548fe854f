using Aggregator.Execution;

namespace Aggregator.Redaction;

/// <summary>Where in the answer the writer is.</summary>
internal sealed class AnswerPath
{
    private PathItem[] _items = new PathItem[16];

    public int Length { get; private set; }

    public ReadOnlySpan<PathItem> Span => _items.AsSpan(0, Length);

    public void Push(string key) => Push(new PathItem(key, 0));

    public void Push(int index) => Push(new PathItem(null, index));

    public void Pop() => Length--;

    private void Push(PathItem item)
    {
        if (Length == _items.Length)
        {
            Array.Resize(ref _items, Length * 2);
        }

        _items[Length++] = item;
    }
}
