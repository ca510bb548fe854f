namespace Aggregator.Kit;

/// <summary>
/// A family of a generated population, by its number: a child and two parents. Agencies generate their own records of
/// the same families from the number alone, so that none needs another's data.
/// </summary>
/// <param name="Number">From 1.</param>
public readonly record struct GeneratedFamily(int Number)
{
    private const int YoungestDays = 10;
    private const int AgeSpreadDays = 720;

    /// <summary>The child's person id.</summary>
    public string Child => $"G{Number:D6}-1";

    /// <summary>One parent's person id.</summary>
    public string Mother => $"G{Number:D6}-2";

    /// <summary>The other parent's person id.</summary>
    public string Father => $"G{Number:D6}-3";

    /// <summary>The home's address id.</summary>
    public string Address => $"G{Number:D6}-A";

    /// <summary>The child's birthday: 10 to 729 days before the anchor.</summary>
    /// <param name="anchor">The London day that `D+0` stands for.</param>
    public DateOnly Born(DateOnly anchor) => anchor.AddDays(-YoungestDays - Pick("born", AgeSpreadDays));

    /// <summary>A number that is always the same for this family and name, spread evenly.</summary>
    /// <param name="name">What is picked.</param>
    /// <param name="below">The number of choices, at least 1.</param>
    /// <returns>0 to one less than <paramref name="below"/>.</returns>
    public int Pick(string name, int below)
    {
        // FNV-1a, then a final mix: the platform's own string hash differs from run to run.
        var hash = 14_695_981_039_346_656_037UL ^ (ulong)Number;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 1_099_511_628_211UL;
        }

        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return (int)(hash % (ulong)below);
    }
}
