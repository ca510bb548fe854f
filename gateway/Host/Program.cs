using Aggregator.Host.Verbs;

return await CommandLine.Make().Parse(args).InvokeAsync();
