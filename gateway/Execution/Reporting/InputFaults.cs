namespace Aggregator.Execution;

/// <summary>
/// What an agency says of a caller's own input, in the gateway's words: the caller can mend it. Nothing that the agency
/// wrote is passed on.
/// </summary>
internal static class InputFaults
{
    /// <summary>The text for an agency's code; null for any other code.</summary>
    public static string? TextOf(string? code) => code switch
    {
        ExecutionErrorCodes.BadNhsNumber => "this is not an NHS number: ten digits of which the last checks the others",
        "BAD_ARGUMENT" => "an argument cannot be used so: see what the field's description asks for",
        _ => null,
    };
}
