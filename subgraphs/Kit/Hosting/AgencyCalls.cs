using Microsoft.AspNetCore.Http;

namespace Aggregator.Kit;

/// <summary>Turns the caller context of an HTTP request into a request of the agency.</summary>
/// <param name="agency">The agency.</param>
/// <param name="databases">Its database.</param>
/// <param name="writer">Appends versions.</param>
/// <param name="verifier">Verifies contexts; null refuses all.</param>
/// <param name="checkpoints">Keeps what is shown of the gateway's access log.</param>
/// <param name="clock">The domain clock.</param>
internal sealed class AgencyCalls(
    Agency agency,
    AgencyDatabases databases,
    FactWriter writer,
    CallerContextVerifier? verifier,
    CheckpointKeeper checkpoints,
    TimeProvider clock)
{
    /// <summary>Who asks.</summary>
    /// <exception cref="AgencyException">
    /// The context is missing or does not hold, or the gateway's access log went back.
    /// </exception>
    public async ValueTask<CallerContext> CallerAsync(HttpContext http)
    {
        var caller = Verified(http);
        await checkpoints.ShowAsync(caller, http.RequestAborted).ConfigureAwait(false);
        return caller;
    }

    private CallerContext Verified(HttpContext http)
    {
        var header = http.Request.Headers[CallerContextVerifier.Header];
        if (verifier is null)
        {
            throw new AgencyException(
                AgencyErrors.CallerContextInvalid, "this agency has no gateway keys; configure `Gateway:Keys`");
        }

        return header.Count <= 1
            ? verifier.Verify(header.ToString())
            : throw new AgencyException(
                AgencyErrors.CallerContextInvalid, $"the header `{CallerContextVerifier.Header}` came twice");
    }

    /// <summary>The domain clock's now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    public AgencyRequest Request(CallerContext caller) => new(agency, databases, writer, caller, clock.GetUtcNow());
}

/// <summary>Refusals before GraphQL, in GraphQL's error form.</summary>
internal static class HttpRefusal
{
    public static Task RefuseAsync(this HttpContext http, int status, string code, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new { errors = new[] { new { message, extensions = new { code } } } }, ContractJson.Options);
    }

    public static int StatusOf(string? code) => code switch
    {
        AgencyErrors.CallerContextRequired or AgencyErrors.CallerContextInvalid => StatusCodes.Status401Unauthorized,
        AgencyErrors.RoleNotAllowed or AgencyErrors.RecorderRefused or AgencyErrors.LogWentBack =>
            StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };
}
