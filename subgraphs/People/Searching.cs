using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>Finding people by what identifies them: at most 20 stubs, and no way to find the shielded.</summary>
internal static class Searching
{
    /// <summary>An NHS number whose check digit is wrong.</summary>
    public const string BadNhsNumber = "BAD_NHS_NUMBER";

    private const int MaxFound = 20;
    private const int MaxAddresses = 5;

    public static void Add(FieldResolvers fields) => fields.AddAsync("Query.searchPersons", SearchAsync);

    /// <summary>Ten digits, checked.</summary>
    /// <exception cref="AgencyException">`BAD_NHS_NUMBER`.</exception>
    public static string NhsNumber(string text) => Kit.NhsNumber.TryParse(text, out var number)
        ? number.Value
        : throw new AgencyException(
            BadNhsNumber, "`nhsNumber` is not an NHS number: ten digits of which the last checks the others");

    private static async Task<object?> SearchAsync(FieldCall call)
    {
        var terms = new List<string>();
        if (call.Argument<string>("name") is { } name)
        {
            terms.AddRange(SearchTerms.Words(name));
        }

        if (call.Argument<string>("dateOfBirth") is { } born)
        {
            terms.Add(LondonTime.TryDate(born, out var date)
                ? SearchTerms.Born(LondonTime.Print(date))
                : throw new AgencyException(AgencyErrors.BadArgument, "`dateOfBirth` is not a day such as 2025-02-10"));
        }

        if (call.Argument<string>("nhsNumber") is { } number)
        {
            terms.Add(SearchTerms.NhsNumber(NhsNumber(number)));
        }

        var postcode = call.Argument<string>("postcode");
        if (postcode is null && terms.TrueForAll(term => term.StartsWith("name:", StringComparison.Ordinal)))
        {
            throw new AgencyException(
                AgencyErrors.BadArgument, "search by name with date of birth, by NHS number, or by postcode");
        }

        var found = postcode is null
            ? await call.Request.Reader.ByTermsAsync(terms, MaxFound, call.Cancellation).ConfigureAwait(false)
            : await AtPostcodeAsync(call, postcode, terms).ConfigureAwait(false);
        return found.Where(fact => fact.Kind == Kinds.Person).Select(person => new
        {
            id = person.Id,
            person = new { id = person.Id },
            name = person.Text("name"),
            yearOfBirth = person.Date("dateOfBirth")?.Year,
            matched = terms.Select(term => term.Split(':')[0]).Concat(postcode is null ? [] : ["postcode"]).Distinct(),
        }).ToList();
    }

    private static async Task<IReadOnlyList<Fact>> AtPostcodeAsync(FieldCall call, string postcode, List<string> terms)
    {
        var reader = call.Request.Reader;
        var addresses = await reader
            .ByTermsAsync([SearchTerms.Postcode(postcode)], MaxAddresses, call.Cancellation)
            .ConfigureAwait(false);
        var residences = await reader
            .ChildrenAsync([.. addresses.Select(address => address.Id)], [Kinds.Residence], call.Cancellation)
            .ConfigureAwait(false);
        var people = await reader
            .ByIdAsync(
                [.. residences.SelectMany(address => address)
                    .Where(residence => residence.Holds(call.Request.AsAt, "from", "to"))
                    .Select(residence => residence.Text("resident")!).Distinct()],
                call.Cancellation)
            .ConfigureAwait(false);
        return [.. people.Values
            .Where(person => !person.Flag("shielded"))
            .Where(person => terms.TrueForAll(SearchTerms.Of(Kinds.Person, person.Content).Contains))
            .OrderBy(person => person.Id, StringComparer.Ordinal)
            .Take(MaxFound)];
    }
}
