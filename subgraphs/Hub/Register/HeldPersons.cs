using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// `POST /register/holds`: everybody over whom a legal hold stands now, for whoever would delete something about them.
/// All of them or none: a part would read as if nobody else were held.
/// </summary>
internal static class HeldPersons
{
    private const string Gateway = "GATEWAY";
    private const int MaxHeld = 10_000;

    public static async Task<object> AnswerAsync(
        AgencyRequest request, JsonElement body, CancellationToken cancellation)
    {
        if (request.Caller.Role != Gateway)
        {
            throw new AgencyException(AgencyErrors.RoleNotAllowed, $"holds are asked for by the role `{Gateway}`");
        }

        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new AgencyException(AgencyErrors.BadRequest, "send an object");
        }

        var held = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var hold in request.Current.EachOfKindAsync([RegisterKinds.Hold], cancellation)
            .ConfigureAwait(false))
        {
            if (hold.Text("liftedAt") is null)
            {
                _ = held.Add(hold.Text("person") ?? throw new InvalidOperationException("a legal hold names nobody"));
            }

            if (held.Count > MaxHeld)
            {
                throw new AgencyException(
                    AgencyErrors.TooManyFacts, $"holds stand over more than {MaxHeld} persons: lift those that ended");
            }
        }

        return new { held };
    }
}
