using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>A decision to share or not, with what it rests on. Agreement is one thing, the basis another.</summary>
internal static class SharingCommands
{
    private static readonly string[] Overrides =
        ["ART6_1C", "ART6_1D", "ART6_1E", "CA2004_S16LA", "COURT_ORDER"];

    // Public bodies cannot rest a public task on these two; only a provider that is none can.
    private static readonly string[] NotForPublicBodies = ["ART6_1EA", "ART6_1F"];
    private static readonly string[] NotPublicBodies = ["THX"];
    private static readonly string[] CompetentAuthorities = ["POL"];
    private static readonly string[] Refusals = ["REFUSED", "WITHDRAWN"];

    private static readonly string[] OfTheCase =
        [Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours, Roles.HealthDesk];

    // An agency hands over its own records. What its workers record says that it was done.
    private static readonly string[] OfOwnRecords =
    [
        Roles.PoliceDesk, Roles.Gp, Roles.HealthVisitor, Roles.Midwife, Roles.Therapist, Roles.Emergency,
        Roles.Ambulance,
    ];

    public static async Task<object> RecordAsync(RegisterCommand command)
    {
        command.AllowOnly([.. OfTheCase, .. OfOwnRecords]);
        var input = command.Input("decision");
        if (!command.Failed)
        {
            await command.NeedLinkAsync(input.Text("person")!).ConfigureAwait(false);
        }

        var isOfOwnRecords = OfOwnRecords.Contains(command.Request.Caller.Role);
        if (isOfOwnRecords && !command.Failed)
        {
            NeedOwnRecords(command, input);
        }

        // What is missing depends on what was agreed: nobody else is told, nor anybody about records that they do not
        // hand over.
        if (command.Failed)
        {
            return command.Refusal();
        }

        var choice = input.Text("decision");
        command.Need(choice is not null, "decision", "say whether it is shared");
        NeedWhat(command, input);
        if (choice is "SHARE" or "SHARE_PART")
        {
            NeedGrounds(command, input);
            await NeedOverrideAsync(command, input).ConfigureAwait(false);
        }

        command.Need(
            choice is not "SHARE_PART" || input.Text("withheld") is not null, "withheld",
            "say what is withheld and why");
        command.Need(
            choice is not "DO_NOT_SHARE" || input.Text("notSharedBecause") is not null, "notSharedBecause",
            "give the reason for not sharing from the list");
        command.Need(
            choice is "DO_NOT_SHARE" || input.Text("notSharedBecause") is null, "notSharedBecause",
            "NOT_WITH_SHARING", "a reason for not sharing goes with DO_NOT_SHARE only");
        NeedTimes(command, input, isOfOwnRecords);
        var content = JsonNode.Parse(input.GetRawText())!.AsObject();
        if (isOfOwnRecords)
        {
            NeedHandOver(command, input);
            content["expiresAt"] = LondonTime.Print(command.Request.Now);
        }

        return await command
            .WriteLinkedAsync(RegisterKinds.Sharing, "S", input.Text("person")!, "MENTIONED", content)
            .ConfigureAwait(false);
    }

    private static void NeedWhat(RegisterCommand command, JsonElement input)
    {
        command.Need(input.Texts("to").Count > 0, "to", "name the agencies it is about");
        command.Need(
            input.Texts("records").Count > 0 || input.Text("description") is not null, "records",
            "name the records, or describe what it is about");
        command.Need(input.Text("from") is not null, "from", "name the agency whose records they are");
        command.Need(input.Text("purpose") is not null, "purpose", "say what for");
        command.Need(input.Text("authorisedBy") is not null, "authorisedBy", "name who authorised it");
        command.Need(input.Text("reviewAt") is not null, "reviewAt", "say when it is looked at again");
        command.Need(input.Truth("subjectTold") is not null, "subjectTold", "say whether the person was told");
        command.Need(
            input.Truth("subjectTold") is not false || input.Text("subjectNotToldBecause") is not null,
            "subjectNotToldBecause", "say why the person was not told");
    }

    // To share with an end that has come says what was handed over: see HandOvers. What is kept back is kept from now.
    private static void NeedTimes(RegisterCommand command, JsonElement input, bool isOfOwnRecords)
    {
        if (input.Text("decision") is "DO_NOT_SHARE")
        {
            command.NeedLater(input.Text("expiresAt"), "expiresAt");
        }

        if (!isOfOwnRecords && command.IsLater(input.Text("expiresAt")))
        {
            command.NeedLater(input.Text("reviewAt"), "reviewAt");
        }
    }

