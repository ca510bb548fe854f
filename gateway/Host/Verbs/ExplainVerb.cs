using System.CommandLine;
using Aggregator.Host.Explaining;
using Aggregator.Host.LocalHub;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary><c>explain</c>: what an operation asks of whom for a kind of caller, and what is withheld why.</summary>
internal static class ExplainVerb
{
    /// <summary>What is to be explained.</summary>
    private sealed record Request(
        FileInfo Operation,
        string? OperationName,
        string Role,
        string Purpose,
        string Stage,
        string? Agency,
        DirectoryInfo? Policy,
        FileInfo? Supergraph,
        bool IsJson);

    public static Command Make()
    {
        var operation = new Argument<FileInfo>("operation") { Description = "A file with a GraphQL operation." };
        var name = new Option<string?>("--operation-name") { Description = "Which operation of the file." };
        var role = new Option<string>("--role") { Description = "The role, as in `GP`.", Required = true };
        var purpose = new Option<string>("--purpose")
        {
            Description = "The purpose, as in `DIRECT_CARE`.",
            Required = true,
        };
        var stage = new Option<string>("--stage")
        {
            Description = "The stage of the work on the child.",
            DefaultValueFactory = _ => "CONTACT",
        };
        _ = stage.AcceptOnlyFromAmong("CONTACT", "S17", "S47");
        var agency = new Option<string?>("--agency")
        {
            Description = "The caller's agency code; else that of the role's demonstration user, else HUB.",
        };
        var policy = PolicyVerbs.FolderOption();
        var supergraph = new Option<FileInfo?>("--supergraph")
        {
            Description = "The supergraph; else the one that the gateway ships with.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON, for tools." };
        var command = new Command(
            "explain", "Say what is asked of whom for a caller, and what is withheld where and why.")
        {
            operation, name, role, purpose, stage, agency, policy, supergraph, json,
        };
        command.SetAction(parsed => Run(Terminal.Of(parsed), new Request(
            parsed.GetValue(operation)!,
            parsed.GetValue(name),
            parsed.GetValue(role)!,
            parsed.GetValue(purpose)!,
            parsed.GetValue(stage)!,
            parsed.GetValue(agency),
            parsed.GetValue(policy),
            parsed.GetValue(supergraph),
            parsed.GetValue(json))));
        return command;
    }

    private static int Run(Terminal terminal, Request request)
    {
        var (table, policyFaults) = PolicyFolder.Read(request.Policy);
        var (supergraph, supergraphFaults) = PolicyFolder.ReadSupergraph(request.Supergraph);
        if (table is null || supergraph is null)
        {
            return terminal.Refuse(policyFaults.Concat(supergraphFaults));
        }

        if ((UnknownName(table, request) ?? UnknownAgency(supergraph, request.Agency)) is { } unknown)
        {
            return terminal.Refuse(unknown);
        }

        var (operation, faults) = OperationFile.Read(request.Operation, request.OperationName, supergraph);
        if (operation is null)
        {
            return terminal.Refuse(faults);
        }

        var row = new CallerRow(table, CallerOf(request), TimeProvider.System.GetUtcNow());
        var input = new ScreeningInput(supergraph, EffectiveLabels.Of(supergraph, table), row);
        var explanation = Explainer.Explain(operation, input);
        terminal.Output.Write(
            request.IsJson ? ExplanationJson.Print(explanation) : ExplanationText.Print(explanation));
        return explanation.Refusals.IsEmpty ? 0 : 1;
    }

    private static string? UnknownName(PolicyTable table, Request request) =>
        table.RoleAt(request.Role) < 0
            ? $"`--role {request.Role}`: the policy has no such role; name one of "
                + string.Join(", ", table.Roles.Select(role => role.Code))
            : table.PurposeAt(request.Purpose) < 0
                ? $"`--purpose {request.Purpose}`: the policy has no such purpose; {request.Role} may state "
                    + string.Join(", ", PurposesOf(table, request.Role))
                : null;

    private static string? UnknownAgency(Supergraph supergraph, string? agency) =>
        agency is not null
        && supergraph.Api.Type("AgencyCode")?.Values.Select(value => value.Name).ToList() is { Count: > 0 } known
        && !known.Contains(agency)
            ? $"`--agency {agency}`: the supergraph has no such agency; name one of {string.Join(", ", known)}"
            : null;

    private static IEnumerable<string> PurposesOf(PolicyTable table, string role) =>
        table.Purposes.Where(purpose => purpose.Roles.Contains(role)).Select(purpose => purpose.Code);

    private static Caller CallerOf(Request request) => new()
    {
        Role = request.Role,
        Agency = request.Agency
            ?? DemonstrationUsers.All.FirstOrDefault(user => user.Role == request.Role)?.Agency
            ?? "HUB",
        Subject = "explained",
        Recipient = "explained",
        Purpose = request.Purpose,
        Stage = Enum.Parse<Stage>(request.Stage, ignoreCase: true),
    };
}
