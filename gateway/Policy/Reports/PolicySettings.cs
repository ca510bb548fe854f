using System.Collections.Immutable;
using System.Globalization;

namespace Aggregator.Policy;

/// <summary>
/// What a policy says besides its cells, written out by name: for
/// <see cref="PolicyDiff"/>, which cannot order it and shows every change of it.
/// </summary>
internal static class PolicySettings
{
    /// <summary>Each setting's name and value.</summary>
    /// <param name="model">The policy.</param>
    public static ImmutableSortedDictionary<string, string> Of(PolicyModel model)
    {
        IEnumerable<KeyValuePair<string, string>>[] settings =
        [
            Each("roles", model.Roles, role => Words(
                (role.IsBroker, "broker"), (!role.NeedsLink, "needs no link"), (role.CountsOnly, "counts only"),
                (!role.PassesOn.IsEmpty, "passes on " + List(role.PassesOn)))),
            Each("classes", model.Classes, cls => Words(
                (true, cls.Tier.ToString()), (!cls.NeedsLink, "needs no link"),
                (!cls.Agencies.IsEmpty, "the involvement of " + List(cls.Agencies)))),
            Each("purposes", model.Purposes, purpose =>
                "on " + (purpose.Basis.Length > 0 ? purpose.Basis : "no basis")),
            Each("bases", model.Bases, basis => List(basis.Overrides)),
            Each("otherHousehold", model.OtherHousehold, standIn => standIn),
            Each("links", model.Links, link => Words(
                (true, link.Condition ?? "no condition"), (link.Direct, "direct"), (link.OfRecord, "of the record"),
                (true, "up to " + (link.UpTo?.ToString() ?? "any tier")),
                (!link.FullFor.IsEmpty, "full for " + List(link.FullFor)))),
            Each("standingDecisions", model.Standing, decision => Words(
                (true, "version " + decision.Version), (true, "on " + decision.Basis),
                (!decision.Declassifies.IsEmpty, "declassifies " + List(decision.Declassifies.Select(each =>
                    $"{each.Coordinate} from {List(each.From)}"))),
                (!decision.Flows.IsEmpty, "flows " + List(decision.Flows.Select(flow =>
                    $"{flow.Coordinate} to {flow.Recipient} as {flow.Role}"))))),
            Each("onward", model.Onward, rule => $"{rule.Role} for {rule.Purpose} from {List(rule.From)}"),
            Each("namedRules", model.NamedRules, rule => $"{List(rule.Roles)} for {List(rule.Purposes)}"),
            Each("reasons", model.Reasons, List),
            Each("transforms.generalise", model.Transforms.Generalise, words => words),
            Each("transforms.masks", model.Transforms.Masks, words => words),
            Each("consent.states.agreement", model.Consent.States, state => state.IsAgreement ? "yes" : "no"),
            [
                new("sealed.class", model.Sealed.Class),
                new("breakGlass.roles", List(model.BreakGlass.Roles)),
                new("breakGlass.minutes", Number(model.BreakGlass.Minutes)),
                new("breakGlass.reasons", List(model.BreakGlass.Reasons)),
                new("transforms.mask", model.Transforms.Mask),
                new("policy.minimumCellSize", Number(model.MinimumCellSize)),
                new("policy.approvers", string.Join(" and ", model.Approvers.Order(StringComparer.Ordinal))),
            ],
        ];
        return settings.SelectMany(each => each).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static IEnumerable<KeyValuePair<string, string>> Each<T>(
        string section, ImmutableSortedDictionary<string, T> entries, Func<T, string> write) =>
        entries.Select(entry => KeyValuePair.Create($"{section}.{entry.Key}", write(entry.Value)));

    private static string Words(params (bool Holds, string Text)[] words) =>
        string.Join(", ", words.Where(word => word.Holds).Select(word => word.Text)) is { Length: > 0 } text
            ? text
            : "nothing more";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    // Order means nothing in a policy.
    private static string List(ImmutableArray<string> codes) => List(codes.AsEnumerable());

    private static string List(IEnumerable<string> codes) =>
        string.Join(" ", codes.Order(StringComparer.Ordinal)) is { Length: > 0 } list ? list : "none";
}
