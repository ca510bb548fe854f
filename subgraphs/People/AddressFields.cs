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

    /// <summary>The part of a postcode before the space.</summary>
    public static string District(string postcode) => postcode.Split(' ')[0];
}
