using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Aggregator.Engine;

/// <summary>
/// Keeps what was prepared for an operation: validated, screened, planned and compiled. Looked up by the document's
/// bytes,
/// so that a known operation costs no string. The bytes are compared, never a hash alone.
/// </summary>
/// <typeparam name="T">What is kept.</typeparam>
/// <param name="capacity">How many are kept, 1 or more; when full, those not used since the last sweep go
/// first.</param>
internal sealed class OperationCache<T>(int capacity)
    where T : class
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new(new KeyComparer());

    /// <summary>How many are kept now.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds what was prepared.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="operationName">Which operation, or null.</param>
    /// <param name="profile">What else the preparation depends on: the screening profile.</param>
    /// <param name="value">What was prepared.</param>
    public bool TryGet(
        ReadOnlySpan<byte> document, string? operationName, string profile, [MaybeNullWhen(false)] out T value)
    {
        var lookup = _entries.GetAlternateLookup<KeySpan>();
        if (lookup.TryGetValue(new KeySpan(document, operationName, profile), out var entry))
        {
            entry.IsUsed = true;
            value = entry.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <summary>Keeps what was prepared.</summary>
    /// <param name="document">The document, UTF-8.</param>
    /// <param name="operationName">Which operation, or null.</param>
    /// <param name="profile">The screening profile.</param>
    /// <param name="value">What was prepared.</param>
    public void Add(ReadOnlySpan<byte> document, string? operationName, string profile, T value)
    {
        if (_entries.Count >= capacity)
        {
            Sweep();
        }

        _entries[new Key(document.ToArray(), operationName, profile)] = new Entry(value);
    }

    // Second chance: an entry used since the last sweep stays once more, unless everything was used.
    private void Sweep()
    {
        var keep = capacity * 3 / 4;
        foreach (var (key, entry) in _entries)
        {
            if (_entries.Count <= keep)
            {
                return;
            }

            if (!entry.IsUsed)
            {
                _ = _entries.TryRemove(key, out _);
            }

            entry.IsUsed = false;
        }

        foreach (var key in _entries.Keys)
        {
            if (_entries.Count <= keep)
            {
                return;
            }

            _ = _entries.TryRemove(key, out _);
        }
    }

    private sealed record Key(byte[] Document, string? OperationName, string Profile);

    private readonly ref struct KeySpan(ReadOnlySpan<byte> document, string? operationName, string profile)
    {
        public ReadOnlySpan<byte> Document { get; } = document;

        public string? OperationName { get; } = operationName;

        public string Profile { get; } = profile;
    }

    private sealed class Entry(T value)
    {
        public T Value { get; } = value;

        public bool IsUsed { get; set; }
    }

    private sealed class KeyComparer : IEqualityComparer<Key>, IAlternateEqualityComparer<KeySpan, Key>
    {
        public bool Equals(Key? x, Key? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && Equals(new KeySpan(x.Document, x.OperationName, x.Profile), y));

        public bool Equals(KeySpan alternate, Key other) =>
            alternate.Document.SequenceEqual(other.Document)
            && alternate.OperationName == other.OperationName
            && alternate.Profile == other.Profile;

        public int GetHashCode(Key obj) => GetHashCode(new KeySpan(obj.Document, obj.OperationName, obj.Profile));

        public int GetHashCode(KeySpan alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate.Document);
            hash.Add(alternate.OperationName);
            hash.Add(alternate.Profile);
            return hash.ToHashCode();
        }

        public Key Create(KeySpan alternate) =>
            new(alternate.Document.ToArray(), alternate.OperationName, alternate.Profile);
    }
}
