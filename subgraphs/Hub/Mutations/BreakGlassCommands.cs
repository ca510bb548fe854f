using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>
/// One person's record, 60 minutes, with a reason, for the worker who opened it and nobody else of the agency. The data
/// protection officer has the notice in the same transaction, and reviews it. What a prohibition hides stays hidden.
/// </summary>
internal static class BreakGlassCommands
{
    private const int Minutes = 60;

    public static async Task<object> OpenAsync(RegisterCommand command)
    {
        command.AllowOnly(
            Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours, Roles.HealthDesk, Roles.Emergency);
        command.Need(command.Worker.Length > 0, null, "WORKER_UNKNOWN", "the caller context names no worker");
        command.Need(command.Text("reason") is not null, "reason", "choose a reason from the list");
        command.Need(command.Text("text") is not null, "text", "say in words why it cannot wait");
        if (command.Failed)
        {
            return command.Refusal();
        }

        var (person, now) = (command.Text("person")!, command.Request.Now);
        await command.NeedRoomAsync(person).ConfigureAwait(false);
        var content = new JsonObject
        {
            ["person"] = person,
            ["holder"] = command.Worker,
            ["recordedBy"] = command.Worker,
            ["holderAgency"] = command.Request.Caller.Organisation,
            ["holderRole"] = command.Request.Caller.Role,
            ["reason"] = command.Text("reason"),
            ["text"] = command.Text("text"),
            ["until"] = LondonTime.Print(now.AddMinutes(Minutes)),
        };
        var id = command.NewId("B", person, content);
        return await command.WriteAllAsync(
        [
            command.Draft(RegisterKinds.BreakGlass, id, FuzzyTime.At(now), [(person, "MENTIONED")], content),
            command.Draft(RegisterKinds.Notice, NoticeOf(id), FuzzyTime.At(now), [], new JsonObject
            {
                ["to"] = Roles.DataProtectionOfficer,
                ["about"] = "BREAK_GLASS_OPENED",
                ["restsOn"] = id,
                ["at"] = LondonTime.Print(now),
            }),
        ]).ConfigureAwait(false);
    }

    public static async Task<object> CloseAsync(RegisterCommand command)
    {
        // Somebody else's is answered like one that is not there: it ends by itself after 60 minutes.
        var entry = await command
            .FindAsync(RegisterKinds.BreakGlass, "breakGlass", grant => grant.Text("holder") == command.Worker)
            .ConfigureAwait(false);
        command.Need(entry?.Text("closedAt") is null, "breakGlass", "CLOSED", "it has been closed already");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "MENTIONED", new JsonObject
            {
                ["closedAt"] = LondonTime.Print(command.Request.Now),
            }).ConfigureAwait(false);
    }

    /// <summary>Where it was not justified the review ends the grant, and whatever else its holder has open for the
    /// person: an older one would open the same.</summary>
    public static async Task<object> ReviewAsync(RegisterCommand command)
    {
        command.AllowOnly(Roles.DataProtectionOfficer, Roles.Auditor);
        var entry = await command.FindAsync(RegisterKinds.BreakGlass, "breakGlass").ConfigureAwait(false);
        var outcome = command.Text("outcome");
        command.Need(outcome is not null, "outcome", "say whether it was justified");
        command.Need(command.Text("text") is not null, "text", "say what the review rests on");
        command.Need(
            entry is null || entry.Text("holder") != command.Worker, "breakGlass", "OWN_GRANT",
            "nobody reviews a grant of their own");
        if (command.Failed)
        {
            return command.Refusal();
        }

        var now = LondonTime.Print(command.Request.Now);
        var changes = new JsonObject
        {
            ["reviewedAt"] = now,
            ["reviewedBy"] = command.Worker,
            ["outcome"] = outcome,
            ["reviewText"] = command.Text("text"),
        };
        var others = outcome == "NOT_JUSTIFIED" ? await OpenBesideAsync(command, entry!).ConfigureAwait(false) : [];
        if (outcome == "NOT_JUSTIFIED" && entry!.Text("closedAt") is null)
        {
            changes["closedAt"] = now;
        }

        var found = await command.Request.Current.ByIdAsync([NoticeOf(entry!.Id)], default).ConfigureAwait(false);
        return await command.ChangeAsync(
            entry, "MENTIONED", changes,
            [
                .. found.Values.Select(notice => command.Changed(notice, "", new JsonObject { ["answeredAt"] = now })),
                .. others.Select(grant => command.Changed(grant, "MENTIONED", new JsonObject { ["closedAt"] = now })),
            ])
            .ConfigureAwait(false);
    }

    // What else the holder of a grant has open for the same person.
    private static async Task<IEnumerable<Fact>> OpenBesideAsync(RegisterCommand command, Fact grant)
    {
        var entries = await command.EntriesAroundAsync(grant.Text("person")!).ConfigureAwait(false);
        return entries.Where(entry => entry.Kind == RegisterKinds.BreakGlass && entry.Id != grant.Id
            && entry.Text("person") == grant.Text("person") && entry.Text("holder") == grant.Text("holder")
            && entry.Text("closedAt") is null && entry.Instant("until") > command.Request.Now);
    }

    private static string NoticeOf(string breakGlass) => breakGlass + "-N";
}
