using System.CommandLine;
using Aggregator.Planning;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Host.Verbs;

/// <summary><c>graph</c> and <c>plan</c>: the supergraph and a plan as people read them.</summary>
internal static class PlanVerbs
{
    public static Command Graph()
    {
        var supergraph = SupergraphOption();
        var command = new Command("graph", "Print who has which type and field of a supergraph.") { supergraph };
        command.SetAction((parsed, cancellation) => PrintGraphAsync(parsed.GetValue(supergraph)!, cancellation));
        return command;
    }

    public static Command Plan()
    {
        var supergraph = SupergraphOption();
        var operation = new Argument<FileInfo>("operation") { Description = "A file with a GraphQL operation." };
        var name = new Option<string?>("--operation-name") { Description = "Which operation of the file." };
        var command = new Command("plan", "Print what would be asked of whom, and in what order, without policy.")
        {
            operation, supergraph, name,
        };
        command.SetAction((parsed, cancellation) => PrintPlanAsync(
            parsed.GetValue(supergraph)!,
            parsed.GetValue(operation)!,
            parsed.GetValue(name),
            cancellation));
        return command;
    }

    private static Option<FileInfo> SupergraphOption() => new("--supergraph")
    {
        Description = "The supergraph file.",
        Required = true,
    };

    private static async Task<int> PrintGraphAsync(FileInfo file, CancellationToken cancellation)
    {
        if (await ReadAsync(file, cancellation) is not { } supergraph)
        {
            return 1;
        }

        foreach (var type in supergraph.Types.Ordered.Where(type => type.IsComposite))
        {
            var joined = supergraph.Join(type.Name);
            Console.WriteLine($"{type.Kind.ToString().ToLowerInvariant()} {type.Name}");
            foreach (var part in joined.Parts)
            {
                var keys = string.Join(" ", part.Keys.Select(key => $"@key({key.Fields.Text})"));
                Console.WriteLine($"  in {part.Subgraph.Name} {keys}".TrimEnd());
            }

            foreach (var field in joined.Fields.Values.OrderBy(field => field.Definition.Name, StringComparer.Ordinal))
            {
                var parts = field.Parts.Where(part => part.IsResolvable).Select(part => part.Subgraph.Name);
                Console.WriteLine($"  .{field.Definition.Name}: {field.Definition.Type} ← {string.Join(", ", parts)}");
            }
        }

        return 0;
    }

    private static async Task<int> PrintPlanAsync(
        FileInfo file, FileInfo operationFile, string? name, CancellationToken cancellation)
    {
        if (await ReadAsync(file, cancellation) is not { } supergraph)
        {
            return 1;
        }

        var text = await File.ReadAllTextAsync(operationFile.FullName, cancellation);
        var valid = OperationValidator.Validate(text, name, supergraph.Api, new OperationLimits());
        if (valid.Operation is not { } operation)
        {
            return Refuse(valid.Errors.Select(error => $"{operationFile.Name}: {error}"));
        }

        var planned = Planner.Plan(OpenScreen.Permit(operation, supergraph), supergraph);
        if (planned.Plan is not { } plan)
        {
            return Refuse(planned.Errors.Select(error => $"{error.Code}: {error.Message}"));
        }

        Console.WriteLine(PlanPrinter.Print(plan));
        return 0;
    }

    private static async Task<Supergraph?> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        if (!file.Exists)
        {
            _ = Refuse([$"{file.FullName}: there is no such file"]);
            return null;
        }

        var (supergraph, faults) = SupergraphReader.Read(await File.ReadAllTextAsync(file.FullName, cancellation));
        _ = Refuse(faults.Select(fault => $"{file.FullName}({fault.At}): {fault.Code}: {fault.Message}"));
        return supergraph;
    }

    private static int Refuse(IEnumerable<string> messages)
    {
        foreach (var message in messages)
        {
            Console.Error.WriteLine(message);
        }

        return 1;
    }
}
