using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Aggregator.Kit;

/// <summary>What an agency serves.</summary>
/// <param name="GraphQL">`/graphql`.</param>
/// <param name="Outbox">`/changes`.</param>
/// <param name="Recorder">`/record`.</param>
/// <param name="Own">The agency's own.</param>
/// <param name="Checkpoints">`/log-checkpoints`.</param>
/// <param name="Databases">What readiness asks.</param>
internal sealed record AgencyEndpoints(
    GraphQLEndpoint GraphQL,
    OutboxEndpoint Outbox,
    RecorderEndpoint Recorder,
    IReadOnlyList<OwnEndpoint> Own,
    CheckpointEndpoint Checkpoints,
    AgencyDatabases Databases)
{
    /// <summary>Expected failures become their code and status. An agency whose database is down is down, and says so
    /// as whatever stands before it would.</summary>
    public async Task ExplainFailuresAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (AgencyException fault) when (!http.Response.HasStarted)
        {
            await http.RefuseAsync(HttpRefusal.StatusOf(fault.Code), fault.Code!, fault.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            await http.RefuseAsync(fault.StatusCode, AgencyErrors.BadRequest, "the request body is too large or broken")
                .ConfigureAwait(false);
        }
        catch (Exception fault) when (!http.Response.HasStarted
            && fault.GetBaseException() is DbException or SocketException)
        {
            if (await Databases.AnswersAsync(http.RequestAborted).ConfigureAwait(false))
            {
                throw;
            }

            await http.RefuseAsync(
                StatusCodes.Status503ServiceUnavailable, AgencyErrors.AgencyFailed, "the database does not answer")
                .ConfigureAwait(false);
        }
    }

    /// <summary>Ready when the database answers.</summary>
    public async Task<IResult> ReadyAsync(CancellationToken cancellation) =>
        await Databases.AnswersAsync(cancellation).ConfigureAwait(false)
            ? Results.Text("ready")
            : Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
}
