using System.CommandLine;

namespace Aggregator.Host.Verbs;

/// <summary>Every verb of the program. docs/verbs.md describes them.</summary>
internal static class CommandLine
{
    public static RootCommand Make() => new("Aggregator: one child-centred view over the records of several agencies.")
    {
        HubVerb.Make(),
        EvaluateVerb.Make(),
        ServeVerb.Make(),
        RulesVerb.Make(),
        KeysVerb.Make(),
        ComposeVerb.Make(),
        PlanVerbs.Graph(),
        PlanVerbs.Plan(),
        ExplainVerb.Make(),
        CheckVerb.Make(),
        PolicyVerbs.Make(),
        AuditVerbs.Make(),
        ExportVerbs.Export(),
        ExportVerbs.SubjectAccess(),
        ErrorsVerb.Make(),
    };
}
