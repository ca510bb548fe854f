using System.CommandLine;
using Aggregator.Load;

var root = new RootCommand("Measures what the gateway costs, beside a floor and other gateways.")
{
    RunVerb.Make(), PolicyRun.Make(), LogRun.Make(),
    ServerVerbs.Upstream(), ServerVerbs.Floor(), PolicyRelay.Make(), PolicyServers.Hub(), PolicyServers.Labelled(),
    PlainServer.Make(),
};
return await root.Parse(args).InvokeAsync();
