using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Population;

/// <summary>A hub with a generated population, whose rules follow every change.</summary>
public sealed class PopulationFixture : LocalHubFixture, IProgress<PopulationProgress>
{
    public const int Families = 1_000;

    private readonly Dictionary<string, PopulationProgress> _heard = new(StringComparer.Ordinal);

    /// <summary>What was last heard of each agency's load.</summary>
    public IReadOnlyDictionary<string, PopulationProgress> Heard => _heard;

    void IProgress<PopulationProgress>.Report(PopulationProgress value)
    {
        lock (_heard)
        {
            _heard[value.Agency] = value;
        }
    }

    private protected override LocalHubOptions Adjust(LocalHubOptions options) =>
        options with { Population = Families, PopulationProgress = this, FollowsChanges = true };
}

[CollectionDefinition(Name)]
public sealed class PopulationTests : ICollectionFixture<PopulationFixture>
{
    public const string Name = "population";
}
