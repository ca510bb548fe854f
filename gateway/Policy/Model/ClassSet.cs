using System.Collections;
using System.Numerics;

namespace Aggregator.Policy;

/// <summary>A set of classes, as bits of their place in the policy. Order and duplicates mean nothing.</summary>
/// <param name="Bits">One bit for each class.</param>
public readonly record struct ClassSet(ulong Bits)
{
    /// <summary>The most classes a policy can have; one bit is kept for <see cref="Unlabelled"/>.</summary>
    public const int MaxClasses = 63;

    /// <summary>No class.</summary>
    public static readonly ClassSet Empty;

    /// <summary>Data that nobody classed, or of a class the policy does not know: nobody sees it.</summary>
    public static readonly ClassSet Unlabelled = new(1UL << MaxClasses);

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>True when some data in it has no known class.</summary>
    public bool IsUnlabelled => (Bits & Unlabelled.Bits) != 0;

    /// <summary>The class at that place.</summary>
    /// <param name="index">From 0.</param>
    public static ClassSet Of(int index) => new(1UL << index);

    /// <summary>Both together.</summary>
    /// <param name="other">The other.</param>
    public ClassSet With(ClassSet other) => new(Bits | other.Bits);

    /// <summary>Without those of another.</summary>
    /// <param name="other">The other.</param>
    public ClassSet Without(ClassSet other) => new(Bits & ~other.Bits);

    /// <summary>True when every class of another is in it.</summary>
    /// <param name="other">The other.</param>
    public bool Holds(ClassSet other) => (Bits & other.Bits) == other.Bits;

    /// <summary>The places of its known classes, ascending.</summary>
    public ClassIndexes Indexes() => new(Bits & ~Unlabelled.Bits);
}

/// <summary>The places of the classes of a set.</summary>
/// <param name="bits">One bit for each class.</param>
public readonly struct ClassIndexes(ulong bits) : IEnumerable<int>
{
    /// <summary>Goes through them.</summary>
    public Enumerator GetEnumerator() => new(bits);

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through places, ascending.</summary>
    public struct Enumerator : IEnumerator<int>
    {
        private readonly ulong _bits;
        private ulong _rest;

        internal Enumerator(ulong bits)
        {
            _bits = bits;
            _rest = bits;
            Current = -1;
        }

        /// <inheritdoc/>
        public int Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            if (_rest == 0)
            {
                return false;
            }

            Current = BitOperations.TrailingZeroCount(_rest);
            _rest &= _rest - 1;
            return true;
        }

        /// <inheritdoc/>
        public void Reset() => _rest = _bits;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
