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
    public IEnumerable<int> Indexes()
    {
        for (var rest = Bits & ~Unlabelled.Bits; rest != 0; rest &= rest - 1)
        {
            yield return System.Numerics.BitOperations.TrailingZeroCount(rest);
        }
    }
}
