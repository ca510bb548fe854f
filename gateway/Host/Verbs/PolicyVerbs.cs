using System.CommandLine;
using Aggregator.Policy;

namespace Aggregator.Host.Verbs;

/// <summary><c>policy check</c>, <c>policy diff</c> and <c>policy table</c>.</summary>
internal static class PolicyVerbs
{
    private const string Markdown = "markdown";
    private const string Csv = "csv";

    public static Command Make() => new("policy", "Check the policy, say what a change reveals, print it as a table.")
    {
        Check(), Diff(), Table(),
    };

    /// <summary>The folder of the policy files; the shipped policy when not given.</summary>
    public static Option<DirectoryInfo?> FolderOption() => new("--policy")
    {
        Description = "The folder of the policy files; else the policy that the gateway ships with.",
    };

    private static Command Check()
    {
        var policy = FolderOption();
        var supergraph = new Option<FileInfo?>("--supergraph")
        {
            Description = "What the policy is for; notes what its fields inherit. Else the supergraph that the gateway "
                + "ships with.",
        };
        var command = new Command("check", "Say every mistake in the policy files, with its place and cure.")
        {
            policy, supergraph,
        };
        command.SetAction(parsed => Check(Terminal.Of(parsed), parsed.GetValue(policy), parsed.GetValue(supergraph)));
        return command;
    }

    private static Command Diff()
    {
        var before = new Argument<DirectoryInfo>("old") { Description = "The folder of the policy as it was." };
        var after = new Argument<DirectoryInfo>("new") { Description = "The folder of the policy as it would be." };
        var check = new Option<bool>("--check") { Description = "Fail when anybody would see more." };
        var command = new Command("diff", "Say exactly which cells reveal more, and which less.")
        {
            before, after, check,
        };
        command.SetAction(parsed => Diff(
            Terminal.Of(parsed), parsed.GetValue(before)!, parsed.GetValue(after)!, parsed.GetValue(check)));
        return command;
    }

    private static Command Table()
    {
        var policy = FolderOption();
        var format = new Option<string>("--format")
        {
            Description = "markdown, for people, or csv, with a column for each stage.",
            DefaultValueFactory = _ => Markdown,
        };
        _ = format.AcceptOnlyFromAmong(Markdown, Csv);
        var output = new Option<FileInfo?>("--output") { Description = "Where the table goes; else it is printed." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail when the file is not fresh." };
        var command = new Command("table", "Write the role × class table.") { policy, format, output, check };
        command.SetAction(parsed => Table(
            Terminal.Of(parsed),
            parsed.GetValue(policy),
            parsed.GetValue(format) == Csv,
            parsed.GetValue(output),
            parsed.GetValue(check)));
        return command;
    }

    private static int Check(Terminal terminal, DirectoryInfo? folder, FileInfo? supergraphFile)
    {
        var (supergraph, unread) = PolicyFolder.ReadSupergraph(supergraphFile);
        if (supergraph is null)
        {
            return terminal.Refuse(unread);
        }

        var (table, faults) = PolicyFolder.Read(folder, supergraph);
        if (table is null)
        {
            return terminal.Refuse(faults);
        }

        var notes = supergraphFile is null ? [] : PolicyWarnings.Notes(supergraph, table);
        foreach (var said in PolicyWarnings.Of(supergraph, table).Concat(notes))
        {
            terminal.Output.WriteLine(said);
        }

        terminal.Output.WriteLine(
            $"policy {table.Name}: no mistakes; {table.Roles.Length} roles, {table.Classes.Length} classes, "
            + $"{table.Purposes.Length} purposes, approved by {string.Join(" and ", table.Model.Approvers)}");
        return 0;
    }

    private static int Diff(Terminal terminal, DirectoryInfo before, DirectoryInfo after, bool isCheck)
    {
        var (old, oldFaults) = PolicyFolder.Read(before);
        var (now, nowFaults) = PolicyFolder.Read(after);
        if (old is null || now is null)
        {
            return terminal.Refuse(oldFaults.Concat(nowFaults));
        }

        var changes = PolicyDiff.Between(old, now);
        foreach (var change in changes)
        {
            terminal.Output.WriteLine(change);
        }

        var more = changes.Count(change => change.RevealsMore);
        terminal.Output.WriteLine(
            $"{old.Name} → {now.Name}: {more} reveal more, {changes.Length - more} reveal less");
        return isCheck && more > 0
            ? terminal.Refuse("somebody would see more: have the change approved, or take it back")
            : 0;
    }

    private static int Table(Terminal terminal, DirectoryInfo? folder, bool isCsv, FileInfo? output, bool isCheck)
    {
        var (table, faults) = PolicyFolder.Read(folder);
        return table is null
            ? terminal.Refuse(faults)
            : terminal.Give(
                isCsv ? PolicyTableReport.Csv(table) : PolicyTableReport.Markdown(table),
                output,
                isCheck,
                $"run `policy table --format {(isCsv ? Csv : Markdown)} --output {output?.Name}`");
    }
}
