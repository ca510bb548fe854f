using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>One person's record, 60 minutes, with a reason. What a prohibition hides stays hidden.</summary>
internal static class BreakGlassCommands
{
    private const int Minutes = 60;

    public static Task<object> OpenAsync(RegisterCommand command)
    {
        command.AllowOnly(
            Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours, Roles.HealthDesk, Roles.Emergency);
        command.Need(command.Text("reason") is not null, "reason", "choose a reason from the list");
        command.Need(command.Text("text") is not null, "text", "say in words why it cannot wait");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteAsync(RegisterKinds.BreakGlass, "B", command.Text("person")!, "MENTIONED", new JsonObject
            {
                ["holder"] = command.Request.Caller.Recipient,
                ["holderRole"] = command.Request.Caller.Role,
                ["reason"] = command.Text("reason"),
                ["text"] = command.Text("text"),
                ["until"] = LondonTime.Print(command.Request.Now.AddMinutes(Minutes)),
            });
    }

    public static async Task<object> CloseAsync(RegisterCommand command)
    {
        var entry = await command.FindAsync(RegisterKinds.BreakGlass, "breakGlass").ConfigureAwait(false);
        command.Need(
            entry is null || entry.Text("holder") == command.Request.Caller.Recipient, "breakGlass", "ROLE_NOT_ALLOWED",
            "only who opened it can close it; it ends by itself after 60 minutes");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "MENTIONED", new JsonObject
            {
                ["closedAt"] = LondonTime.Print(command.Request.Now),
            }).ConfigureAwait(false);
    }
}
