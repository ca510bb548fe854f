using System.Collections.Frozen;
using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>
/// What <c>@requiresScopes</c> and <c>@policy</c> demand for each field of a supergraph: its own demands, its type's,
/// its return type's, those of the interfaces around, and those of everything that flows into it. All have to be met,
/// beside what the labels leave.
/// </summary>
public sealed class AccessDemands
{
    private readonly FrozenDictionary<(string Type, string Field), ImmutableArray<AccessDemand>> _fields;
    private readonly ImmutableArray<AccessDemand> _all;

    private AccessDemands(Dictionary<(string Type, string Field), HashSet<AccessDemand>> fields)
    {
        _fields = fields.Where(field => field.Value.Count > 0)
            .ToFrozenDictionary(field => field.Key, field => field.Value.ToImmutableArray());
        _all = [.. fields.Values.SelectMany(demands => demands).Distinct()];
    }

    /// <summary>Reads the demands of a supergraph.</summary>
    /// <param name="supergraph">The supergraph.</param>
    public static AccessDemands Of(Supergraph supergraph)
    {
        ArgumentNullException.ThrowIfNull(supergraph);
        var flows = new FieldFlows(supergraph);
        var fields = flows.AllFields().ToDictionary(
            each => (each.Type.Definition.Name, each.Field.Definition.Name),
            each => Own(supergraph, flows, each.Type, each.Field));
        if (fields.Values.All(demands => demands.Count == 0))
        {
            return new AccessDemands([]);
        }

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (type, field) in flows.AllFields())
            {
                var demands = fields[(type.Definition.Name, field.Definition.Name)];
                var before = demands.Count;
                foreach (var from in flows.Into(type, field).OfType<(string, string)>())
                {
                    demands.UnionWith(fields[from]);
                }

                changed |= demands.Count > before;
            }
        }

        return new AccessDemands(fields);
    }

    /// <summary>Why the caller may not have a field whatever its labels leave, as the policy shows it to the role; null
    /// when every demand is met.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="type">The object type.</param>
    /// <param name="field">The field.</param>
    public string? Refusal(CallerRow row, string type, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _fields.TryGetValue((type, field), out var demands) && !demands.All(row.Meets)
            ? ReasonCodes.ShownTo(row, ReasonCodes.NotAuthorised)
            : null;
    }

    /// <summary>Which demands the caller meets: callers alike in it are alike in all of them.</summary>
    /// <param name="row">The caller.</param>
    public string KeyOf(CallerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Concat(_all.Select(demand => row.Meets(demand) ? '1' : '0'));
    }

    private static HashSet<AccessDemand> Own(
        Supergraph supergraph, FieldFlows flows, JoinedType type, JoinedField field)
    {
        var family = flows.WithInterfaces(type).ToList();
        var returned = supergraph.Joined.GetValueOrDefault(field.Definition.Type.Name);
        return
        [
            .. family.SelectMany(each => each.Demands),
            .. family.SelectMany(each => each.Fields.GetValueOrDefault(field.Definition.Name)?.Demands ?? []),
            .. returned?.Demands ?? [],
        ];
    }
}
