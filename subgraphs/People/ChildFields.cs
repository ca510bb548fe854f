using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>The fields of `Child` that are not gathered, and how a child is found.</summary>
internal static class ChildFields
{
    internal const int AdultAge = 18;
    private const int MaxChildren = 50;

    private static readonly string[] Plain =
        ["name", "dateOfBirth", "sex", "dateOfDeath", "identifiers", "absent"];

    public static void Add(FieldResolvers fields)
    {
        foreach (var field in Plain)
        {
            fields.Add($"Child.{field}", call => call.Request.Record(call.Id).Then(child => child.Any(field)));
        }

        fields
            .Add("Child.person", call => new PersonRef(call.Id))
            .Add("Child.age", call => call.Request.Record(call.Id).Then(child =>
                child?.Date("dateOfBirth") is { } born ? Age.At(call.Request.AsAt, born) : null))
            .Add("Child.nhsNumber", call => call.Request.Record(call.Id).Then(NhsNumberOf))
            .Add("Child.unborn", call => call.Request.Record(call.Id).Then(child =>
                child?.IsUnborn() == true ? Unborn(child) : null))
            .Add("Child.parentalResponsibility", call => call.Request.Relations(call.Id).Then(relations =>
                relations.Where(relation => relation.OtherIsResponsible)
                    .Select(relation => relation.Shown([])).ToList()))
            .Add("Child.circle", call => call.Request.Circle(call.Id).Then(circle => circle?.Members))
            .Add("Child.circleLeftOut", call => call.Request.Circle(call.Id).Then(circle => circle?.LeftOut))
            .Add("Child.household", call => call.Request.Circle(call.Id).Then(circle => circle?.Homes))
            .Add("Child.residences", call => call.Request.Residences(call.Id).Then(AddressFields.Shown))
            .Add("Child.tonight", call => call.Request.Residences(call.Id).Then(homes =>
                AddressFields.Tonight([.. homes.Where(home => home.Holds(call.Request.AsAt, "from", "to"))])))
            .Add("Child.childrenOfAdults", call => call.Request.ChildrenOfAdults(call.Id))
            .Add("Child.halfSiblings", call => call.Request.HalfSiblings(call.Id))
            .AddAsync("Query.child", FindAsync)
            .AddAsync("Query.children", FindAllAsync)
            .Entity("Child", call => call.Request.Record(call.Id).Then(record => Child(record, call.Request)));
    }

    private static async Task<object?> FindAsync(FieldCall call)
    {
        var (id, number) = (call.Argument<string>("id"), call.Argument<string>("nhsNumber"));
        if ((id is null) == (number is null))
        {
            throw new AgencyException(AgencyErrors.BadArgument, "`child` takes either `id` or `nhsNumber`");
        }

        if (number is null)
        {
            return call.Request.Record(id!).Then(record => Child(record, call.Request));
        }

        var found = await Searching.ByTermsAsync(call, [SearchTerms.NhsNumber(Searching.NhsNumber(number))], 1)
            .ConfigureAwait(false);
        return Child(found.Count > 0 ? found[0] : null, call.Request);
    }

    // Whom nobody knows is left out, as whom the caller has no link to is at the gateway.
    private static async Task<object?> FindAllAsync(FieldCall call)
    {
        var ids = call.Argument<List<string>>("ids")!.Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > MaxChildren)
        {
            throw new AgencyException(
                AgencyErrors.BadArgument, $"`children` takes at most {MaxChildren} different `ids`");
        }

        var found = await call.Request.Reader.ByIdAsync(ids, call.Cancellation).ConfigureAwait(false);
        return ids.Select(id => Child(found.GetValueOrDefault(id), call.Request)).OfType<object>().ToList();
    }

    // An adult's id and an unknown one answer alike.
    private static object? Child(Fact? record, AgencyRequest request) =>
        record?.Kind == Kinds.Person
        && (record.IsUnborn()
            || (record.Date("dateOfBirth") is { } born && Age.At(request.AsAt, born) is { Years: < AdultAge }))
            ? ContractJson.Element(new Dictionary<string, string> { ["__typename"] = "Child", ["id"] = record.Id })
            : null;

    private static object Unborn(Fact child) => new
    {
        id = child.Id,
        expectedDate = child.Text("expectedDate"),
        bookedWith = child.Text("bookedWith"),
        mergedInto = child.Text("mergedInto") is { } id ? new { id } : null,
    };

    private static object? NhsNumberOf(Fact? child)
    {
        if (child.Any("identifiers") is System.Text.Json.JsonElement identifiers)
        {
            foreach (var identifier in identifiers.EnumerateArray())
            {
                if (identifier.GetProperty("type").GetString() == "NHS_NUMBER"
                    && identifier.TryGetProperty("value", out var value))
                {
                    return value.GetString();
                }
            }
        }

        return null;
    }
}
