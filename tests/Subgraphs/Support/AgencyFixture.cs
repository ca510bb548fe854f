using Aggregator.Kit;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>One running agency for all tests of a class.</summary>
public sealed class AgencyFixture<TAgency> : IAsyncLifetime
    where TAgency : Agency, new()
{
    public RunningAgency Running { get; private set; } = null!;

    public async Task InitializeAsync() => Running = await RunningAgency.StartAsync(new TAgency());

    public async Task DisposeAsync() => await Running.DisposeAsync();
}
