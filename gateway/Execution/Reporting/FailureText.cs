namespace Aggregator.Execution;

/// <summary>What a failed request to a subgraph is called.</summary>
internal static class FailureText
{
    public static (string Code, string Message) Of(AgencyResponse response, string agency) => response.Outcome switch
    {
        AgencyOutcome.TimedOut => (ExecutionErrorCodes.SubgraphTimeout, $"`{agency}` did not answer in time"),
        AgencyOutcome.CircuitOpen => (ExecutionErrorCodes.SubgraphUnavailable,
            $"`{agency}` has failed too often just now and was not asked"),
        AgencyOutcome.Busy => (ExecutionErrorCodes.SubgraphUnavailable,
            $"`{agency}` was not asked: too many requests to it are under way"),
        AgencyOutcome.RefusedByStatus => (ExecutionErrorCodes.SubgraphUnavailable,
            $"`{agency}` refused the request with HTTP status {response.Status}"),
        AgencyOutcome.NotJson => (ExecutionErrorCodes.SubgraphInvalidResponse,
            $"`{agency}` gave an answer that is not JSON"),
        AgencyOutcome.TooLarge => (ExecutionErrorCodes.SubgraphTooLarge,
            $"`{agency}` gave an answer over the size limit"),
        _ => (ExecutionErrorCodes.SubgraphUnavailable, $"`{agency}` could not be reached"),
    };
}
