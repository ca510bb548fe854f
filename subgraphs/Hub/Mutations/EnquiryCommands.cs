using System.Text.Json.Nodes;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>Enquiries: nobody starts with a relationship, and every relationship made here has an end.</summary>
internal static class EnquiryCommands
{
    private const int ReviewAfterDays = 28;
    private const int MaxIdLength = 100;

    private static readonly string[] Openers =
    [
        Roles.Analyst, Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours, Roles.HealthDesk,
    ];

    /// <summary>Whether a role opens enquiries.</summary>
    public static bool MayOpen(string role) => Openers.Contains(role);

    public static async Task<object> OpenAsync(RegisterCommand command)
    {
        command.AllowOnly(Openers);
        command.Need(command.Worker.Length > 0, null, "WORKER_UNKNOWN", "the caller context names no worker");
        var child = command.Text("child") ?? "";
        command.Need(
            child.Length is > 0 and <= MaxIdLength && !child.Any(char.IsControl), "child", "NO_ID",
            $"name the child by its id, of at most {MaxIdLength} characters");
        command.Need(command.Text("contact") is not null, "contact", "say what contact or concern it starts from");
        command.Need(command.Text("purpose") is not null, "purpose", "say what it is for");
        command.Need(
            command.Text("stage") is null or "CONTACT", "stage", "STAGE_NOT_RECORDED",
            "an enquiry opens at CONTACT; record a later stage with `changeStage` and the decision it rests on");
        if (command.Failed)
        {
            return command.Refusal();
        }

        var enquiry = new JsonObject
        {
            ["stage"] = "CONTACT",
            ["purpose"] = command.Text("purpose"),
            ["contactReason"] = command.Text("contact"),
            ["openedBy"] = command.Worker,
            ["reviewAt"] = LondonTime.Print(command.Request.Now.AddDays(ReviewAfterDays)),
        };
        try
        {
            return await WriteAsync(command, child, enquiry).ConfigureAwait(false);
        }
        catch (AgencyException conflict) when (conflict.Code == AgencyErrors.BadRecord)
        {
            // Somebody else began the same case in the meantime; now it is known.
            return await WriteAsync(command, child, enquiry).ConfigureAwait(false);
        }
    }

    public static async Task<object> ChangeStageAsync(RegisterCommand command)
    {
        command.AllowOnly(Roles.DecisionMaker, Roles.SocialWorker, Roles.SocialWorkerOutOfHours);
        var stage = command.Text("stage")!;
        var entry = await FindOwnAsync(command).ConfigureAwait(false);
        var later = RegisterKinds.StageOrder(stage) > RegisterKinds.StageOrder(entry?.Text("stage"));
        command.Need(
            !later || command.Text("decision") is not null, "decision",
            "name the decision that a later stage rests on, such as that of a strategy discussion");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "CHILD", new JsonObject
            {
                ["stage"] = stage,
                ["stageRestsOn"] = command.Text("decision"),
            }).ConfigureAwait(false);
    }

    public static async Task<object> CloseAsync(RegisterCommand command)
    {
        command.AllowOnly(Openers);

        // One that opened nothing, because the index knows no such child, is closed by whoever opened it: nobody else
        // ever has a link to it.
        var entry = await FindOwnAsync(command, entry => entry.Text("openedBy") == command.Worker
            && entry.Text("recordedByAgency") == command.Request.Caller.Organisation).ConfigureAwait(false);
        command.Need(command.Text("reason") is not null, "reason", "say why it closes");
        return command.Failed
            ? command.Refusal()
            : await command.ChangeAsync(entry!, "CHILD", new JsonObject
            {
                ["closedAt"] = LondonTime.Print(command.Request.Now),
                ["closedBecause"] = command.Text("reason"),
            }).ConfigureAwait(false);
    }

    // An enquiry is changed by those who work on the child's case, not by everybody of the role.
    private static async Task<Fact?> FindOwnAsync(RegisterCommand command, Func<Fact, bool>? isOwn = null)
    {
        var entry = await command.FindLinkedAsync(RegisterKinds.Enquiry, "enquiry", isOwn).ConfigureAwait(false);
        command.Need(
            entry?.Text("closedAt") is null, "enquiry", "CLOSED", "the enquiry is closed; open another");
        return entry;
    }

    private static async Task<object> WriteAsync(RegisterCommand command, string child, JsonObject enquiry)
    {
        var newCase = await NewCaseAsync(command, child).ConfigureAwait(false);
        return await command.WriteAsync(RegisterKinds.Enquiry, "E", child, "CHILD", enquiry, newCase)
            .ConfigureAwait(false);
    }

    // A case that is known keeps its members; of a new one the hub's worker reads from the index of people whether it
    // is a child's and who else belongs to it. Until then it has nobody, and the enquiry opens nothing.
    private static async Task<FactDraft[]> NewCaseAsync(RegisterCommand command, string child)
    {
        var id = RegisterKinds.CaseId(child);
        var known = await command.Request.Current.ByIdAsync([id], CancellationToken.None).ConfigureAwait(false);
        return known.Count > 0
            ? []
            :
            [
                command.Draft(
                    RegisterKinds.Case, id, FuzzyTime.At(command.Request.Now), [(child, "CHILD")], IndexedCase.Of([])),
            ];
    }
}
