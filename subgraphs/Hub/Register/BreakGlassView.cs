using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Who broke the glass: all of it for those who review it, one's own for everybody else. None of it is passed on.
/// </summary>
internal static class BreakGlassView
{
    /// <summary>The latest grants, newest first.</summary>
    public static async Task<object?> GrantsAsync(FieldCall call)
    {
        var caller = call.Request.Caller;
        if (caller.OnwardTo is not null)
        {
            return Array.Empty<Fact>();
        }

        var grants = await call.Request.Current
            .LatestOfKindAsync(RegisterKinds.BreakGlass, RegisterKinds.MaxEntriesOfKind, call.Cancellation)
            .ConfigureAwait(false);
        return Roles.Oversees(caller.Role)
            ? grants
            : [.. grants.Where(grant => caller.Worker.Length > 0 && grant.Text("holder") == caller.Worker)];
    }

    /// <summary>What the caller's role was told of and has not answered, oldest first.</summary>
    public static async Task<object?> NoticesAsync(FieldCall call)
    {
        var caller = call.Request.Caller;
        if (caller.OnwardTo is not null)
        {
            return Array.Empty<Fact>();
        }

        var open = await call.Request.Current
            .ByTermsAsync([OpenFor(caller.Role)], RegisterKinds.MaxEntriesOfKind, call.Cancellation)
            .ConfigureAwait(false);
        return open.OrderBy(notice => notice.SortAt).ThenBy(notice => notice.Id, StringComparer.Ordinal).ToList();
    }

    /// <summary>An unanswered notice is found by whom it is for; an answered one by nothing.</summary>
    public static IEnumerable<string> Terms(string kind, JsonElement content) =>
        kind == RegisterKinds.Notice && content.Text("answeredAt") is null && content.Text("to") is { } role
            ? [OpenFor(role)]
            : [];

    private static string OpenFor(string role) => "notice:" + role;
}
