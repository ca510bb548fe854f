using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>
/// Resolves a valid operation to concrete types and asks the rules about each field. Types that hold the same
/// selections and get the same verdict stay one field.
/// </summary>
internal sealed class PermittedBuilder
{
    /// <summary>How many fields an operation may have once it is resolved to concrete types.</summary>
    internal const int MaxFields = 20_000;

    private readonly Supergraph _supergraph;
    private int _count;
    private readonly IFieldRules? _rules;

    private PermittedBuilder(Supergraph supergraph, IFieldRules? rules)
    {
        _supergraph = supergraph;
        _rules = rules;
    }

    /// <summary>Resolves an operation.</summary>
    /// <param name="operation">What the client asks.</param>
    /// <param name="supergraph">The supergraph whose API schema it was checked against.</param>
    /// <param name="rules">What decides on each field; null lets everything through.</param>
    public static PermittedOperation Build(ValidOperation operation, Supergraph supergraph, IFieldRules? rules)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(supergraph);
        var builder = new PermittedBuilder(supergraph, rules);
        var root = operation.Selections.Type;
        var fields = builder.Resolve([(operation.Selections, Condition.Always)], root, FieldRuling.Clear, false).Fields
            .ToLookup(field => field.ResponseKey);
        var local = operation.IntrospectionFields.ToLookup(field => field.ResponseKey);
        var order = operation.RootKeys.Concat(fields.SelectMany(group => group)
            .Select(field => field.ResponseKey)).Distinct();
        return new PermittedOperation(operation.Kind, operation.UsedVariables,
        [
            .. order.SelectMany(key => local[key].Select(Local).Concat(fields[key])),
        ])
        {
            IsTooLarge = builder._count > MaxFields,
        };
    }

    private static PermittedField Local(ValidField field) => new()
    {
        ResponseKey = field.ResponseKey,
        ParentType = field.ParentType,
        Asked = field.Definition,
        Selected = field.Definition,
        Arguments = field.Arguments,
        Condition = Convert(field.Condition),
        IsLocal = true,
    };

    private Resolved Resolve(
        ImmutableArray<(ValidSelectionSet Set, Condition When)> sets,
        TypeDefinition type,
        FieldRuling above,
        bool isListed)
    {
        var all = _supergraph.Api.PossibleTypes(type);
        var admitted = _rules is null ? all : [.. all.Where(one => _rules.Admits(one, above))];
        var entries = sets.SelectMany(set => Collect(set.Set, admitted, set.When)).ToList();
        var fields = ImmutableArray.CreateBuilder<PermittedField>();
        foreach (var same in entries.GroupBy(entry => entry.Field.ResponseKey))
        {
            fields.AddRange(Fields([.. same], admitted, all.Length, above));
        }

        if (_rules is not null)
        {
            var needs = admitted.SelectMany(
                one => _rules.Needs(one, above, isListed).Select(need => (one, need)));
            fields.AddRange(Needed(needs, type, all.Length));
        }

        var refused = all.RemoveRange(admitted);
        var leftOut = sets.SelectMany(set => Collect(set.Set, refused, set.When)).SelectMany(entry => entry.Types);
        return new Resolved(fields.ToImmutable(), Names(refused), Names(leftOut.Distinct()));
    }

    private IEnumerable<Entry> Collect(ValidSelectionSet set, ImmutableArray<TypeDefinition> types, Condition when)
    {
        foreach (var selection in set.Selections)
        {
            if (selection is ValidField field)
            {
                yield return new Entry(field, types, when.And(Convert(field.Condition)));
            }
            else if (selection is ValidFragment fragment)
            {
                var narrowed = types.Where(type => _supergraph.Api.IsPossible(fragment.TypeCondition, type.Name));
                foreach (var entry in Collect(fragment.Children, [.. narrowed], when))
                {
                    yield return entry;
                }
            }
        }
    }

    // Types are told apart by which selections hold for them and by what was ruled on them.
    private IEnumerable<PermittedField> Fields(
        List<Entry> entries, ImmutableArray<TypeDefinition> types, int allTypes, FieldRuling above)
    {
        var alike = types
            .Select(type => (Type: type, Indexes: Enumerable.Range(0, entries.Count)
                .Where(index => entries[index].Types.Contains(type)).ToList()))
            .Where(at => at.Indexes.Count > 0)
            .Select(at => (at.Type, at.Indexes, Verdict: Verdict(at.Type, entries[at.Indexes[0]].Field, above)))
            .GroupBy(at => string.Join(',', at.Indexes) + "|" + Text(at.Verdict));
        foreach (var group in alike)
        {
            var first = group.First();
            yield return Field(
                [.. first.Indexes.Select(index => entries[index])],
                first.Verdict,
                group.Count() == allTypes ? [] : [.. group.Select(at => at.Type.Name)]);
        }
    }

    private PermittedField Field(List<Entry> entries, FieldVerdict verdict, ImmutableArray<string> onTypes)
    {
        var field = entries[0].Field;
        var isSingle = entries.Select(entry => entry.When).Distinct().Count() == 1;
        var isCut = ++_count > MaxFields;
        var below = isCut || field.Children is null || verdict.Ruling.Effect > Effect.Exists
            ? new Resolved([], [], [])
            : Resolve(
                [.. entries.Select(entry => (entry.Field.Children!, isSingle ? Condition.Always : entry.When))],
                field.ReturnType,
                verdict.Ruling,
                field.Definition.Type.Element is not null);
        return new PermittedField
        {
            ResponseKey = field.ResponseKey,
            ParentType = field.ParentType,
            Asked = field.IsTypeName ? null : verdict.Asked,
            Selected = field.IsTypeName ? null : field.Definition,
            Arguments = field.Arguments,
            OnTypes = onTypes,
            Condition = entries.Select(entry => entry.When).Aggregate((left, right) => left.Or(right)),
            Children = below.Fields,
            Refused = below.Refused,
            LeftOut = below.LeftOut,
            Ruling = verdict.Ruling,
            Probed = _rules?.Probed(field) ?? [],
            IsLocal = IsOfGateway(field),
        };
    }

    private IEnumerable<PermittedField> Needed(
        IEnumerable<(TypeDefinition Type, InternalSelection Need)> needs, TypeDefinition parent, int allTypes)
    {
        foreach (var same in needs.GroupBy(at => (at.Need.ResponseKey, at.Need.Field)))
        {
            var types = same.Select(at => at.Type).Distinct().ToList();
            var definition = types[0].Field(same.Key.Field) ?? Inner(types[0], same.Key.Field);
            var returned = _supergraph.Types.Type(definition.Type.Name);
            var below = returned is not { IsComposite: true } ? [] : Needed(
                same.SelectMany(at => at.Need.Children).SelectMany(need =>
                    _supergraph.Types.PossibleTypes(returned).Select(type => (type, need))),
                returned,
                _supergraph.Types.PossibleTypes(returned).Length);
            yield return new PermittedField
            {
                ResponseKey = same.Key.ResponseKey,
                ParentType = types.Count == 1 ? types[0] : parent,
                Asked = definition,
                Selected = definition,
                Arguments = [],
                OnTypes = types.Count == allTypes ? [] : [.. types.Select(type => type.Name)],
                Children = [.. below],
                IsInternal = true,
            };
        }
    }

    // What the release needs may be hidden from clients.
    private FieldDefinition Inner(TypeDefinition type, string field) =>
        _supergraph.Types.Type(type.Name)?.Field(field)
        ?? throw new ArgumentException($"`{type.Name}` has no field `{field}` that the release could need");

    private FieldVerdict Verdict(TypeDefinition type, ValidField field, FieldRuling above) =>
        _rules is null || field.IsTypeName ? new FieldVerdict(FieldRuling.Clear, field.Definition)
            : _rules.Rule(type, field, above);

    // The report of what was withheld is a root field that no subgraph answers.
    private bool IsOfGateway(ValidField field) => field.ParentType.Name == _supergraph.Types.QueryName
        && !field.IsTypeName
        && _supergraph.Join(field.ParentType.Name, field.Name) is { Parts.IsEmpty: true };

    private static string Text(FieldVerdict verdict) => $"{verdict.Ruling.Effect}|{verdict.Ruling.Reason}|"
        + $"{string.Join(',', verdict.Ruling.Classes)}|{verdict.Ruling.IsOfNamed}|{verdict.Asked.Name}";

    private static Condition Convert(SelectionCondition condition) => condition.IsAlways
        ? Condition.Always
        : condition.Alternatives
            .Select(tests => Condition.All(tests.Select(test => new ConditionTerm(test.Variable, test.Expected))))
            .Aggregate((left, right) => left.Or(right));

    private static ImmutableArray<string> Names(IEnumerable<TypeDefinition> types) =>
        [.. types.Select(type => type.Name)];

    private sealed record Resolved(
        ImmutableArray<PermittedField> Fields, ImmutableArray<string> Refused, ImmutableArray<string> LeftOut);

    private sealed record Entry(ValidField Field, ImmutableArray<TypeDefinition> Types, Condition When);
}
