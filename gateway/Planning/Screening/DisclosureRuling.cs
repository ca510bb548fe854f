using System.Collections.Concurrent;
using Aggregator.Policy;

namespace Aggregator.Planning;

/// <summary>
/// What the policy says of a coordinate for whoever is given it: for <see cref="PlanChecker"/>, which holds every plan
/// against it. Worked out apart from screening, so that a fault of one is found by the other.
/// </summary>
public static class DisclosureRuling
{
    /// <summary>The rulings for one caller.</summary>
    /// <param name="input">The policy, the caller and the supergraph.</param>
    public static Func<AskedCoordinate, Effect> For(ScreeningInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var agencies = new ConcurrentDictionary<string, CallerRow?>(StringComparer.Ordinal);
        return asked =>
        {
            // A key, an order or the way to a person is read by the gateway alone.
            if (asked.IsInternal)
            {
                return Effect.Clear;
            }

            var dot = asked.Coordinate.IndexOf('.', StringComparison.Ordinal);
            var (type, field) = (asked.Coordinate[..dot], asked.Coordinate[(dot + 1)..]);
            // Whoever receives it, it is asked on the caller's behalf.
            if (input.Labels.Demands.Refusal(input.Row, type, field) is not null)
            {
                return Effect.Omit;
            }

            if (asked.Recipient.Length == 0)
            {
                return Given(input, input.Row, type, field);
            }

            return IsOwn(input, type, field, asked.Recipient)
                || input.Row.Table.IsApprovedFlow(asked.Coordinate, asked.Recipient) ? Effect.Clear
                : agencies.GetOrAdd(asked.Recipient, id => RowOf(input, id)) is { } row ? Given(input, row, type, field)
                : Effect.Omit;
        };
    }

    private static Effect Given(ScreeningInput input, CallerRow row, string type, string field)
    {
        var labels = input.Labels.Field(type, field);
        var canBeOwn = labels.Codes.Contains(row.Caller.Agency);
        var effect = PolicyDecision.Statically(row, labels.Own, canBeOwn).Effect;
        if (labels.Named is { } named
            && PolicyDecision.Statically(row, named, canBeOwn).Effect is > Effect.Clear and var who)
        {
            return Effects.Meet(Effect.Omit, who);
        }

        if (!labels.IsFacet)
        {
            return effect;
        }

        // A facet stands where its record may.
        var record = input.Labels.Type(type).Classes;
        var standing = PolicyDecision.Statically(row, record, canBeOwn).Effect;
        return standing < Effect.Omit ? effect : standing;
    }

    private static bool IsOwn(ScreeningInput input, string type, string field, string agency) =>
        input.Supergraph.Join(type, field) is { } joined
        && joined.Parts.Any(part => part.IsResolvable && part.Subgraph.Agency?.Id == agency);

    // An agency that is given data receives it in the role that its approved flows name; without one it gets nothing.
    private static CallerRow? RowOf(ScreeningInput input, string agency)
    {
        var table = input.Row.Table;
        var role = table.Model.Standing.Values.SelectMany(decision => decision.Flows)
            .FirstOrDefault(flow => flow.Recipient == agency)?.Role;
        var purpose = role is null ? null : table.Purposes.FirstOrDefault(use => use.Roles.Contains(role))?.Code;
        return role is null ? null : new CallerRow(
            table,
            new Caller
            {
                Role = role,
                Agency = agency.ToUpperInvariant(),
                Subject = agency,
                Recipient = agency,
                Purpose = purpose,
            },
            input.Row.Now);
    }
}
