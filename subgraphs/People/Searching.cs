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
        // Whoever may not be found takes nobody's place: how many others are found would tell of them.
        List<Fact> found = [];
        for (var (isLast, after) = (false, ""); !isLast && found.Count < take;)
        {
            var page = await call.Request.Reader.ByTermsAsync(terms, after, take, call.Cancellation)
                .ConfigureAwait(false);
            found.AddRange(await WithoutShieldedAsync(call, page).ConfigureAwait(false));
            (isLast, after) = (page.Count < take, page.Count > 0 ? page[^1].Id : after);
        }

        return [.. found.Take(take)];
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

    // An address where nobody may be found takes no place either.
    private static async Task<IReadOnlyList<Fact>> AtPostcodeAsync(FieldCall call, string postcode, List<string> terms)
    {
        List<IReadOnlyList<Fact>> homes = [];
        for (var (isLast, after) = (false, ""); !isLast && homes.Count < MaxAddresses;)
        {
            var page = await call.Request.Reader
                .ByTermsAsync([SearchTerms.Postcode(postcode)], after, MaxAddresses, call.Cancellation)
                .ConfigureAwait(false);
            homes.AddRange(await HomesAsync(call, page).ConfigureAwait(false));
            (isLast, after) = (page.Count < MaxAddresses, page.Count > 0 ? page[^1].Id : after);
        }

        return [.. homes.Take(MaxAddresses).SelectMany(people => people)
            .DistinctBy(person => person.Id)
            .Where(person => terms.TrueForAll(SearchTerms.Of(Kinds.Person, person.Content).Contains))
            .OrderBy(person => person.Id, StringComparer.Ordinal)
            .Take(MaxFound)];
    }

    // Who may be found at each of some addresses, without those where nobody may.
    private static async Task<IEnumerable<IReadOnlyList<Fact>>> HomesAsync(FieldCall call, IReadOnlyList<Fact> page)
    {
        var addresses = await WithoutShieldedAsync(call, page).ConfigureAwait(false);
        var residences = await call.Request.Reader
            .ChildrenAsync([.. addresses.Select(address => address.Id)], [Kinds.Residence], call.Cancellation)
            .ConfigureAwait(false);
        var residents = residences.SelectMany(address => address)
            .Where(residence => residence.Holds(call.Request.AsAt, "from", "to"))
            .ToLookup(residence => residence.ParentId!, residence => residence.Text("resident")!);
        var people = await call.Request.Reader
            .ByIdAsync([.. residents.SelectMany(home => home).Distinct()], call.Cancellation)
            .ConfigureAwait(false);
        var findable = (await WithoutShieldedAsync(call, people.Values).ConfigureAwait(false))
            .ToDictionary(person => person.Id, StringComparer.Ordinal);
        return addresses
            .Select(address => residents[address.Id].Where(findable.ContainsKey).Select(id => findable[id]).ToList())
            .Where(home => home.Count > 0);
    }

    private static async Task<IReadOnlyList<Fact>> WithoutShieldedAsync(FieldCall call, IEnumerable<Fact> found)
    {
        var open = found.Where(fact => !fact.Flag("shielded")).ToList();
        var shielded = await Shielded.OfAsync(call.Request, open.ConvertAll(fact => fact.Id), call.Cancellation)
            .ConfigureAwait(false);
        return open.FindAll(fact => !shielded.Contains(fact.Id));
    }
}
