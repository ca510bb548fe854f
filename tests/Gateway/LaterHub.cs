namespace Aggregator.Gateway.Tests;

/// <summary>A hub whose clock stands at a later day of the demonstration.</summary>
internal sealed class LaterHub : LocalHubFixture, IAsyncDisposable
{
    private readonly int _day;

    private LaterHub(int day) => _day = day;

    public static async Task<LaterHub> StartAsync(int day)
    {
        var hub = new LaterHub(day);
        await hub.InitializeAsync();
        return hub;
    }

    protected override DateTimeOffset Now => DateTimeOffset.Parse(
        Access.Day(_day), System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
