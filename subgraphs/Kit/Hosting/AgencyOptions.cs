using System.Net;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Aggregator.Kit;

/// <summary>How one agency runs. Nothing here opens a way past the caller context.</summary>
public sealed record AgencyOptions
{
    /// <summary>SQLite file path, SQLite or PostgreSQL (`Host=…`) connection string.</summary>
    public required string Database { get; init; }

    /// <summary>The gateway's public keys: a JWKS, inline or as a file path; null refuses every request.</summary>
    public string? GatewayKeys { get; init; }

    /// <summary>The address to listen on. Default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port for HTTP/1.1; 0 (default) takes a free one.</summary>
    public int Http1Port { get; init; }

    /// <summary>Port for clear-text HTTP/2; 0 (default) takes a free one.</summary>
    public int Http2Port { get; init; }

    /// <summary>The clock of the domain: what recording now means. Default the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The clock that tokens expire by. Default the system's.</summary>
    public TimeProvider TokenClock { get; init; } = TimeProvider.System;

    /// <summary>True loads the demonstration case at start, once. Default false.</summary>
    public bool Seed { get; init; }

    /// <summary>A folder of seed files to load instead of the agency's own; null for the agency's own.</summary>
    public string? SeedFolder { get; init; }

    /// <summary>The London day that `D+0` stands for. Default Monday 2 June 2025.</summary>
    public DateOnly SeedAnchor { get; init; } = new(2025, 6, 2);

    /// <summary>How many generated families to load at start, once; 0 (default) for none.</summary>
    public int Population { get; init; }

    /// <summary>Hears how far the load of a population has come; null (default) for nobody.</summary>
    public IProgress<PopulationProgress>? PopulationProgress { get; init; }

    /// <summary>The agency's own systems that may record, by name: SHA-256 (hex) of each one's key. None (default)
    /// refuses recording.</summary>
    public IReadOnlyDictionary<string, string> RecorderKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>Watches statements, for tests that count them.</summary>
    internal IReadOnlyList<IInterceptor> Interceptors { get; init; } = [];
}
