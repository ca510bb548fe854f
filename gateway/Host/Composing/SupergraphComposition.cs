using Aggregator.Composition;

namespace Aggregator.Host.Composing;

/// <summary>Reads the schemas that a composition file names and composes them.</summary>
internal static class SupergraphComposition
{
    /// <summary>How long a running subgraph may take to give its schema.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Composes what a composition file lists.</summary>
    /// <param name="file">The composition file.</param>
    /// <param name="patience">How long a running subgraph may take to give its schema.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The result, or what stopped it before composing.</returns>
    public static async Task<(CompositionResult? Result, IReadOnlyList<string> Faults)> ComposeAsync(
        string file, TimeSpan patience, CancellationToken cancellation)
    {
        var (subgraphs, faults) = SupergraphConfig.Read(file);
        if (faults.Count > 0)
        {
            return (null, faults);
        }

        using var question = new SubgraphQuestion(patience);
        var read = await Task.WhenAll(subgraphs.Select(subgraph => ReadAsync(subgraph, question, cancellation)));
        var unread = read.Select(each => each.Fault).OfType<string>().ToList();
        return unread.Count > 0 ? (null, unread) : (Composer.Compose([.. read.Select(each => each.Source!)]), []);
    }

    private static async Task<(SubgraphSource? Source, string? Fault)> ReadAsync(
        SubgraphConfig subgraph, SubgraphQuestion question, CancellationToken cancellation)
    {
        var path = "";
        try
        {
            var answer = subgraph.SchemaFile is { } schema
                ? new SubgraphAnswer(await File.ReadAllTextAsync(path = schema, cancellation), null)
                : await question.AskAsync(subgraph.SubgraphUrl!, cancellation);
            if (answer.Sdl is null)
            {
                // Without what a URL may hold besides: a user, a password, a token in the query.
                var url = subgraph.SubgraphUrl!.GetComponents(
                    UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
                return (null, $"{subgraph.Place}: `schema.subgraph_url` {url}: {answer.Fault}");
            }

            var labels = subgraph.LabelsFile is { } overlay
                ? await File.ReadAllTextAsync(path = overlay, cancellation)
                : null;
            return (new SubgraphSource(subgraph.Name, subgraph.RoutingUrl, answer.Sdl, labels), null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, $"{subgraph.Place}: {UnreadableFile.Say(path, fault)}");
        }
    }
}
