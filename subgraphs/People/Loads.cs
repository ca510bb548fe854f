using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.People;

/// <summary>Batched loads over stored records, each a bounded number of statements for any number of people.</summary>
internal static class Loads
{
    private const int MaxRelations = 60;
    private const int MaxResidences = 40;

    /// <summary>A person's relationships that hold on the day.</summary>
    public static IDataLoaderResult<IReadOnlyList<Relation>> Relations(this AgencyRequest request, string person) =>
        request.OfPerson(person, [Kinds.Relationship], null, MaxRelations)
            .Then(page => Relation.Of(person, page.Nodes, request.AsAt));

    /// <summary>A person's relationships that hold on the day, and through whom they are.</summary>
    public static IDataLoaderResult<IReadOnlyList<object>?> Relationships(this AgencyRequest request, string person) =>
        request.Load("relationships", person, async (people, cancellation) =>
            await RelationshipReader.LoadAsync(request, people, cancellation).ConfigureAwait(false));

    /// <summary>A person's residences, past and present.</summary>
    public static IDataLoaderResult<IReadOnlyList<Fact>> Residences(this AgencyRequest request, string person) =>
        request.OfPerson(person, [Kinds.Residence], null, MaxResidences).Then(page => page.Nodes);

    /// <summary>A child's circle.</summary>
    public static IDataLoaderResult<Circle?> Circle(this AgencyRequest request, string child) =>
        request.Load("circle", child, async (children, cancellation) =>
            await People.Circle.LoadAsync(request, children, cancellation).ConfigureAwait(false));

    /// <summary>A child's half-siblings in other households, born or expected.</summary>
    public static IDataLoaderResult<IReadOnlyList<object>?> HalfSiblings(this AgencyRequest request, string child) =>
        request.Load("half-siblings", child, async (children, cancellation) =>
            await HalfSiblingReader.LoadAsync(request, children, cancellation).ConfigureAwait(false));

    /// <summary>Every child of every adult around a child.</summary>
    public static IDataLoaderResult<IReadOnlyList<object>?> ChildrenOfAdults(
        this AgencyRequest request, string child) =>
        request.Load("children-of-adults", child, async (children, cancellation) =>
            await ChildrenOfAdultsReader.LoadAsync(request, children, cancellation).ConfigureAwait(false));

    /// <summary>Relationships of several people that hold on the day, by person: one statement.</summary>
    public static async Task<ILookup<string, Relation>> RelationsOfAsync(
        AgencyRequest request, IReadOnlyCollection<string> people, CancellationToken cancellation)
    {
        var records = await request.Reader
            .OfPersonsAsync(people, [Kinds.Relationship], null, MaxRelations, cancellation)
            .ConfigureAwait(false);
        return records
            .SelectMany(person => Relation.Of(person.Key, person, request.AsAt))
            .ToLookup(relation => relation.Self);
    }

    /// <summary>Residences of several people that hold on the day, by person: one statement.</summary>
    public static async Task<ILookup<string, Fact>> HomesOfAsync(
        AgencyRequest request, IReadOnlyCollection<string> people, CancellationToken cancellation)
    {
        var records = await request.Reader
            .OfPersonsAsync(people, [Kinds.Residence], null, MaxResidences, cancellation)
            .ConfigureAwait(false);
        return records
            .SelectMany(person => person.Select(residence => (Person: person.Key, Residence: residence)))
            .Where(home => home.Residence.Holds(request.AsAt, "from", "to"))
            .ToLookup(home => home.Person, home => home.Residence);
    }
}
