using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges input objects: the fields that every subgraph takes.</summary>
internal sealed class InputMerger(DirectiveMerger directives, FindingLog log)
{
    private readonly ArgumentMerger _inputs = new(directives, log);

    public ImmutableArray<InputValueDefinition> Merge(TypeParts type)
    {
        var names = type.Parts.SelectMany(part => part.Item.InputFields).Select(field => field.Name).Distinct();
        ImmutableArray<InputValueDefinition> merged =
            [.. names.Select(name => Merge(type, name)).OfType<InputValueDefinition>()];
        if (merged.IsEmpty)
        {
            log.Error(
                AgreementCodes.EmptyMergedInputType,
                $"no field of the input type `{type.Name}` is known to all its subgraphs",
                type.Parts.Select(part => part.Subgraph.At(part.Item)));
        }

        return merged;
    }

    private InputValueDefinition? Merge(TypeParts type, string name)
    {
        var coordinate = type.Name + "." + name;
        var given = type.Parts
            .Select(part => (part.Subgraph, Field: part.Item.InputFields.FirstOrDefault(field => field.Name == name)))
            .Where(each => each.Field is not null)
            .Select(each => new Sourced<InputValueDefinition>(each.Subgraph, each.Field!))
            .ToImmutableArray();
        var lacking = type.Parts.Select(part => part.Subgraph).Except(given.Select(each => each.Subgraph)).ToList();
        if (lacking.Count == 0)
        {
            return _inputs.MergeOne(
                coordinate, name, given, AgreementCodes.FieldTypeMismatch,
                AgreementCodes.InputFieldDefaultMismatch, isInputField: true);
        }

        var demanding = given.Where(each => each.Item.IsRequired).ToList();
        if (demanding.Count > 0)
        {
            log.Error(
                AgreementCodes.RequiredInputFieldMissing,
                $"`{coordinate}` must be given in {Spoken.List(demanding.Select(each => each.Subgraph))} "
                    + $"but is unknown in {Spoken.List(lacking)}",
                demanding.Select(each => each.Subgraph.At(each.Item)));
        }
        else
        {
            log.Hint(
                HintCodes.InconsistentInputObjectField,
                $"`{coordinate}` is left out of the supergraph: {Spoken.List(lacking)} has no such field",
                given.Select(each => each.Subgraph.At(each.Item)));
        }

        return null;
    }
}
