using System.Globalization;
using System.Text;
using Aggregator.Composition;
using Aggregator.Engine;
using Aggregator.Execution;
using Aggregator.Kit;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Transport.Http;
using Aggregator.Validation;

namespace Aggregator.Host.Cataloguing;

/// <summary>One code of a catalogue.</summary>
/// <param name="Code">As it is reported.</param>
/// <param name="Meaning">When.</param>
/// <param name="Cure">What to change.</param>
internal sealed record CataloguedError(string Code, string Meaning, string Cure);

/// <summary>The codes of one part.</summary>
/// <param name="Title">The part.</param>
/// <param name="About">Who gets them, and how.</param>
/// <param name="Groups">The codes by what they are about; one group without a title for a short list.</param>
internal sealed record ErrorSection(string Title, string About, IReadOnlyList<ErrorGroup> Groups);

/// <summary>Codes about one thing.</summary>
/// <param name="Title">What; empty for none.</param>
/// <param name="Errors">The codes.</param>
internal sealed record ErrorGroup(string Title, IReadOnlyList<CataloguedError> Errors);

/// <summary>Every code the project reports, from the catalogues of its parts: the source of docs/errors.md.</summary>
internal static class ErrorCatalogue
{
    /// <summary>The parts, in the order in which a request meets them.</summary>
    public static IReadOnlyList<ErrorSection> Sections { get; } =
    [
        new("Transport", "Requests that do not reach the engine: an HTTP status and `extensions.code`.",
            Plain(TransportErrors.All)),
        new("Access", "Who asks, why and as known when: the whole request is refused.", Plain(EngineErrors.All)),
        new("Operations",
            "What is wrong with a document or its variables. The error gives the place and, for a broken rule of the "
            + "GraphQL specification, the rule and its section.",
            Plain(OperationErrorCodes.All.Select(entry => (entry.Code, entry.Meaning, entry.Cure)))),
        new("Policy",
            "What the policy refuses of a request, and what `policy check` finds in its files (`POLICY_…`). What is "
            + "withheld of an answer is no error: the answer's disclosure report says it.",
            Plain(PolicyErrors.All.Select(entry => (entry.Code, entry.Meaning, entry.Cure)))),
        new("Planning",
            "Operations that are valid and permitted, and yet have no plan.",
            Plain(PlanningErrorCodes.All)),
        new("Execution",
            "What an answer reports of the agencies it was gathered from: `extensions.code`, the agency's name "
            + "under `extensions.agency`, and the `path` of every place concerned. What did arrive is given. "
            + "An agency's own words are not passed on unless the configuration allows it.",
            Plain(ExecutionErrorCodes.All.Select(entry => (entry.Code, entry.Meaning, entry.Cure)))),
        new("Agencies", "What every agency's own service answers with. An agency can have more, in the same style.",
            Plain(AgencyErrors.All)),
        new("Supergraph", "What stops a supergraph from being served.", Plain(SupergraphReader.Catalogue)),
        new("Composition",
            "What `compose` reports of subgraph schemas: code, message, `subgraph line:column` for each place, what "
            + "to change. All errors of a stage are reported at once. Codes that the public composer has are called "
            + "as it calls them.",
            [.. CompositionCodes.All.Select(group => new ErrorGroup(
                group.About,
                [.. group.Codes.Select(code => new CataloguedError(code.Name, code.Meaning, code.Cure))]))]),
    ];

    /// <summary>The catalogue as docs/errors.md has it.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder("# Errors\n\n"
            + "Every code the project reports, by the part that reports it. Messages name the place and the cure, and "
            + "never hold\npeople's data. Written by `errors --output docs/errors.md` from the catalogues in code: "
            + "do not edit.\n");
        foreach (var section in Sections)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{section.About}\n");
            foreach (var group in section.Groups)
            {
                _ = text.Append(group.Title.Length == 0 ? "" : $"\n### {group.Title}\n")
                    .Append("\n| code | what it says | what to change |\n|---|---|---|\n");
                foreach (var error in group.Errors)
                {
                    _ = text.Append($"| `{error.Code}` | {Cell(error.Meaning)} | {Cell(error.Cure)} |\n");
                }
            }
        }

        return text.ToString();
    }

    private static IReadOnlyList<ErrorGroup> Plain(IEnumerable<(string Code, string Meaning, string Cure)> errors) =>
        [new("", [.. errors.Select(error => new CataloguedError(error.Code, error.Meaning, error.Cure))])];

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
