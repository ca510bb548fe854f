using System.Collections.Concurrent;

namespace Aggregator.State;

/// <summary>Keeps links of one instance, as long as it runs.</summary>
public sealed class MemoryLinks : ILinkStore
{
    /// <summary>The most that are kept; beyond it all are dropped.</summary>
    public const int MaxTexts = 100_000;

    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>What is kept.</summary>
    public IEnumerable<string> Texts => _texts.Values;

    /// <inheritdoc/>
    public ValueTask KeepAsync(IReadOnlyDictionary<string, string> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (_texts.Count + texts.Count > MaxTexts)
        {
            _texts.Clear();
        }

        foreach (var (name, text) in texts)
        {
            _texts[name] = text;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<string?[]> FindAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        return ValueTask.FromResult(names.Select(name => _texts.GetValueOrDefault(name)).ToArray());
    }
}
