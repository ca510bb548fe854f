using System.CommandLine;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Host.Verbs;

/// <summary>
/// <c>check</c>: what a new supergraph, and a new policy, mean for those who use the old ones and for those whom the
/// data is about.
/// </summary>
internal static class CheckVerb
{
    public static Command Make()
    {
        var before = new Argument<FileInfo>("old") { Description = "The supergraph as it is served." };
        var after = new Argument<FileInfo>("new") { Description = "The supergraph as it would be." };
        var oldPolicy = new Option<DirectoryInfo?>("--old-policy")
        {
            Description = "The policy's folder as it is in force; else the one of `--policy`.",
        };
        var policy = PolicyVerbs.FolderOption();
        var command = new Command(
            "check", "Say what a change breaks for the API's users, and what it discloses that was not disclosed.")
        {
            before, after, oldPolicy, policy,
        };
        command.SetAction(parsed => Run(
            Terminal.Of(parsed),
            (parsed.GetValue(before)!, parsed.GetValue(oldPolicy) ?? parsed.GetValue(policy)),
            (parsed.GetValue(after)!, parsed.GetValue(policy))));
        return command;
    }

    private static int Run(
        Terminal terminal, (FileInfo File, DirectoryInfo? Policy) before, (FileInfo File, DirectoryInfo? Policy) after)
    {
        var (old, oldFaults) = PolicyFolder.ReadSupergraph(before.File);
        var (now, nowFaults) = PolicyFolder.ReadSupergraph(after.File);
        var (oldTable, oldMistakes) = PolicyFolder.Read(before.Policy);
        var (nowTable, nowMistakes) = PolicyFolder.Read(after.Policy);
        if (old is null || now is null || oldTable is null || nowTable is null)
        {
            return terminal.Refuse(oldFaults.Concat(nowFaults).Concat(oldMistakes).Concat(nowMistakes).Distinct());
        }

        var api = ApiComparison.Between(old.Api, now.Api);
        var disclosed = now.IsLabelled
            ? DisclosureDiff.Between(
                (old, EffectiveLabels.Of(old, oldTable), oldTable), (now, EffectiveLabels.Of(now, nowTable), nowTable))
            : [];
        var cells = PolicyDiff.Between(oldTable, nowTable);
        foreach (var line in api.Cast<object>().Concat(disclosed).Concat(cells))
        {
            terminal.Output.WriteLine(line);
        }

        var breaking = api.Count(change => change.Impact == ApiImpact.Breaking);
        var more = disclosed.Length + cells.Count(change => change.RevealsMore);
        terminal.Output.WriteLine($"{breaking} breaking, {more} disclose more");
        return breaking + more == 0
            ? 0
            : terminal.Refuse("have the change agreed with those who use the API, and approved, or take it back");
    }
}
