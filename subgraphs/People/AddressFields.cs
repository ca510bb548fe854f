using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Residences and addresses.</summary>
internal static class AddressFields
{
    private static readonly string[] Plain = ["lines", "postcode"];

    public static void Add(FieldResolvers fields)
    {
        foreach (var field in Plain)
        {
            fields.Add($"Address.{field}", call => call.Request.Record(call.Id).Then(address => address.Any(field)));
        }

        fields
            .Add("Address.district", call => call.Request.Record(call.Id).Then(address =>
                address?.Text("postcode") is { } postcode ? District(postcode) : null))
            .Add("Address.doNotDiscloseTo", call => call.Request.Record(call.Id).Then(address =>
                address.Any("doNotDiscloseTo") is System.Text.Json.JsonElement people
                    ? people.EnumerateArray().Select(person => new PersonRef(person.GetString()!)).ToList()
                    : null));
    }

    /// <summary>Residences in the contract's form.</summary>
    public static object Shown(IReadOnlyList<Fact> residences) => residences.Select(residence => new
    {
        id = residence.Id,
        sortAt = residence.SortAt,
        address = new { id = residence.ParentId },
        kind = residence.Text("kind"),
        pattern = residence.Text("pattern"),
        certainty = residence.Text("certainty"),
        from = residence.Text("from"),
        to = residence.Text("to"),
        reportedBy = residence.Text("reportedBy"),
        reportedAt = residence.Text("reportedAt"),
    }).ToList();

    /// <summary>Where somebody may be on the night, in the contract's form. Nothing decides between addresses but a
    /// record: who stays by turns may be at any of them.</summary>
    /// <param name="homes">The residences that hold on the day.</param>
    public static object Tonight(IReadOnlyList<Fact> homes)
    {
        var addresses = homes.Select(home => home.ParentId).Distinct().Count();
        return new
        {
            state = addresses switch { 0 => "NOT_RECORDED", 1 => "ONE_ADDRESS", _ => "ONE_OF_SEVERAL" },
            places = Shown(homes),
            wording = addresses switch
            {
                0 => "no address is recorded for this day",
                1 => "one address is recorded",
                _ when homes.Any(home => home.Text("pattern") == "ALTERNATING") =>
                    $"stays by turns at {addresses} addresses; which one tonight is not recorded: ask",
                _ => $"{addresses} addresses are recorded; which one tonight is not: ask",
            },
        };
    }

    /// <summary>The part of a postcode before the space.</summary>
    private static string District(string postcode) => postcode.Split(' ')[0];
}
