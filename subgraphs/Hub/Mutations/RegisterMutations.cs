using Aggregator.Kit;

namespace Aggregator.Hub.Mutations;

/// <summary>The commands of the register, by field of `Mutation`.</summary>
internal static class RegisterMutations
{
    private static readonly (string Field, Func<RegisterCommand, Task<object>> Run)[] Commands =
    [
        ("openEnquiry", EnquiryCommands.OpenAsync),
        ("changeStage", EnquiryCommands.ChangeStageAsync),
        ("closeEnquiry", EnquiryCommands.CloseAsync),
        ("replyToAlert", TellingCommands.ReplyAsync),
        ("recordInformed", TellingCommands.RecordInformedAsync),
        ("acknowledgeInformed", TellingCommands.AcknowledgeAsync),
        ("reportWrongPerson", CaseCommands.ReportWrongPersonAsync),
        ("recordConsent", ConsentCommands.RecordAsync),
        ("withdrawConsent", ConsentCommands.WithdrawAsync),
        ("recordSharingDecision", SharingCommands.RecordAsync),
        ("recordDecisionCheck", DecisionCheckCommand.RecordAsync),
        ("openBreakGlass", BreakGlassCommands.OpenAsync),
        ("closeBreakGlass", BreakGlassCommands.CloseAsync),
        ("reviewBreakGlass", BreakGlassCommands.ReviewAsync),
        ("placeLegalHold", CaseCommands.PlaceHoldAsync),
        ("liftLegalHold", CaseCommands.LiftHoldAsync),
        ("endStandingDecision", StandingDecisionCommands.EndAsync),
        ("renewStandingDecision", StandingDecisionCommands.RenewAsync),
    ];

    public static void Add(FieldResolvers fields)
    {
        foreach (var (field, run) in Commands)
        {
            fields.AddAsync($"Mutation.{field}", async call =>
                await run(new RegisterCommand(call)).ConfigureAwait(false));
        }
    }
}
