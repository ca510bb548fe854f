namespace Aggregator.People;

/// <summary>The kinds of record People stores.</summary>
internal static class Kinds
{
    public const string Person = "PersonRecord";
    public const string Relationship = "RelationshipRecord";
    public const string Residence = "ResidenceRecord";
    public const string Address = "AddressRecord";
}
