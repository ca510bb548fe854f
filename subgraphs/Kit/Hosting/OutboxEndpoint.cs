using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Aggregator.Kit;

/// <summary>
/// `GET /changes?after=N&amp;limit=M`: who changed since, for the hub's rules (role `HUB_RULES`). A page of
/// {sequence, person, kind, recordedAt}, oldest first, without content; nothing recorded after the as-at. With
/// `after=last` nothing but `next`, the last sequence there is.
/// </summary>
/// <param name="databases">The agency's database.</param>
/// <param name="calls">Reads the caller's context.</param>
internal sealed class OutboxEndpoint(AgencyDatabases databases, AgencyCalls calls)
{
    private const string HubRules = "HUB_RULES";
    private const string Last = "last";
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    public async Task InvokeAsync(HttpContext http)
    {
        var caller = await calls.CallerAsync(http).ConfigureAwait(false);
        if (caller.Role != HubRules)
        {
            throw new AgencyException(AgencyErrors.RoleNotAllowed, $"changes are for the role `{HubRules}`");
        }

        using var database = databases.Open(caller.AsAt);
        var after = http.Request.Query["after"] == Last
            ? await LastAsync(database, caller.AsAt, http.RequestAborted).ConfigureAwait(false)
            : Number(http, "after", 0, long.MaxValue, 0);
        var limit = (int)Number(http, "limit", 1, MaxLimit, DefaultLimit);
        var changes = await database.Outbox
            .Where(change => change.Sequence > after && change.RecordedAt <= caller.AsAt)
            .OrderBy(change => change.Sequence)
            .Take(limit)
            .Select(change => new { change.Sequence, Person = change.PersonId, change.Kind, change.RecordedAt })
            .ToListAsync(http.RequestAborted)
            .ConfigureAwait(false);
        await http.Response
            .WriteAsJsonAsync(
                new { changes, next = changes.Count > 0 ? changes[^1].Sequence : after },
                ContractJson.Options,
                http.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async Task<long> LastAsync(
        AgencyDatabase database, DateTimeOffset asAt, CancellationToken cancellation) => await database.Outbox
        .Where(change => change.RecordedAt <= asAt)
        .MaxAsync(change => (long?)change.Sequence, cancellation)
        .ConfigureAwait(false) ?? 0;

    private static long Number(HttpContext http, string name, long least, long most, long otherwise)
    {
        var text = http.Request.Query[name].ToString();
        if (text.Length == 0)
        {
            return otherwise;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
                ? value
                : throw new AgencyException(
                    AgencyErrors.BadArgument, $"`{name}` is not a number from {least} to {most}");
    }
}
