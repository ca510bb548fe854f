using Aggregator.CommunityHealth;
using Aggregator.Hub;
using Aggregator.Kit;
using Aggregator.People;
using Aggregator.Police;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;

namespace Aggregator.Host.LocalHub;

/// <summary>How the local hub keeps and starts its agencies.</summary>
/// <param name="DataFolder">Where each agency's database file is.</param>
/// <param name="GatewayKeys">The gateway's public keys, a JWKS.</param>
/// <param name="Clock">The hub's clock.</param>
/// <param name="Down">Names of agencies that are left out, to show what an absent source looks like.</param>
internal sealed record LocalAgencyOptions(
    string DataFolder, string GatewayKeys, TimeProvider Clock, IReadOnlySet<string> Down)
{
    /// <summary>An agency besides those of the demonstration: the access logs; null (default) for none.</summary>
    public Agency? Besides { get; init; }

    /// <summary>How many generated families to load, once; 0 (default) for none.</summary>
    public int Population { get; init; }

    /// <summary>Hears how far that has come, from several threads; null (default) for nobody.</summary>
    public IProgress<PopulationProgress>? PopulationProgress { get; init; }
}

/// <summary>
/// The agencies, started in this process: each a server of its own on loopback with a database of its own, reached over
/// HTTP as anywhere else.
/// </summary>
internal sealed class LocalAgencies : IAsyncDisposable
{
    private readonly Dictionary<string, AgencyHost> _hosts = new(StringComparer.Ordinal);

    private LocalAgencies()
    {
    }

    /// <summary>The day that the demonstration begins with.</summary>
    public static DateOnly FirstDay { get; } = new(2025, 6, 2);

    /// <summary>Every agency of the demonstration.</summary>
    public static IReadOnlyList<Agency> All { get; } =
    [
        new PeopleAgency(),
        new PoliceAgency(),
        new SocialCareAgency(),
        new PrimaryCareAgency(),
        new CommunityHealthAgency(),
        new TalkingTherapiesAgency(),
        new UrgentCareAgency(),
        new HubAgency(),
    ];

    /// <summary>The outboxes of the agencies that run.</summary>
    public IEnumerable<(string Agency, Uri Changes)> Outboxes =>
        _hosts.Select(each => (each.Key, new Uri(each.Value.Http1, "/changes")));

    /// <summary>An agency that runs; null for one that is left out.</summary>
    public AgencyHost? Find(string agency) => _hosts.GetValueOrDefault(agency);

    /// <summary>Where an agency answers over clear-text HTTP/2; a closed port for one that is left out.</summary>
    public Uri GraphQL(string agency) => _hosts.TryGetValue(agency, out var host)
        ? new Uri(host.Http2, "/graphql")
        : new Uri("http://127.0.0.1:9/graphql");

    /// <summary>Where the hub's register answers the gateway.</summary>
    public Uri Register => new(GraphQL("hub"), "/register/decisions");

    /// <summary>Where the hub is told what was shown.</summary>
    public Uri ShownRecords => new(GraphQL("hub"), "/register/shown");

    /// <summary>Starts them side by side.</summary>
    /// <param name="options">How.</param>
    /// <param name="started">Told of each that is ready.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<LocalAgencies> StartAsync(
        LocalAgencyOptions options, Action<string> started, CancellationToken cancellationToken)
    {
        var agencies = new LocalAgencies();
        var all = options.Besides is { } besides ? All.Append(besides) : All;
        var starting = all.Where(agency => !options.Down.Contains(agency.Name)).Select(agency => Task.Run(
            async () =>
            {
                // The database of the demonstration works in the caller's thread, so each agency has one of its own.
                var host = await AgencyHost.StartAsync(agency, OptionsOf(agency, options), cancellationToken);
                lock (agencies._hosts)
                {
                    agencies._hosts.Add(agency.Name, host);
                }

                started(agency.Name);
            },
            cancellationToken)).ToList();
        try
        {
            await Task.WhenAll(starting);
            return agencies;
        }
        catch
        {
            await agencies.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops one agency, as if its system had gone down.</summary>
    /// <param name="agency">Its name.</param>
    public async Task StopAsync(string agency)
    {
        if (_hosts.Remove(agency, out var host))
        {
            await host.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    private static AgencyOptions OptionsOf(Agency agency, LocalAgencyOptions options) => new()
    {
        Database = Path.Combine(options.DataFolder, agency.Name + ".db"),
        GatewayKeys = options.GatewayKeys,
        Clock = options.Clock,
        Seed = true,
        SeedAnchor = FirstDay,
        Population = options.Population,
        PopulationProgress = options.PopulationProgress,
    };
}
