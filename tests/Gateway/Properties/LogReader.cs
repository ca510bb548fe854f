using System.Text.Json.Nodes;

namespace Aggregator.Gateway.Tests;

/// <summary>Reads the access log's lines: what was delivered of whom.</summary>
internal static class LogReader
{
    /// <summary>Every coordinate with every pseudonym that it was delivered of.</summary>
    public static HashSet<(string Coordinate, string Subject)> Delivered(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        var lists = lines.Where(line => (string?)line["kind"] == "coordinates")
            .ToDictionary(line => (string)line["id"]!, line => line);
        return
        [
            .. from outcome in lines.Where(line => (string?)line["kind"] == "outcome")
               from subject in outcome["subjects"]!.AsArray()
               from coordinate in lists[(string)subject!["coordinates"]!]["list"]!["delivered"]!.AsArray()
               select ((string)coordinate!, (string)subject["subject"]!),
        ];
    }
}
