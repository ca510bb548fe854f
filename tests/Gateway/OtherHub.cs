using System.Globalization;

namespace Aggregator.Gateway.Tests;

/// <summary>A hub of a test's own: at a later day of the demonstration, or with an agency down.</summary>
internal sealed class OtherHub : LocalHubFixture, IAsyncDisposable
{
    private readonly int? _day;
    private readonly string? _down;

    private OtherHub(int? day, string? down) => (_day, _down) = (day, down);

    protected override DateTimeOffset? Now => _day is { } day
        ? DateTimeOffset.Parse(Access.Day(day), CultureInfo.InvariantCulture).ToUniversalTime()
        : null;

    protected override IReadOnlySet<string> Down => _down is null ? base.Down : new HashSet<string> { _down };

    public static async Task<OtherHub> StartAsync(int? day = null, string? down = null)
    {
        var hub = new OtherHub(day, down);
        await hub.InitializeAsync();
        return hub;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
