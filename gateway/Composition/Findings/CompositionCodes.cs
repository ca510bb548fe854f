using System.Collections.Immutable;

namespace Aggregator.Composition;

/// <summary>Every kind of error and hint of the composer: the catalogue that docs/errors.md shows.</summary>
public static class CompositionCodes
{
    /// <summary>All of them, by what they are about.</summary>
    public static ImmutableArray<(string About, ImmutableArray<CompositionCode> Codes)> All { get; } =
    [
        ("Schemas and links", SchemaCodes.All),
        ("Field sets", FieldSetCodes.All),
        ("External and shared fields", SharingCodes.All),
        ("Overrides", OverrideCodes.All),
        ("Types that do not agree", AgreementCodes.All),
        ("Interface objects", InterfaceObjectCodes.All),
        ("What clients see", ApiCodes.All),
        ("Reachability", ReachabilityCodes.All),
        ("Contexts and costs", ContextCodes.All),
        ("Labels", LabelCodes.All),
        ("Lists from several agencies", ListCodes.All),
        ("Hints", HintCodes.All),
    ];
}
