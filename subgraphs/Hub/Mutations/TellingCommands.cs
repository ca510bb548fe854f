using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>Who was told of what, and what came back.</summary>
internal static class TellingCommands
{
    public static Task<object> RecordInformedAsync(RegisterCommand command)
    {
        ConsentCommands.RefuseReaders(command);
        command.Need(command.Text("how") is not null, "how", "say how they were told");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteLinkedAsync(RegisterKinds.Told, "T", command.Text("child")!, "CHILD", new JsonObject
            {
                ["record"] = command.Text("record"),
                ["told"] = command.Text("agency"),
                ["how"] = command.Text("how"),
                ["at"] = command.Text("at") ?? LondonTime.Print(command.Request.Now),
            });
    }

    /// <summary>Only the agency that was told can say that it has seen it; of its workers those who have to do with the
    /// child, since it counts for all of them.</summary>
    public static async Task<object> AcknowledgeAsync(RegisterCommand command)
    {
        ConsentCommands.RefuseReaders(command);
        var entry = await command.FindLinkedAsync(RegisterKinds.Told, "told").ConfigureAwait(false);

        // Which entries there are about others is told in the list of them.
        command.NeedEntry(entry is null || entry.Text("told") == command.Request.Caller.Organisation, "told");
        command.Need(
            entry?.Text("acknowledgedAt") is null, "told", "ANSWERED", "it has been acknowledged already");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "CHILD", new JsonObject
            {
                ["acknowledgedAt"] = LondonTime.Print(command.Request.Now),
            }).ConfigureAwait(false);
    }

    public static async Task<object> ReplyAsync(RegisterCommand command)
    {
        ConsentCommands.RefuseReaders(command);
        if (command.Failed)
        {
            return command.Refusal();
        }

        var input = command.Input("reply");
        var acted = input.Truth("acted") is true;
        var child = input.Text("child")!;
        var namesRecords = input.Texts("records").Count > 0;
        // Whoever is shown no records must not find out by naming some which those of the card are.
        var isOfWholeCard = await command.SeesAlertsAloneAsync(child).ConfigureAwait(false);
        command.Need(namesRecords || isOfWholeCard, "records", "name the records of the card you answer");
        command.Need(
            !namesRecords || !isOfWholeCard, "records", "WHOLE_CARD_ONLY",
            "your link to this child shows no records of a card: leave `records` empty, and the card is answered as a "
            + "whole; what you know of records, tell the health desk");
        command.Need(!acted || input.Text("actionTaken") is not null, "actionTaken", "say what was done");
        command.Need(
            !acted || input.Text("serviceLevelTo") is not null || input.Text("notReviewedBecause") is not null,
            "serviceLevelTo", "say the service level after review, or why it was not reviewed");
        var reply = new JsonObject
        {
            ["rule"] = input.Text("rule"),
            ["replyingAgency"] = command.Request.Caller.Organisation,
            ["records"] = new JsonArray([.. input.Texts("records").Select(record => (JsonNode)record)]),
            ["actionTaken"] = acted ? input.Text("actionTaken") : null,
            ["serviceLevelFrom"] = input.Text("serviceLevelFrom"),
            ["serviceLevelTo"] = input.Text("serviceLevelTo"),
            ["notReviewedBecause"] = input.Text("notReviewedBecause"),
            ["overrideReason"] = input.Text("overrideReason"),
        };
        return command.Failed
            ? command.Refusal()
            : await command.WriteLinkedAsync(RegisterKinds.Reply, "R", child, "CHILD", reply, alertOnly: true)
                .ConfigureAwait(false);
    }
}
