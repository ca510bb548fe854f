using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>
/// `POST /register/shown`: the gateway tells what it showed to whom (docs/hub-register.md): agency, worker, persons,
/// ids of records and classes of the policy, never values. The same delivery twice changes nothing.
/// </summary>
internal static class ShownFeed
{
    private const string Gateway = "GATEWAY";
    private const string Banner = "UnseenConcern";
    /// <summary>
    /// What the hub works out and points at records by, below the child: whoever is shown it is not shown that the
    /// record is of the child. Somebody else's can be behind it, whom not everybody of the agency may know.
    /// </summary>
    public static readonly IReadOnlyList<string> Pointers =
        [Banner, "AlertCause", "LastSeen", "MissingItem", "SafeguardingFact"];

    private const int MaxDeliveries = 200;
    private const int MaxRecordsOfEntry = 500;

    public static async Task<object> TakeAsync(
        AgencyRequest request, JsonElement body, CancellationToken cancellation)
    {
        if (request.Caller.Role != Gateway)
        {
            throw new AgencyException(AgencyErrors.RoleNotAllowed, "what was shown is told by the gateway alone");
        }

        var deliveries = body.Items("deliveries").ToArray();
        if (deliveries.Length > MaxDeliveries)
        {
            throw new AgencyException(
                AgencyErrors.TooManyEntities,
                $"{deliveries.Length} deliveries were sent; send at most {MaxDeliveries} together");
        }

        var (shown, looks) = Sort(deliveries);
        string[] ids = [.. shown.Keys.Concat(looks.Keys)];
        var stored = await request.Current.ByIdAsync(ids, cancellation).ConfigureAwait(false);
        FactDraft[] drafts =
        [
            .. shown.Select(entry => Merge(entry.Key, entry.Value, stored.GetValueOrDefault(entry.Key), request.Now))
                .OfType<FactDraft>(),
            .. looks.Select(entry => Look(entry.Key, entry.Value, stored.GetValueOrDefault(entry.Key), request.Now))
                .OfType<FactDraft>(),
        ];
        if (drafts.Length > 0)
        {
            await request.Writer.WriteAsync([], drafts, cancellation).ConfigureAwait(false);
        }

        return new { taken = deliveries.Length };
    }

    private static (Dictionary<string, List<ShownItem>> Shown, Dictionary<string, string> Looks) Sort(
        IEnumerable<JsonElement> deliveries)
    {
        Dictionary<string, List<ShownItem>> shown = new(StringComparer.Ordinal);
        Dictionary<string, string> looks = new(StringComparer.Ordinal);
        foreach (var delivery in deliveries)
        {
            if (delivery.Text("agency") is not { } agency || delivery.Text("at") is not { } at ||
                !LondonTime.TryInstant(at, out _))
            {
                throw new AgencyException(AgencyErrors.BadRequest, "a delivery names its `agency` and `at`");
            }

            foreach (var child in delivery.Text("worker") is { Length: > 0 } ? delivery.Texts("looks") : [])
            {
                looks[ShownEntries.LookOf(delivery.Text("worker")!, child)] = at;
            }

            foreach (var record in delivery.Items("records").Where(record => record.Text("record") is not null))
            {
                // The banner of unseen concerns does not take itself away: it points at records and shows none.
                foreach (var person in record.Text("type") == Banner ? [] : record.Texts("persons"))
                {
                    var id = ShownEntries.IdOf(agency, person);
                    if (!shown.TryGetValue(id, out var items))
                    {
                        shown.Add(id, items = []);
                    }

                    items.Add(new ShownItem(
                        record.Text("record")!, at, record.Texts("classes"), !Pointers.Contains(record.Text("type"))));
                }
            }
        }

        return (shown, looks);
    }

    // The first time stands; a class that was not shown before is added with its record.
    private static FactDraft? Merge(string id, List<ShownItem> items, Fact? stored, DateTimeOffset now)
    {
        var known = (stored?.Content.Items("records") ?? [])
            .Select(record => new ShownItem(
                record.Text("record")!, record.Text("at")!, record.Texts("classes"), IsItself(record)))
            .ToList();
        ShownItem[] merged =
        [
            .. known.Concat(items).GroupBy(item => item.Record, StringComparer.Ordinal)
                .Select(same => new ShownItem(
                    same.Key,
                    same.Select(item => item.At).Min(StringComparer.Ordinal)!,
                    [.. same.SelectMany(item => item.Classes).Distinct().Order(StringComparer.Ordinal)],
                    same.Any(item => item.IsItself)))
                .OrderBy(item => item.At, StringComparer.Ordinal).ThenBy(item => item.Record, StringComparer.Ordinal)
                .Take(MaxRecordsOfEntry),
        ];
        return stored is not null && merged.Sum(SizeOf) == known.Sum(SizeOf)
            ? null
            : Draft(id, RegisterKinds.Shown, stored, now, new JsonObject
            {
                ["records"] = new JsonArray([.. merged.Select(item => new JsonObject
                {
                    ["record"] = item.Record,
                    ["at"] = item.At,
                    ["classes"] = new JsonArray([.. item.Classes.Select(cls => (JsonNode)cls)]),
                    ["itself"] = item.IsItself,
                })]),
            });

        static int SizeOf(ShownItem item) => 1 + item.Classes.Count + (item.IsItself ? 1 : 0);
    }

    /// <summary>True for what was shown of a record that was shown itself, as one of the person.</summary>
    /// <param name="shown">What is stored of it.</param>
    public static bool IsItself(JsonElement shown) => shown.Truth("itself") is true;

    private static FactDraft? Look(string id, string at, Fact? stored, DateTimeOffset now) =>
        string.CompareOrdinal(stored?.Text("at"), at) >= 0
            ? null
            : Draft(id, RegisterKinds.Look, stored, now, new JsonObject { ["at"] = at });

    // A version must be later than the one before.
    private static FactDraft Draft(string id, string kind, Fact? stored, DateTimeOffset now, JsonObject content)
    {
        var recorded = stored is not null && stored.RecordedAt >= now ? stored.RecordedAt.AddTicks(1) : now;
        return new FactDraft(
            id, kind, "HUB", FuzzyTime.At(now), recorded, content.ToJsonString(ContractJson.Options),
            new Dictionary<string, string>());
    }

    private sealed record ShownItem(string Record, string At, IReadOnlyList<string> Classes, bool IsItself);
}
