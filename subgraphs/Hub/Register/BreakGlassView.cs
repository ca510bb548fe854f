using System.Text.Json;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// Who broke the glass: all of it for those who review it, one's own for everybody else. None of it is passed on.
/// </summary>
internal static class BreakGlassView
{
    /// <summary>The latest grants, newest first.</summary>
    public static Task<object?> GrantsAsync(FieldCall call) => UnlessPassedOnAsync(call, (caller, entries) =>
        Roles.Oversees(caller.Role)
            ? entries.LatestOfKindAsync(RegisterKinds.BreakGlass, RegisterKinds.MaxEntriesOfKind, call.Cancellation)
            // Invariant: found by the holder. Of the latest of all, one's own would tell how many others there are.
            : entries.LatestByTermAsync(GrantOf(caller.Worker), RegisterKinds.MaxEntriesOfKind, call.Cancellation));

    /// <summary>What the caller's role was told of and has not answered, oldest first.</summary>
    public static Task<object?> NoticesAsync(FieldCall call) => UnlessPassedOnAsync(call, async (caller, entries) =>
        [
            .. (await entries.ByTermsAsync([OpenFor(caller.Role)], RegisterKinds.MaxEntriesOfKind, call.Cancellation)
                .ConfigureAwait(false))
                .OrderBy(notice => notice.SortAt).ThenBy(notice => notice.Id, StringComparer.Ordinal),
        ]);

    /// <summary>A grant is found by its holder, an unanswered notice by whom it is for; an answered one by nothing.
    /// </summary>
    public static IEnumerable<string> Terms(string kind, JsonElement content) => kind switch
    {
        RegisterKinds.BreakGlass when content.Text("holder") is { Length: > 0 } holder => [GrantOf(holder)],
        RegisterKinds.Notice when content.Text("answeredAt") is null && content.Text("to") is { } role =>
            [OpenFor(role)],
        _ => [],
    };

    private static async Task<object?> UnlessPassedOnAsync(
        FieldCall call, Func<CallerContext, FactReader, Task<IReadOnlyList<Fact>>> read) =>
        call.Request.Caller.OnwardTo is null
            ? await read(call.Request.Caller, call.Request.Current).ConfigureAwait(false)
            : Array.Empty<Fact>();

    private static string GrantOf(string holder) => "glass:" + holder;

    private static string OpenFor(string role) => "notice:" + role;
}
