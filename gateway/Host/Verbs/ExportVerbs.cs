using System.CommandLine;
using Aggregator.Host.Exporting;
using Aggregator.Host.LocalHub;
using Aggregator.Policy;

namespace Aggregator.Host.Verbs;

/// <summary><c>export</c> and <c>subject-access</c>: documents, made as a client of the gateway.</summary>
internal static class ExportVerbs
{
    private const string SubjectAccessName = "subject-access";

    public static Command Export()
    {
        var client = new ClientArguments();
        var child = new Option<string>("--child") { Description = "The child's id, as in `P1`.", Required = true };
        var recipients = new Option<string[]>("--recipient")
        {
            Description = "An agency code that the records are passed on to; several, each with a document of its own.",
            Required = true,
        };
        var purpose = new Option<string>("--purpose")
        {
            Description = "The purpose.",
            DefaultValueFactory = _ => "S47_ENQUIRY",
        };
        var stage = new Option<string?>("--stage") { Description = "The stage; else the default of the gateway." };
        var decision = new HandOverArguments();
        var command = new Command(
            "export",
            "Records of a child for a strategy meeting, for each recipient what the policy lets pass on to it, with "
                + "what was withheld and why. Asks the gateway for each recipient, a page at a time; each question is "
                + "logged, and a decision to share is recorded in the hub before a document is written.")
        {
            child, recipients, purpose, stage,
        };
        decision.AddTo(command);
        client.AddTo(command);
        string[] To(ParseResult parsed) => [.. parsed.GetValue(recipients)!.Distinct()];
        command.SetAction((parsed, cancellation) => client.RunAsync(
            parsed, To(parsed).Select(NameOf), async (gateway, terminal) =>
        {
            var schema = GatewaySchema.ReadSupergraph(PolicyFolder.Shipped).Api;
            if (decision.Unknown(parsed, schema, To(parsed)).ToList() is { Count: > 0 } unknown)
            {
                return terminal.Refuse(unknown);
            }

            var access = new AskedAccess(
                parsed.GetValue(purpose)!, parsed.GetValue(stage), null, "export for a strategy meeting");
            var policy = GatewaySchema.ReadPolicy(Path.Combine(PolicyFolder.Shipped, "policy")).Model;
            var exports = await MeetingExport.AskAsync(
                gateway, policy, parsed.GetValue(child)!, To(parsed), access, cancellation);
            foreach (var export in exports)
            {
                var recorded = await decision.Of(parsed).RecordAsync(
                    gateway, parsed.GetValue(child)!, export, access, cancellation);
                try
                {
                    client.Give(
                        parsed, terminal, NameOf(export.Recipient), MeetingMarkdown.Of(export, recorded),
                        export.Answer.ToJsonString());
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    return terminal.Refuse(
                        $"decision {recorded} is recorded, but its document was not written: {fault.Message}");
                }
            }

            return 0;
        }));
        return command;
    }

    public static Command SubjectAccess()
    {
        var client = new ClientArguments();
        var person = new Option<string>("--person")
        {
            Description = "The id of the person who asks, as in `P3`.",
            Required = true,
        };
        var command = new Command(
            SubjectAccessName,
            "A draft of what a person is told of their data, each entry with a proposed decision; for the data "
                + "protection officer, who decides. Asks the gateway; it is logged.")
        {
            person,
        };
        client.AddTo(command);
        command.SetAction((parsed, cancellation) => client.RunAsync(
            parsed, [SubjectAccessName], async (gateway, terminal) =>
        {
            var schema = PolicyFolder.Shipped;
            var policy = GatewaySchema.ReadPolicy(Path.Combine(schema, "policy"));
            var rules = new ReleaseProposals(
                policy, EffectiveLabels.Of(GatewaySchema.ReadSupergraph(schema), policy));
            var draft = await SubjectAccessDraft.MakeAsync(
                gateway, rules, parsed.GetValue(person)!, new AskedAccess("SUBJECT_RIGHTS", null, null, null),
                cancellation);
            client.Give(
                parsed, terminal, SubjectAccessName, draft.ToMarkdown(), draft.ToJson().ToJsonString());
            foreach (var note in draft.Notes)
            {
                terminal.Error.WriteLine(note);
            }

            return 0;
        }));
        return command;
    }

    private static string NameOf(string recipient) => "for-" + recipient;
}
