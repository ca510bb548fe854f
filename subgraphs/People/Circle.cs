using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>The people around a child: the child, parents, carers and household, one step, as at the instant.</summary>
/// <param name="Members">At most 20, and 20 of those who are shielded: the child, then parents, then carers, then the
/// household.</param>
/// <param name="Homes">Where the child lives, with everyone who lives there.</param>
/// <param name="People">The ids of the members.</param>
/// <param name="LeftOut">How many more there would be.</param>
internal sealed record Circle(
    IReadOnlyList<object> Members, IReadOnlyList<object> Homes, IReadOnlyList<string> People, int LeftOut)
{
    // Invariant: of each kind as many. Else whoever is shielded would take the place of somebody who is not, and tell
    // by it that they are there.
    private const int MaxMembers = 20;

    /// <summary>Circles of several children: a bounded number of statements for any number of them.</summary>
    public static async Task<IReadOnlyDictionary<string, Circle>> LoadAsync(
        AgencyRequest request, IReadOnlyCollection<string> children, CancellationToken cancellation)
    {
        var relations = await Loads.RelationsOfAsync(request, children, cancellation).ConfigureAwait(false);
        var homes = await Loads.HomesOfAsync(request, children, cancellation).ConfigureAwait(false);
        var addresses = children.SelectMany(child => homes[child]).Select(home => home.ParentId!).Distinct().ToList();
        var residents = (await request.Reader
                .ChildrenAsync(addresses, [Kinds.Residence], cancellation).ConfigureAwait(false))
            .SelectMany(address => address)
            .Where(residence => residence.Holds(request.AsAt, "from", "to"))
            .ToLookup(residence => residence.ParentId!, residence => residence.Text("resident")!);
        var around = children.ToDictionary(
            child => child,
            child => Around(child, [.. relations[child]], [.. homes[child]], residents),
            StringComparer.Ordinal);
        var within = children.SelectMany(child => relations[child].Where(link => around[child].Contains(link.Other)))
            .ToList();
        var kin = await Kin.OfAsync(request, within, cancellation).ConfigureAwait(false);
        var shielded = await Shielded.OfAsync(
            request,
            [
                .. around.Values.Where(people => people.Count > MaxMembers).SelectMany(people => people)
                    .Concat(within.SelectMany(kin.Through)).Distinct(),
            ],
            cancellation).ConfigureAwait(false);
        return children.ToDictionary(
            child => child,
            child => Of(
                child,
                [.. relations[child].Where(link => !IsThroughShielded(link))],
                [.. homes[child]],
                residents,
                around[child],
                shielded),
            StringComparer.Ordinal);

        // Whoever lives with the child stands, and to whom the shielded are closed is not known here: what they are to
        // the child would tell of who is between them.
        bool IsThroughShielded(Relation link) =>
            kin.Through(link) is { Count: > 0 } through && through.All(shielded.Contains);
    }

    // In the order in which they have a place.
    private static List<string> Around(
        string child, List<Relation> relations, List<Fact> homes, ILookup<string, string> residents) =>
    [
        .. new[] { child }
            .Concat(relations.Where(relation => relation.Type == "PARENT").Select(relation => relation.Other))
            .Concat(relations.Where(relation => relation.OtherCares).Select(relation => relation.Other))
            .Concat(homes.SelectMany(home => residents[home.ParentId!]))
            .Distinct(),
    ];

    private static Circle Of(
        string child,
        List<Relation> relations,
        List<Fact> homes,
        ILookup<string, string> residents,
        List<string> around,
        IReadOnlySet<string> shielded)
    {
        var household = homes.SelectMany(home => residents[home.ParentId!]).Distinct().ToList();
        var chosen = around.Where(person => !shielded.Contains(person)).Take(MaxMembers)
            .Concat(around.Where(shielded.Contains).Take(MaxMembers))
            .ToHashSet(StringComparer.Ordinal);
        var people = around.FindAll(chosen.Contains);
        return new Circle(
            [.. people.Select(person => Member(person, child, relations, household))],
            [.. homes.Select(home => new
            {
                address = new { id = home.ParentId },
                members = residents[home.ParentId!].Distinct().Order(StringComparer.Ordinal).Select(id => new { id }),
                pattern = home.Text("pattern"),
            })],
            people,
            around.Count - people.Count);
    }

    private static object Member(string person, string child, List<Relation> relations, List<string> household)
    {
        var relation = relations.FirstOrDefault(relation => relation.Other == person);
        var reasons = new List<string>();
        if (person == child)
        {
            reasons.Add("CHILD");
        }

        if (relation?.Type == "PARENT")
        {
            reasons.Add("PARENT");
        }

        if (relation?.OtherCares == true)
        {
            reasons.Add("CARER");
        }

        if (household.Contains(person))
        {
            reasons.Add("HOUSEHOLD");
        }

        return new
        {
            person = new { id = person },
            reasons,
            relation = person == child ? "SELF" : relation?.Type ?? "HOUSEHOLD_MEMBER",
            parentalResponsibility = relation?.OtherIsResponsible ?? false,
            isCarer = relation?.OtherCares ?? false,
            certainty = relation?.Record.Text("certainty") ?? "RECORDED",
        };
    }
}
