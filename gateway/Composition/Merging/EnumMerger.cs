using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Merges enums by their use: what clients give, every subgraph must know; what they get, any subgraph may give; an
/// enum of both uses must be the same everywhere.
/// </summary>
internal sealed class EnumMerger(SupergraphParts parts, DirectiveMerger directives, FindingLog log)
{
    public ImmutableArray<EnumValueDefinition> Merge(TypeParts type)
    {
        var isInput = parts.EnumUses.IsInput(type.Name);
        var isOutput = parts.EnumUses.IsOutput(type.Name);
        if (!isInput && !isOutput)
        {
            log.Hint(
                HintCodes.UnusedEnumType,
                $"the enum `{type.Name}` is not used; all its values are kept",
                type.Parts.Select(part => part.Subgraph.At(part.Item)));
        }

        var names = type.Parts.SelectMany(part => part.Item.Values).Select(value => value.Name).Distinct();
        ImmutableArray<EnumValueDefinition> merged =
            [.. names.Select(name => Merge(type, name, isInput, isOutput)).OfType<EnumValueDefinition>()];
        if (merged.IsEmpty)
        {
            log.Error(
                AgreementCodes.EmptyMergedEnumType,
                $"no value of the enum `{type.Name}` is known to all its subgraphs",
                type.Parts.Select(part => part.Subgraph.At(part.Item)));
        }

        return merged;
    }

    private EnumValueDefinition? Merge(TypeParts type, string name, bool isInput, bool isOutput)
    {
        var coordinate = type.Name + "." + name;
        var given = type.Parts
            .Select(part => (part.Subgraph, Value: part.Item.Values.FirstOrDefault(value => value.Name == name)))
            .Where(each => each.Value is not null)
            .Select(each => new Sourced<EnumValueDefinition>(each.Subgraph, each.Value!))
            .ToImmutableArray();
        var lacking = type.Parts.Select(part => part.Subgraph).Except(given.Select(each => each.Subgraph)).ToList();
        if (lacking.Count > 0 && isInput && !Leave(coordinate, given, lacking, isOutput))
        {
            return null;
        }

        if (lacking.Count > 0 && !isInput)
        {
            log.Hint(
                HintCodes.InconsistentOutputEnumValue,
                $"`{coordinate}` is in the supergraph although {Spoken.List(lacking)} does not have it",
                given.Select(each => each.Subgraph.At(each.Item)));
        }

        return new EnumValueDefinition
        {
            Name = name,
            Description = directives.Description(
                coordinate,
                [.. given.Select(each => (each.Subgraph, each.Item.Description, each.Subgraph.At(each.Item)))]),
            Directives =
            [
                .. given.Select(each => Join.EnumValue(each.Subgraph)),
                .. directives.Merge(coordinate, given.Select(each => (each.Subgraph, each.Item.Directives))),
            ],
            At = given[0].Item.At,
        };
    }

    // True when the value may stay although some subgraphs lack it.
    private bool Leave(
        string coordinate, ImmutableArray<Sourced<EnumValueDefinition>> given, List<Subgraph> lacking, bool isOutput)
    {
        var places = given.Select(each => each.Subgraph.At(each.Item));
        if (!isOutput)
        {
            log.Hint(
                HintCodes.InconsistentInputEnumValue,
                $"`{coordinate}` is left out of the supergraph: {Spoken.List(lacking)} does not have it",
                places);
            return false;
        }

        var isHidden = given.Any(each => each.Item.Directives.Any(applied => applied.Name == Names.Inaccessible));
        if (!isHidden)
        {
            log.Error(
                AgreementCodes.EnumValueMismatch,
                $"`{coordinate}` is not known in {Spoken.List(lacking)}, and the enum is both given and returned",
                places);
        }

        return true;
    }
}
