using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>
/// Agreement of the person in whose confidence something was said. It is never a lawful basis by itself.
/// </summary>
internal static class ConsentCommands
{
    public static async Task<object> RecordAsync(RegisterCommand command)
    {
        RefuseReaders(command);
        var input = command.Input("consent");
        var state = input.Text("state");
        command.Need(state is not null, "state", "say what was agreed or refused");
        command.Need(
            state is not ("GIVEN" or "GIVEN_WITH_RELUCTANCE" or "GIVEN_WITH_CONDITIONS" or "REFUSED") ||
            input.Texts("scope").Count > 0,
            "scope", "name the agencies it is about");
        command.Need(
            state is not "GIVEN_WITH_CONDITIONS" || input.Text("note") is not null,
            "note", "say what the conditions are");
        command.Need(input.Text("obtainedBy") is not null, "obtainedBy", "say which agency asked");
        command.Need(
            input.Text("obtainedBy") is null || input.Text("obtainedBy") == command.Request.Caller.Organisation,
            "obtainedBy", "ONLY_OWN_WORD",
            "an agreement is recorded by the agency that asked for it: yours is "
            + command.Request.Caller.Organisation);
        command.Need(input.Text("how") is not null, "how", "say how it was asked");
        // That an agreement has ended can be all there is to record.
        command.NeedLater(state is "EXPIRED" ? null : input.Text("expiresAt"), "expiresAt");
        command.Need(
            state is not "WITHDRAWN", "state", "USE_WITHDRAW", "withdraw an agreement with `withdrawConsent`");
        if (command.Failed)
        {
            return command.Refusal();
        }

        var (person, content) = (input.Text("person")!, JsonNode.Parse(input.GetRawText())!.AsObject());
        if (input.Text("givenBy") is { } representative)
        {
            var entries = await command.EntriesAroundAsync(person).ConfigureAwait(false);
            // As far as who records may know: else they could try who is shielded, or of a shielded child's case.
            content["givenByParty"] = command.ReachOf(entries).AreOfOneCase(person, representative);
        }

        return await command.WriteLinkedAsync(RegisterKinds.Consent, "C", person, "MENTIONED", content)
            .ConfigureAwait(false);
    }

    public static async Task<object> WithdrawAsync(RegisterCommand command)
    {
        RefuseReaders(command);
        var entry = await command.FindLinkedAsync(RegisterKinds.Consent, "consent").ConfigureAwait(false);
        command.Need(command.Text("how") is not null, "how", "say how the withdrawal was told");
        command.Need(
            entry is null || Agreements.IsAgreement(entry), "consent", "NOT_AN_AGREEMENT",
            "nothing was agreed there; record what the person says now with `recordConsent`");
        if (command.Failed)
        {
            return command.Refusal();
        }

        // Said once more it changes nothing: the first word stands, and with it what was agreed since.
        return Agreements.IsNewsFrom(entry!, command.Request.Caller.Organisation)
            ? await command.ChangeAsync(entry!, "MENTIONED", new JsonObject
            {
                ["state"] = "WITHDRAWN",
                ["withdrawnAt"] = LondonTime.Print(command.Request.Now),
                ["withdrawnHow"] = command.Text("how"),
            }).ConfigureAwait(false)
            : RegisterCommand.AsWritten(entry!);
    }

    // Whoever works with the person may record what the person said; who only reads may not.
    internal static void RefuseReaders(RegisterCommand command) => command.Need(
        command.Request.Caller.Role is not (Roles.Dashboard or Roles.Auditor or Roles.HubRules), null,
        "ROLE_NOT_ALLOWED", $"the role `{command.Request.Caller.Role}` records nothing");
}
