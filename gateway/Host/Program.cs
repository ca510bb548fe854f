using System.CommandLine;
using Aggregator.Host.Verbs;

// A gateway that is told to stop finishes what is under way: its own configuration says how long that may take.
return await CommandLine.RunAsync(
    args, new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(6) });
