using System.Text.Json.Nodes;
using Aggregator.Hub.Register;

namespace Aggregator.Hub.Mutations;

/// <summary>
/// What a decision-maker records about a decision to close, advise or take no further action. The decision itself stays
/// social care's.
/// </summary>
internal static class DecisionCheckCommand
{
    public static Task<object> RecordAsync(RegisterCommand command)
    {
        command.AllowOnly(Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours);
        var check = command.Input("check");
        command.Need(
            check.Texts("informed").Count > 0 || check.Text("nobodyToInformBecause") is not null, "informed",
            "name who was informed, or say in `nobodyToInformBecause` why nobody is");
        command.Need(
            !string.IsNullOrWhiteSpace(check.Text("impactOnChild")), "impactOnChild",
            "say what the decision means for the child");
        return command.Failed
            ? Task.FromResult(command.Refusal())
            : command.WriteLinkedAsync(
                RegisterKinds.Check, "D", check.Text("child")!, "CHILD",
                Without(JsonNode.Parse(check.GetRawText())!.AsObject(), "child"));
    }

    private static JsonObject Without(JsonObject content, string name)
    {
        content.Remove(name);
        return content;
    }
}
