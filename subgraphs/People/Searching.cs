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

    /// <summary>What a search by terms finds as at the request's as-at, without what is shielded now: the terms are
    /// those of then, and who may be found is decided now.</summary>
    /// <param name="call">The search.</param>
    /// <param name="terms">What to find.</param>
    /// <param name="take">At most so many.</param>
    public static async Task<IReadOnlyList<Fact>> ByTermsAsync(FieldCall call, IReadOnlyList<string> terms, int take)
    {
        var found = await call.Request.Reader.ByTermsAsync(terms, take, call.Cancellation).ConfigureAwait(false);
        return await WithoutShieldedAsync(call, found).ConfigureAwait(false);
    }

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
            ? await ByTermsAsync(call, terms, MaxFound).ConfigureAwait(false)
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
        var addresses = await ByTermsAsync(call, [SearchTerms.Postcode(postcode)], MaxAddresses).ConfigureAwait(false);
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
        var findable = await WithoutShieldedAsync(call, people.Values).ConfigureAwait(false);
        return [.. findable
            .Where(person => terms.TrueForAll(SearchTerms.Of(Kinds.Person, person.Content).Contains))
            .OrderBy(person => person.Id, StringComparer.Ordinal)
            .Take(MaxFound)];
    }

    private static async Task<IReadOnlyList<Fact>> WithoutShieldedAsync(FieldCall call, IEnumerable<Fact> found)
    {
        var open = found.Where(fact => !fact.Flag("shielded")).ToList();
        var current = await call.Request.Current
            .ByIdAsync(open.ConvertAll(fact => fact.Id), call.Cancellation)
            .ConfigureAwait(false);
        return open.FindAll(fact => current.GetValueOrDefault(fact.Id)?.Flag("shielded") != true);
    }
}
