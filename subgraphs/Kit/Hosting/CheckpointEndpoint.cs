using Microsoft.AspNetCore.Http;

namespace Aggregator.Kit;

/// <summary>
/// <c>GET /log-checkpoints</c>: what this agency keeps of the gateways' access logs; <c>/log-checkpoints/ORIGIN</c>:
/// one as it was shown, for <c>audit verify --against</c>. Open to whoever reaches the agency: a checkpoint says how
/// many entries a log has and nothing about them, and it must not be the gateway that hands it out.
/// </summary>
/// <param name="keeper">Keeps them.</param>
internal sealed class CheckpointEndpoint(CheckpointKeeper keeper)
{
    public async Task<IResult> ListAsync(CancellationToken cancellation)
    {
        var all = await keeper.AllAsync(cancellation).ConfigureAwait(false);
        return Results.Json(
            new
            {
                checkpoints = all.Select(row => new { row.Origin, row.Size, row.IssuedAt, row.WentBackAt }),
            },
            ContractJson.Options);
    }

    public async Task<IResult> OneAsync(string origin, CancellationToken cancellation)
    {
        var all = await keeper.AllAsync(cancellation).ConfigureAwait(false);
        return all.FirstOrDefault(row => row.Origin == origin) is { } row
            ? Results.Text(row.Text)
            : Results.Text("no log of this name was shown", statusCode: StatusCodes.Status404NotFound);
    }
}