    private static void NeedOwnRecords(RegisterCommand command, JsonElement input)
    {
        var (role, own) = (command.Request.Caller.Role, command.Request.Caller.Organisation);
        command.Need(
            input.Text("from") is null || input.Text("from") == own, "from", "ONLY_OWN_RECORDS",
            $"the role `{role}` hands over records of its own agency: `from` is {own}");
    }

    private static void NeedHandOver(RegisterCommand command, JsonElement input)
    {
        command.Need(
            input.Text("decision") is not "DO_NOT_SHARE", "decision", "ONLY_A_HAND_OVER",
            $"the role `{command.Request.Caller.Role}` records what it hands over; what is not to be shared is "
            + $"decided by {string.Join(", ", OfTheCase)}");
        command.Need(
            input.Texts("records").Count > 0, "records", "name the records of your agency that are handed over");
    }

    private static void NeedGrounds(RegisterCommand command, JsonElement input)
    {
        var (basis, condition) = (input.Text("basis"), input.Text("condition"));
        command.Need(basis is not null, "basis", "name the lawful basis");
        command.Need(condition is not null, "condition", "name the condition for special category or offence data");
        command.Need(input.Text("gateway") is not null, "gateway", "name the statutory gateway");
        command.Need(
            input.Text("confidentialityBasis") is not null, "confidentialityBasis",
            "say what the duty of confidence gives way to");
        command.Need(input.Text("channel") is not null, "channel", "say by which channel");
        command.Need(
            !NotForPublicBodies.Contains(basis) || NotPublicBodies.Contains(input.Text("from")), "basis",
            "BASIS_NOT_FOR_PUBLIC_BODY", $"{basis} is not for a public body's tasks");
        command.Need(
            condition?.StartsWith("LE_", StringComparison.Ordinal) is not true ||
            input.Texts("to").All(CompetentAuthorities.Contains), "condition", "CONDITION_FOR_AUTHORITIES_ONLY",
            "a condition of part 3 is for recipients that are competent authorities");
        command.Need(
            condition is not "ART9_2G_SCH1_P18" || input.Text("overrideReason") is not null, "overrideReason",
            "paragraph 18 asks why it is done without consent");
    }

    // What was agreed, or refused, does not reach these recipients: sharing all the same says why, on a basis that can.
    private static async Task NeedOverrideAsync(RegisterCommand command, JsonElement input)
    {
        var person = input.Text("person")!;
        var entries = await command.EntriesAroundAsync(person).ConfigureAwait(false);
        Fact[] all =
        [
            .. entries.Where(entry => entry.Kind == RegisterKinds.Consent && entry.Text("person") == person),
        ];
        var agreements = await command.KnownAsync(person, all.Where(entry =>
            (Agreements.AsksFor(entry) ?? input.Text("from")) == input.Text("from") && Agreements.IsOwn(entry) &&
            Agreements.ScopeOf(entry, all, command.Request.Now) is not null)).ConfigureAwait(false);
        var isOutside = agreements.Any(entry => Refusals.Contains(entry.Text("state"))) ||
            (agreements.Count > 0 && input.Texts("to").Any(agency =>
                !agreements.Any(entry => entry.Content.Texts("scope").Contains(agency))));
        var reason = input.Text("overrideReason");
        // Whoever has said whether they agree could be asked.
        command.Need(
            input.Text("condition") is not "ART9_2C" || (reason is "CANNOT_BE_ASKED" && agreements.Count == 0),
            "condition", "CONDITION_FOR_WHO_CANNOT_BE_ASKED",
            "vital interests are a condition only for who cannot be asked and was not: name another, or say "
            + "`overrideReason: CANNOT_BE_ASKED`");
        command.Need(
            !isOutside || reason is not null, "overrideReason",
            "what was agreed does not name these recipients; say why it is shared all the same");
        command.Need(
            reason is null || Overrides.Contains(input.Text("basis")), "basis",
            "BASIS_DOES_NOT_OVERRIDE", $"an agreement is overridden only on {string.Join(", ", Overrides)}");
    }
}
