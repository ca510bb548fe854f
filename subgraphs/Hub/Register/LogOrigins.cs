using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// `POST /register/origins`: a gateway instance registers its access log and the key that signs its checkpoints, so
/// that auditors know every log there is. A name keeps its first key.
/// </summary>
internal static class LogOrigins
{
    private const string Gateway = "GATEWAY";
    private const int MaxLength = 1_000;

    public static async Task<object> RegisterAsync(
        AgencyRequest request, JsonElement body, CancellationToken cancellation)
    {
        if (request.Caller.Role != Gateway)
        {
            throw new AgencyException(AgencyErrors.RoleNotAllowed, $"logs are registered by the role `{Gateway}`");
        }

        if (body.Text("origin") is not { Length: > 0 and <= MaxLength } origin
            || body.Text("publicKey") is not { Length: > 0 and <= MaxLength } key)
        {
            throw new AgencyException(AgencyErrors.BadRequest, "send `origin` and `publicKey`, PEM");
        }

        var id = $"HUB-LOG-{origin}";
        var found = await request.Current.ByIdAsync([id], cancellation).ConfigureAwait(false);
        if (found.TryGetValue(id, out var entry))
        {
            return new { state = entry.Text("publicKey") == key ? "REGISTERED" : "KEY_DIFFERS" };
        }

        var content = new JsonObject { ["origin"] = origin, ["publicKey"] = key };
        await request.Writer.WriteAsync(
            [],
            [
                new FactDraft(
                    id, RegisterKinds.LogOrigin, "HUB", FuzzyTime.At(request.Now), request.Now,
                    content.ToJsonString(ContractJson.Options), new Dictionary<string, string>()),
            ],
            cancellation).ConfigureAwait(false);
        return new { state = "REGISTERED" };
    }
}
