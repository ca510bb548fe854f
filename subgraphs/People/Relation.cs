using Aggregator.Kit;

namespace Aggregator.People;

/// <summary>A relationship seen from one of the two: the other is the `Type` of this one.</summary>
/// <param name="Record">The stored relationship.</param>
/// <param name="Self">The person it is seen from.</param>
internal sealed record Relation(Fact Record, string Self)
{
    public bool IsForward => Record.Text("from") == Self;

    public string Other => Record.Text(IsForward ? "to" : "from")!;

    public string Type => Record.Text(IsForward ? "type" : "inverse")!;

    public string Inverse => Record.Text(IsForward ? "inverse" : "type")!;

    /// <summary>True when the other has parental responsibility for this one.</summary>
    public bool OtherIsResponsible => Type == "PARENT" && Record.Flag("parentalResponsibility");

    /// <summary>True when the other cares for this one.</summary>
    public bool OtherCares => Type is "PARENT" or "GRANDPARENT" or "CARER" && IsOfCarer;

    /// <summary>True when one of the two cares for the other.</summary>
    public bool IsOfCarer => Record.Flag("isCarer");

    /// <summary>In the contract's form.</summary>
    /// <param name="through">The people through whom the two are related.</param>
    public object Shown(IEnumerable<string> through) => new
    {
        id = Record.Id,
        sortAt = Record.SortAt,
        from = new { id = Self },
        to = new { id = Other },
        type = Type,
        inverse = Inverse,
        parentalResponsibility = Record.Flag("parentalResponsibility"),
        isCarer = IsOfCarer,
        certainty = Record.Text("certainty"),
        source = Record.Text("source"),
        since = Record.Text("since"),
        until = Record.Text("until"),
        through = through.Select(id => new { id }),
    };

    /// <summary>The relationships of a person that hold on the day, in order.</summary>
    public static IReadOnlyList<Relation> Of(string person, IEnumerable<Fact> records, DateTimeOffset asAt) =>
        [.. records
            .Where(record => record.Holds(asAt, "since", "until"))
            .Select(record => new Relation(record, person))];
}
