namespace Aggregator.Hub.Rules;

/// <summary>A warning marker at an address of the child, and how it got there.</summary>
internal sealed record PropagatedMarker
{
    public required SafeguardingFact Fact { get; init; }

    public required MarkerFact Marker { get; init; }

    /// <summary>The child's address that it reaches.</summary>
    public required string AddressId { get; init; }

    /// <summary>The address it is held against; blank when that is no address of this child.</summary>
    public string? HeldAgainst { get; init; }

    public required IReadOnlyList<PathStep> Path { get; init; }

    public required string Wording { get; init; }

    /// <summary>The same without place or code, for who only needs to visit safely.</summary>
    public required string Category { get; init; }
}

internal enum PathStepKind { Address, Person }

/// <summary>One step. `Id` is blank where the step lies in a household that is not the child's.</summary>
internal sealed record PathStep(PathStepKind Kind, string? Id);

/// <summary>Marker → person → child → every current address of the child.</summary>
internal static class MarkerPaths
{
    public static IReadOnlyList<PropagatedMarker> Find(Evidence evidence)
    {
        var child = evidence.Input.Circle.FirstOrDefault(member => member.Relation == Relation.Self);
        if (child is null)
        {
            return [];
        }

        string[] current =
        [
            .. child.Residences.Where(residence => residence.IsCurrent(evidence.Today))
                .Select(residence => residence.AddressId).Distinct().Order(StringComparer.Ordinal),
        ];
        return
        [
            .. evidence.Facts.Where(fact => fact.Marker is not null).DistinctBy(fact => fact.Marker!.MarkerId)
                .SelectMany(fact => current.Select(address => Reach(evidence, child, fact, address)))
                .OfType<PropagatedMarker>(),
        ];
    }

    private static PropagatedMarker? Reach(
        Evidence evidence, CircleMember child, SafeguardingFact fact, string address)
    {
        var marker = fact.Marker!;
        var person = evidence.Input.Circle.FirstOrDefault(member => member.PersonId == marker.Person);
        if (person is null && marker.AddressId != address)
        {
            return null;
        }

        var isChilds = child.Residences.Any(residence => residence.AddressId == marker.AddressId);
        var heldAgainst = isChilds ? marker.AddressId : null;
        List<PathStep> path = marker.AddressId is null ? [] : [new(PathStepKind.Address, heldAgainst)];
        if (person is not null)
        {
            path.Add(new(PathStepKind.Person, person.PersonId));
        }

        if (person != child && address != marker.AddressId)
        {
            path.Add(new(PathStepKind.Person, child.PersonId));
        }

        if (address != marker.AddressId)
        {
            path.Add(new(PathStepKind.Address, address));
        }

        return new PropagatedMarker
        {
            Fact = fact,
            Marker = marker,
            AddressId = address,
            HeldAgainst = heldAgainst,
            Path = path,
            Wording = Word(evidence, person, heldAgainst, address),
            Category = $"a warning marker is held about {Subject(person)}; talk to the police desk before a visit",
        };
    }

    private static string Subject(CircleMember? person) => person switch
    {
        null => "this address",
        { Relation: Relation.Self } => "the child",
        _ => $"the child's {person.Word}",
    };

    private static string Word(Evidence evidence, CircleMember? person, string? heldAgainst, string address)
    {
        var against = $"held against {heldAgainst ?? "another address"}";
        if (person is null)
        {
            return against;
        }

        var subject = Subject(person);
        var lives = person.Residences.Any(home => home.AddressId == address && home.IsCurrent(evidence.Today));
        var pronoun = person.Relation switch { Relation.Father => "he", Relation.Mother => "she", _ => "that person" };
        return $"{against} about {subject}; {pronoun} is{(lives ? "" : " not")} recorded as living here";
    }
}
