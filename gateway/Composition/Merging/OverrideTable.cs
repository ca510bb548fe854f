using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Which fields have moved from one subgraph to another, and which of those stay for a while.</summary>
internal sealed class OverrideTable
{
    private readonly Dictionary<(string Subgraph, string Type, string Field), Taken> _taken = [];
    private readonly FindingLog _log;

    public OverrideTable(ImmutableArray<Subgraph> subgraphs, FindingLog log)
    {
        _log = log;
        foreach (var subgraph in subgraphs)
        {
            foreach (var (type, field) in subgraph.AllFields)
            {
                if (field.Directive(Names.Override) is { } applied)
                {
                    Read(subgraphs, subgraph, type, field, applied);
                }
            }
        }
    }

    /// <summary>True when another subgraph has taken the field over for good.</summary>
    public bool IsTaken(Subgraph subgraph, TypeDefinition type, string field) =>
        _taken.TryGetValue((subgraph.Name, type.Name, field), out var taken) && !taken.ForSomeOnly;

    /// <summary>True when another subgraph has taken the field over, be it only for some requests.</summary>
    public bool IsTakenAtAll(Subgraph subgraph, TypeDefinition type, string field) =>
        _taken.ContainsKey((subgraph.Name, type.Name, field));

    /// <summary>The label under which another subgraph takes the field over for some requests, or null.</summary>
    public string? LabelOf(Subgraph subgraph, TypeDefinition type, string field) =>
        _taken.TryGetValue((subgraph.Name, type.Name, field), out var taken) ? taken.Label : null;

    private void Read(
        ImmutableArray<Subgraph> subgraphs,
        Subgraph subgraph,
        TypeDefinition type,
        FieldDefinition field,
        AppliedDirective applied)
    {
        var coordinate = $"{type.Name}.{field.Name}";
        var from = applied.Text("from") ?? "";
        if (from == subgraph.Name)
        {
            _log.Error(
                OverrideCodes.OverrideFromSelf,
                $"`{coordinate}` overrides itself: `from` names its own subgraph",
                subgraph.At(applied));
            return;
        }

        if (subgraphs.FirstOrDefault(each => each.Name == from) is not { } source)
        {
            _log.Hint(
                HintCodes.FromSubgraphDoesNotExist,
                $"`{coordinate}` overrides the subgraph `{from}`, which is not composed",
                subgraph.At(applied));
            return;
        }

        if (source.Schema.Type(type.Name) is not { } there || there.Field(field.Name) is not { } old)
        {
            _log.Hint(
                HintCodes.OverrideDirectiveCanBeRemoved,
                $"`{coordinate}` overrides the subgraph `{from}`, which does not have the field any more",
                subgraph.At(applied));
            return;
        }

        Take(new Sourced<FieldDefinition>(subgraph, field), new(source, old), there, applied);
    }

    private void Take(
        Sourced<FieldDefinition> taker, Sourced<FieldDefinition> old, TypeDefinition there, AppliedDirective applied)
    {
        var coordinate = $"{there.Name}.{old.Item.Name}";
        var label = applied.Text("label");
        if (old.Item.Directive(Names.Override) is not null)
        {
            _log.Error(
                OverrideCodes.OverrideSourceHasOverride,
                $"`{coordinate}` is overridden in `{old.Subgraph}`, where it is itself an override",
                taker.Subgraph.At(applied), old.Subgraph.At(old.Item));
        }
        else if (old.Subgraph.Facts.IsExternal(there, old.Item))
        {
            _log.Hint(
                HintCodes.OverrideDirectiveCanBeRemoved,
                $"`{coordinate}` overrides `{old.Subgraph}`, where the field is @external and so not resolved",
                taker.Subgraph.At(applied));
        }
        else if (old.Item.Directive(Names.Requires) is not null || old.Item.Directive(Names.Provides) is not null)
        {
            _log.Error(
                OverrideCodes.OverrideCollision,
                $"`{coordinate}` cannot be overridden: in `{old.Subgraph}` it has @requires or @provides",
                taker.Subgraph.At(applied), old.Subgraph.At(old.Item));
        }
        else
        {
            _taken[(old.Subgraph.Name, there.Name, old.Item.Name)] = new Taken(label);
            var code = label is null
                ? HintCodes.OverriddenFieldCanBeRemoved
                : HintCodes.OverrideMigrationInProgress;
            _log.Hint(
                code, $"`{coordinate}` is overridden by `{taker.Subgraph}`", old.Subgraph.At(old.Item));
        }
    }

    private sealed record Taken(string? Label)
    {
        public bool ForSomeOnly => Label is not null;
    }
}
