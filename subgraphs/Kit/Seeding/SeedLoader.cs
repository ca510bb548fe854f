using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using YamlDotNet.RepresentationModel;

namespace Aggregator.Kit;

/// <summary>Loads an agency's seed files, in the order of recording. A database that holds facts is left alone.
/// </summary>
/// <param name="agency">The agency, whose embedded `seed/*.yaml` are read unless a folder is given.</param>
/// <param name="reader">Reads records.</param>
internal sealed class SeedLoader(Agency agency, RecordReader reader)
{
    /// <summary>Loads once.</summary>
    /// <exception cref="AgencyException">`BAD_RECORD`, naming file and record.</exception>
    public async Task LoadAsync(
        AgencyDatabases databases, FactWriter writer, string? folder, CancellationToken cancellation)
    {
        using (var database = databases.Open(DateTimeOffset.MaxValue))
        {
            if (await database.Facts.AnyAsync(cancellation).ConfigureAwait(false))
            {
                return;
            }
        }

        var batches = Files(folder).Select(file => Read(file.Name, file.Text)).ToList();
        // The outbox must rise with the time of recording, so that an earlier as-at sees a beginning of it.
        await writer.WriteAsync(
            [.. batches.SelectMany(batch => batch.Links).OrderBy(link => link.RecordedAt)],
            [.. batches.SelectMany(batch => batch.Facts).OrderBy(fact => fact.RecordedAt)],
            cancellation).ConfigureAwait(false);
    }

    private RecordBatch Read(string name, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return reader.Read((JsonObject)Node(yaml.Documents[0].RootNode)!, null);
        }
        catch (Exception fault) when (fault is AgencyException or YamlDotNet.Core.YamlException or InvalidCastException)
        {
            throw new AgencyException(AgencyErrors.BadRecord, $"seed file `{agency.Name}/{name}`: {fault.Message}");
        }
    }

    private IEnumerable<(string Name, string Text)> Files(string? folder)
    {
        if (folder is not null)
        {
            return Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
        }

        var assembly = agency.GetType().Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("seed/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, EmbeddedText.Of(agency, name)));
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry =>
            KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Node(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "null" or "~" } => null,
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidCastException("an alias that names nothing"),
    };
}

/// <summary>Texts that an agency carries in its assembly.</summary>
internal static class EmbeddedText
{
    public static string Of(Agency agency, string name) =>
        Find(agency, name)
        ?? throw new InvalidOperationException($"agency `{agency.Name}` carries no `{name}`; import Agency.targets");

    public static string? Find(Agency agency, string name)
    {
        using var stream = agency.GetType().Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }
}
