using System.Text.Json;
using Aggregator.Composition;

namespace Aggregator.Host.Composing;

/// <summary>Reads the schemas that a composition file names and composes them.</summary>
internal static class SupergraphComposition
{
    private static readonly TimeSpan SchemaTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Composes what a composition file lists.</summary>
    /// <param name="file">The composition file.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The result, or what stopped it before composing.</returns>
    public static async Task<(CompositionResult? Result, IReadOnlyList<string> Faults)> ComposeAsync(
        string file, CancellationToken cancellation)
    {
        var (subgraphs, faults) = SupergraphConfig.Read(file);
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        var unread = new List<string>();
        var sources = new List<SubgraphSource>();
        foreach (var subgraph in subgraphs)
        {
            try
            {
                var sdl = subgraph.SchemaFile is { } path
                    ? await File.ReadAllTextAsync(path, cancellation)
                    : await AskAsync(subgraph.SubgraphUrl!, cancellation);
                var labels = subgraph.LabelsFile is { } overlay
                    ? await File.ReadAllTextAsync(overlay, cancellation)
                    : null;
                sources.Add(new SubgraphSource(subgraph.Name, subgraph.RoutingUrl, sdl, labels));
            }
            catch (Exception fault) when (fault is IOException or HttpRequestException or JsonException
                or KeyNotFoundException or InvalidOperationException or TaskCanceledException)
            {
                var place = subgraph.SchemaFile ?? subgraph.SubgraphUrl!.ToString();
                unread.Add($"{file}: subgraph `{subgraph.Name}`: its schema at {place} cannot be read");
            }
        }

        return unread.Count > 0 ? (null, unread) : (Composer.Compose(sources), []);
    }

    private static async Task<string> AskAsync(Uri url, CancellationToken cancellation)
    {
        using var http = new HttpClient { Timeout = SchemaTimeout, MaxResponseContentBufferSize = 16 * 1024 * 1024 };
        using var response = await http.PostAsJsonAsync(
            url, new Dictionary<string, string> { ["query"] = "{ _service { sdl } }" }, cancellation);
        _ = response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        return json.RootElement.GetProperty("data").GetProperty("_service").GetProperty("sdl").GetString() ?? "";
    }
}
