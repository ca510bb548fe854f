using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Planning;

namespace Aggregator.Host.Configuring;

/// <summary>
/// Reads <see cref="EngineOptions"/> from a JSON file: the limits of documents, planning and execution, and what else
/// the engine can be told. A member that is not there keeps its default.
/// </summary>
internal static class EngineOptionsFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a file, or gives the defaults when there is none; all faults at once.</summary>
    /// <param name="file">The file, or null.</param>
    public static (EngineOptions? Options, ImmutableArray<string> Faults) ReadOptional(FileInfo? file) =>
        file is null ? (new EngineOptions(), []) : Read(file);

    /// <summary>Reads a file; all faults at once.</summary>
    /// <param name="file">The file.</param>
    public static (EngineOptions? Options, ImmutableArray<string> Faults) Read(FileInfo file)
    {
        if (!file.Exists)
        {
            return (null, [$"{file.FullName}: there is no such file"]);
        }

        var text = File.ReadAllText(file.FullName);
        if (Malformed(text) is { } line)
        {
            return (null, [$"{file.Name}:{line}: is not valid JSON"]);
        }

        try
        {
            var options = JsonSerializer.Deserialize<EngineOptions>(text, Format);
            ImmutableArray<string> faults = options is null
                ? ["it holds no object"]
                : [.. options.Operations.Faults(), .. Faults(options)];
            return faults.IsEmpty ? (options, []) : (null, [.. faults.Select(fault => $"{file.Name}: {fault}")]);
        }
        catch (JsonException fault)
        {
            return (null, [$"{file.Name}:{fault.LineNumber + 1}: `{fault.Path}` is no option, or its value does not "
                + "fit: the options are `operations`, `planner`, `execution`, `answerWithin`, `preparedOperations`, "
                + "`overrideLabels`, `showsPlans`"]);
        }
    }

    // The line that makes the text no JSON; null when it is JSON.
    private static long? Malformed(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions
            {
                CommentHandling = Format.ReadCommentHandling,
                AllowTrailingCommas = Format.AllowTrailingCommas,
            });
            return null;
        }
        catch (JsonException fault)
        {
            return (fault.LineNumber ?? 0) + 1;
        }
    }

    private static IEnumerable<string> Faults(EngineOptions options)
    {
        var (planner, execution) = (options.Planner, options.Execution);
        (string Name, int Value, int Least, int Most)[] ranges =
        [
            (nameof(PlannerOptions.NodeBudget), planner.NodeBudget, 0, 10_000_000),
            (nameof(PlannerOptions.MaxPositions), planner.MaxPositions, 1, 1_000_000),
            (nameof(PlannerOptions.MaxSteps), planner.MaxSteps, 1, 100_000),
            (nameof(ExecutionLimits.MaxFetches), execution.MaxFetches, 1, 100_000),
            (nameof(ExecutionLimits.MaxRepresentations), execution.MaxRepresentations, 1, 1_000_000),
            (nameof(ExecutionLimits.MaxContexts), execution.MaxContexts, 1, 10_000),
            (nameof(ExecutionLimits.MaxRepresentationBytes), execution.MaxRepresentationBytes, 1, 1 << 30),
            (nameof(ExecutionLimits.MaxValues), execution.MaxValues, 1, 50_000_000),
            (nameof(ExecutionLimits.MaxDepth), execution.MaxDepth, 1, 512),
            (nameof(ExecutionLimits.MaxErrors), execution.MaxErrors, 1, 100_000),
            (nameof(ExecutionLimits.MaxPlacesOfFailure), execution.MaxPlacesOfFailure, 1, 100_000),
            (nameof(ExecutionLimits.DefaultPageSize), execution.DefaultPageSize, 1, execution.MaxPageSize),
            (nameof(ExecutionLimits.MaxPageSize), execution.MaxPageSize, 1, 10_000),
            (nameof(ExecutionLimits.MaxMergedItems), execution.MaxMergedItems, 1, 10_000_000),
            (nameof(EngineOptions.PreparedOperations), options.PreparedOperations, 1, 10_000_000),
        ];
        return ranges.Where(range => range.Value < range.Least || range.Value > range.Most)
            .Select(range => $"`{range.Name}` is {range.Value}: give a number from {range.Least} to {range.Most}")
            .Concat(options.AnswerWithin > TimeSpan.Zero ? [] : ["`AnswerWithin` is not longer than nothing"]);
    }
}
