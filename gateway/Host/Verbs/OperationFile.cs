using System.Collections.Immutable;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Host.Verbs;

/// <summary>Reads the operation that a verb is about.</summary>
internal static class OperationFile
{
    /// <summary>Reads and validates it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Which of its operations; null when it has one.</param>
    /// <param name="supergraph">What it is asked of.</param>
    public static (ValidOperation? Operation, ImmutableArray<string> Faults) Read(
        FileInfo file, string? name, Supergraph supergraph)
    {
        if (!file.Exists)
        {
            return (null, [$"{file.FullName}: there is no such file"]);
        }

        var valid = OperationValidator.Validate(
            File.ReadAllText(file.FullName), name, supergraph.Api, new OperationLimits());
        return (valid.Operation, [.. valid.Errors.Select(error => $"{file.Name}: {error}")]);
    }
}
