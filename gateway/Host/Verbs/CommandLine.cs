using System.CommandLine;
using Aggregator.Host.Composing;

namespace Aggregator.Host.Verbs;

/// <summary>Every verb of the program. docs/verbs.md describes them.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Does what a command line says. A file or folder that cannot be used is said in one line, wherever it was come
    /// upon: where in the program that was helps nobody who can name another file.
    /// </summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="how">Where its texts go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, InvocationConfiguration how)
    {
        how.EnableDefaultExceptionHandler = false;
        try
        {
            return await Make().Parse(arguments).InvokeAsync(how);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await how.Error.WriteLineAsync(UnreadableFile.Say(fault));
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 1;
        }
    }

    public static RootCommand Make() => new("Aggregator: one child-centred view over the records of several agencies.")
    {
        HubVerb.Make(),
        EvaluateVerb.Make(),
        ServeVerb.Make(),
        RulesVerb.Make(),
        KeysVerb.Make(),
        ComposeVerb.Make(),
        PlanVerbs.Graph(),
        PlanVerbs.Plan(),
        ExplainVerb.Make(),
        CheckVerb.Make(),
        PolicyVerbs.Make(),
        AuditVerbs.Make(),
        ExportVerbs.Export(),
        ExportVerbs.SubjectAccess(),
        ErrorsVerb.Make(),
    };
}
