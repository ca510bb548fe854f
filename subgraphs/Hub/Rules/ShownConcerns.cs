namespace Aggregator.Hub.Rules;

/// <summary>
/// Which classes of a record say a concern: whoever was shown one of them in full was shown the concern. What only
/// points at a record, such as its date, shows no concern.
/// </summary>
internal static class ShownConcerns
{
    private const string Card = "ALERT";

    // Accounts at length say whatever they say; a card says categories, but never what is dangerous to show.
    private static readonly string[] Narratives =
        ["POLICE_NARRATIVE", "GP_NARRATIVE", "THERAPY_NARRATIVE", "URGENT_NARRATIVE", "REFERRAL_CONTENT"];

    private static readonly Dictionary<ConcernCategory, string[]> Coded = new()
    {
        [ConcernCategory.RelationshipCrisis] = ["POLICE_INCIDENT", "HEALTH_CONTACT", Card],
        [ConcernCategory.DomesticAbuse] = ["POLICE_INCIDENT", "HEALTH_CONTACT", "REFERRAL_STATE", Card],
        [ConcernCategory.ParentSelfHarm] = ["PARENT_SELF_HARM", Card],
        [ConcernCategory.ParentSuicidalIdeation] = ["PARENT_SELF_HARM", Card],
        [ConcernCategory.ParentMentalHealth] = ["SCREENING_BAND", "SCREENING_SCORE", "HEALTH_CONTACT", Card],
        [ConcernCategory.ChildHeldDuringAssault] = ["CHILD_IMPACT", Card],
        [ConcernCategory.LeftUnattended] = ["CHILD_IMPACT", Card],
        [ConcernCategory.ChildPresent] = ["CHILD_IMPACT", Card],
        [ConcernCategory.MultiResidence] = ["ADDRESS", Card],
        [ConcernCategory.HalfSibling] = ["HALF_SIBLING", Card],
        [ConcernCategory.Referral] = ["REFERRAL_STATE", Card],
        [ConcernCategory.Decision] = ["REFERRAL_STATE", Card],
        [ConcernCategory.ItemsFound] = ["ITEMS_FOUND"],
        [ConcernCategory.Weapons] = ["ITEMS_FOUND"],
        [ConcernCategory.Substance] = ["ITEMS_FOUND"],
    };

    /// <summary>True when what was shown of the fact's record says the fact.</summary>
    public static bool Says(ShownFact shown, SafeguardingFact fact) =>
        shown.RecordId == fact.Record && fact.Category is { } category &&
        shown.Classes.Any(cls =>
            Narratives.Contains(cls) || (Coded.TryGetValue(category, out var coded) && coded.Contains(cls)));
}
