using System.CommandLine;
using Aggregator.Planning;

namespace Aggregator.Host.Verbs;

/// <summary><c>graph</c> and <c>plan</c>: the supergraph and a plan as people read them.</summary>
internal static class PlanVerbs
{
    public static Command Graph()
    {
        var supergraph = SupergraphOption();
        var command = new Command("graph", "Print who has which type and field of a supergraph.") { supergraph };
        command.SetAction(parsed => PrintGraph(Terminal.Of(parsed), parsed.GetValue(supergraph)!));
        return command;
    }

    public static Command Plan()
    {
        var supergraph = SupergraphOption();
        var operation = new Argument<FileInfo>("operation") { Description = "A file with a GraphQL operation." };
        var name = new Option<string?>("--operation-name") { Description = "Which operation of the file." };
        var json = new Option<bool>("--json") { Description = "Print JSON, for tools." };
        var command = new Command("plan", "Print what would be asked of whom, and in what order, without policy.")
        {
            operation, supergraph, name, json,
        };
        command.SetAction(parsed => PrintPlan(
            Terminal.Of(parsed),
            parsed.GetValue(supergraph)!,
            parsed.GetValue(operation)!,
            parsed.GetValue(name),
            parsed.GetValue(json)));
        return command;
    }

    private static Option<FileInfo> SupergraphOption() => new("--supergraph")
    {
        Description = "The supergraph file.",
        Required = true,
    };

    private static int PrintGraph(Terminal terminal, FileInfo file)
    {
        var (supergraph, faults) = PolicyFolder.ReadSupergraph(file);
        if (supergraph is null)
        {
            return terminal.Refuse(faults);
        }

        foreach (var type in supergraph.Types.Ordered.Where(type => type.IsComposite))
        {
            var joined = supergraph.Join(type.Name);
            terminal.Output.WriteLine($"{type.Kind.ToString().ToLowerInvariant()} {type.Name}");
            foreach (var part in joined.Parts)
            {
                var keys = string.Join(" ", part.Keys.Select(key => $"@key({key.Fields.Text})"));
                terminal.Output.WriteLine($"  in {part.Subgraph.Name} {keys}".TrimEnd());
            }

            foreach (var field in joined.Fields.Values.OrderBy(field => field.Definition.Name, StringComparer.Ordinal))
            {
                var parts = field.Parts.Where(part => part.IsResolvable).Select(part => part.Subgraph.Name);
                terminal.Output.WriteLine(
                    $"  .{field.Definition.Name}: {field.Definition.Type} ← {string.Join(", ", parts)}");
            }
        }

        return 0;
    }

    private static int PrintPlan(Terminal terminal, FileInfo file, FileInfo operationFile, string? name, bool isJson)
    {
        var (supergraph, faults) = PolicyFolder.ReadSupergraph(file);
        if (supergraph is null)
        {
            return terminal.Refuse(faults);
        }

        var (operation, errors) = OperationFile.Read(operationFile, name, supergraph);
        if (operation is null)
        {
            return terminal.Refuse(errors);
        }

        var planned = Planner.Plan(OpenScreen.Permit(operation, supergraph), supergraph);
        if (planned.Plan is not { } plan)
        {
            return terminal.Refuse(planned.Errors.Select(error => $"{error.Code}: {error.Message}"));
        }

        terminal.Output.WriteLine(isJson ? PlanJson.Print(plan) : PlanPrinter.Print(plan));
        return 0;
    }
}
