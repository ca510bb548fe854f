using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>The fields of `Person` that are People's.</summary>
internal static class PersonFields
{
    private static readonly string[] Plain =
        ["name", "formerNames", "dateOfBirth", "dateOfDeath", "sex", "identifiers", "absent"];

    public static void Add(FieldResolvers fields)
    {
        foreach (var field in Plain)
        {
            fields.Add($"Person.{field}", call => call.Request.Record(call.Id).Then(person => person.Any(field)));
        }

        fields
            .Add("Person.ageBand", call => call.Request.Record(call.Id).Then(person =>
                person?.Date("dateOfBirth") is { } born ? Age.Band(call.Request.AsAt, born) : null))
            .Add("Person.mergedInto", call => call.Request.Record(call.Id).Then(person =>
                person?.Text("mergedInto") is { } id ? new PersonRef(id) : null))
            .Add("Person.relationships", call => call.Request.Relationships(call.Id))
            .Add("Person.residences", call => call.Request.Residences(call.Id).Then(AddressFields.Shown))
            .Add("Person.homes", call => call.Request.Residences(call.Id).Then(homes => homes.Select(home => new
            {
                addressId = home.ParentId,
                from = home.Text("from"),
                to = home.Text("to"),
                pattern = home.Text("pattern"),
            }).ToList()))
            .Add("Query.person", call => Find(call, call.Argument<string>("id")!));
    }

    private static object Find(FieldCall call, string id) =>
        call.Request.Record(id).Then(person => person?.Kind == Kinds.Person ? new PersonRef(id) : null);
}
