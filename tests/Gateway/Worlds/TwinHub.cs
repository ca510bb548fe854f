using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Aggregator.Execution;
using Aggregator.Host.LocalHub;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// A hub of which everything that could tell is kept: what agencies are asked, every log line, every trace and
/// measurement. Two of them answer with the same bytes as long as their agencies hold the same.
/// </summary>
public sealed class TwinHub : LocalHubFixture, IAsyncDisposable
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;

    /// <summary>Makes it; <see cref="LocalHubFixture.InitializeAsync"/> starts it.</summary>
    public TwinHub()
    {
        Directory.CreateDirectory(DataFolder);
        File.WriteAllText(Path.Combine(DataFolder, "pseudonym-key"), "twin:" + Convert.ToBase64String(new byte[32]));
        _activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Told.Enqueue(activity.DisplayName + " " + string.Join(' ',
                activity.TagObjects.Concat(activity.Baggage.Select(each => new KeyValuePair<string, object?>(
                    each.Key, each.Value))).Concat(activity.Events.SelectMany(each => each.Tags)))),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener
        {
            InstrumentPublished = (meter, listener) => listener.EnableMeasurementEvents(meter),
        };
        _meters.SetMeasurementEventCallback<long>((meter, _, tags, _) => Measured(meter, tags));
        _meters.SetMeasurementEventCallback<double>((meter, _, tags, _) => Measured(meter, tags));
        _meters.SetMeasurementEventCallback<int>((meter, _, tags, _) => Measured(meter, tags));
        _meters.Start();
    }

    /// <summary>What each agency was asked.</summary>
    internal ConcurrentQueue<(string Agency, string Body)> Asked { get; } = new();

    /// <summary>Every line of the logs, every trace and measurement.</summary>
    internal ConcurrentQueue<string> Told { get; } = new();

    /// <summary>Changes what an agency's database holds; returns how many versions of records changed.</summary>
    internal int Change(string agency, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(DataFolder, agency + ".db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    /// <summary>Copies what an agency's database holds, for <see cref="Restore"/>.</summary>
    internal string Remember(string agency)
    {
        var backup = Path.Combine(DataFolder, agency + ".backup");
        _ = Change(agency, $"VACUUM INTO '{backup}'");
        return backup;
    }

    /// <summary>Puts back what an agency's database held.</summary>
    internal void Restore(string agency, string backup)
    {
        _ = Change(
            agency,
            $"ATTACH '{backup}' AS old; DELETE FROM facts; INSERT INTO facts SELECT * FROM old.facts; DETACH old");
        File.Delete(backup);
    }

    /// <summary>Asks and keeps everything of the answer but what differs each time.</summary>
    internal async Task<string> WholeAsync(string user, string query, Access? access = null)
    {
        using var response = await SendAsync(user, query, access);
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}")
            .Order(StringComparer.Ordinal);
        return $"{(int)response.StatusCode}\n{Comparable.Of(await response.Content.ReadAsStringAsync())}\n"
            + string.Join('\n', headers);
    }

    private protected override LocalHubOptions Adjust(LocalHubOptions options) => options with
    {
        CursorKey = new byte[32],
        Time = new StoppedClock(),
        Watch = client => new Watch(client, Asked),
        Logging = logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Told)),
    };

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        _activities.Dispose();
        _meters.Dispose();
        await DisposeAsync();
        Dispose();
    }

    private void Measured(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            Told.Enqueue($"{instrument.Name} {tag.Key}={tag.Value}");
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }

    private sealed class Watch(IAgencyClient inner, ConcurrentQueue<(string, string)> asked) : IAgencyClient
    {
        public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
        {
            asked.Enqueue((request.Subgraph.Name, Encoding.UTF8.GetString(request.Body.Span)));
            return inner.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception) + " " + exception);

        public void Dispose()
        {
        }
    }
}

/// <summary>Two hubs that hold the same, for tests that change one of them and change it back.</summary>
public sealed class TwinHubs : IAsyncLifetime
{
    internal TwinHub One { get; } = new();

    internal TwinHub Two { get; } = new();

    public async Task InitializeAsync()
    {
        await One.InitializeAsync();
        await Two.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)One).DisposeAsync();
        await ((IAsyncDisposable)Two).DisposeAsync();
    }
}

/// <summary>The twins are changed by their tests: one after another.</summary>
[CollectionDefinition(Name)]
public sealed class TwinHubTests : ICollectionFixture<TwinHubs>
{
    public const string Name = "twin hubs";
}
