using System.CommandLine;
using Aggregator.Host.Verbs;

var root = new RootCommand("Aggregator: one child-centred view over the records of several agencies.")
{
    HubVerb.Make(),
    ServeVerb.Make(),
    ComposeVerb.Make(),
    PlanVerbs.Graph(),
    PlanVerbs.Plan(),
};
return await root.Parse(args).InvokeAsync();
