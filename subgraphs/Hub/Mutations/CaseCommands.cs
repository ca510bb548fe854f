using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>What stands over a case as a whole: doubts about a match, and a legal hold.</summary>
internal static class CaseCommands
{
    public static Task<object> ReportWrongPersonAsync(RegisterCommand command)
    {
        ConsentCommands.RefuseReaders(command);
        command.Need(command.Text("why") is not null, "why", "say what does not fit");
        command.Need(
            command.Text("record") is null || command.Text("agency") is not null, "agency",
            "name the agency that holds the record");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteLinkedAsync(
                RegisterKinds.WrongPerson, "W", command.Text("person")!, "MENTIONED", new JsonObject
                {
                    ["record"] = command.Text("record"),
                    // Who is who is the person index's to say, unless an agency's own record is in doubt.
                    ["heldBy"] = command.Text("agency") ?? "PPL",
                    ["why"] = command.Text("why"),
                    ["reportedBy"] = command.Worker,
                    ["reportedAt"] = LondonTime.Print(command.Request.Now),
                });
    }

    public static Task<object> PlaceHoldAsync(RegisterCommand command)
    {
        command.AllowOnly(Roles.DecisionMaker, Roles.DataProtectionOfficer);
        command.Need(command.Text("reason") is not null, "reason", "say what it is placed for");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteAsync(RegisterKinds.Hold, "H", command.Text("person")!, "MENTIONED", new JsonObject
            {
                ["reason"] = command.Text("reason"),
                ["placedBy"] = command.Worker,
                ["placedAt"] = LondonTime.Print(command.Request.Now),
            });
    }

    public static async Task<object> LiftHoldAsync(RegisterCommand command)
    {
        command.AllowOnly(Roles.DataProtectionOfficer);
        var entry = await command.FindAsync(RegisterKinds.Hold, "legalHold").ConfigureAwait(false);
        command.Need(command.Text("reason") is not null, "reason", "say why it is lifted");
        command.Need(entry?.Text("liftedAt") is null, "legalHold", "CLOSED", "it has been lifted already");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "MENTIONED", new JsonObject
            {
                ["liftedAt"] = LondonTime.Print(command.Request.Now),
                ["liftedBecause"] = command.Text("reason"),
            }).ConfigureAwait(false);
    }
}

/// <summary>Agreed flows are switched by who answers for information governance; no rule ever makes one.</summary>
internal static class StandingDecisionCommands
{
    public static Task<object> EndAsync(RegisterCommand command) => ChangeAsync(command, ends: true);

    public static Task<object> RenewAsync(RegisterCommand command) => ChangeAsync(command, ends: false);

    private static async Task<object> ChangeAsync(RegisterCommand command, bool ends)
    {
        command.AllowOnly(Roles.DataProtectionOfficer);
        var entry = await command.FindAsync(RegisterKinds.Standing, "standingDecision").ConfigureAwait(false);
        var hasEnded = entry?.Instant("until") <= command.Request.Now;
        command.Need(command.Text("reason") is not null, "reason", "say why");
        command.Need(
            entry is null || hasEnded != ends, "standingDecision", "UNCHANGED",
            ends ? "it has ended already" : "it is in force");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "", new JsonObject
            {
                ["until"] = ends ? LondonTime.Print(command.Request.Now) : null,
                ["changedBecause"] = command.Text("reason"),
            }).ConfigureAwait(false);
    }
}
