using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>What was shared, with whom and why; and what came back.</summary>
internal static class SharingCommands
{
    private static readonly string[] Overrides =
        ["ART6_1C", "ART6_1D", "ART6_1E", "CA2004_S16LA", "COURT_ORDER"];

    public static Task<object> RecordDecisionAsync(RegisterCommand command)
    {
        command.AllowOnly(
            Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours, Roles.HealthDesk);
        var input = command.Input("decision");
        var choice = input.Text("decision");
        var shares = choice is "SHARE" or "SHARE_PART";
        command.Need(choice is not null, "decision", "say whether it is shared");
        command.Need(input.Texts("to").Count > 0, "to", "name the agencies it is about");
        command.Need(
            input.Texts("records").Count > 0 || input.Text("description") is not null, "records",
            "name the records, or describe what is shared");
        command.Need(input.Text("purpose") is not null, "purpose", "say what for");
        command.Need(!shares || input.Text("basis") is not null, "basis", "name the lawful basis");
        command.Need(
            !shares || input.Text("overrideReason") is null || Overrides.Contains(input.Text("basis")), "basis",
            "BASIS_DOES_NOT_OVERRIDE", $"an agreement is overridden only on {string.Join(", ", Overrides)}");
        command.Need(input.Text("authorisedBy") is not null, "authorisedBy", "name who authorised it");
        command.Need(
            choice is not "SHARE_PART" || input.Text("withheld") is not null, "withheld",
            "say what is withheld and why");
        command.Need(
            choice is not "DO_NOT_SHARE" || input.Text("notSharedBecause") is not null, "notSharedBecause",
            "say why it is not shared");
        command.Need(
            input.Truth("subjectTold") is not null, "subjectTold", "say whether the person was told");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteLinkedAsync(
                RegisterKinds.Sharing, "S", input.Text("person")!, "MENTIONED",
                JsonNode.Parse(input.GetRawText())!.AsObject());
    }

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

    public static Task<object> ReplyAsync(RegisterCommand command)
    {
        ConsentCommands.RefuseReaders(command);
        var input = command.Input("reply");
        var acted = input.Truth("acted") is true;
        command.Need(input.Texts("records").Count > 0, "records", "name the records of the card you answer");
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
            ? Task.FromResult(command.Refusal())
            : command.WriteLinkedAsync(RegisterKinds.Reply, "R", input.Text("child")!, "CHILD", reply);
    }
}
