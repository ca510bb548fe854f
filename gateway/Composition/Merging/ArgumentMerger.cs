using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges arguments and input fields: what every subgraph takes, as strictly as the strictest.</summary>
internal sealed class ArgumentMerger(DirectiveMerger directives, FindingLog log)
{
    public ImmutableArray<InputValueDefinition> Merge(
        string parent, ImmutableArray<Sourced<ImmutableArray<InputValueDefinition>>> sources) =>
        [.. Names(sources)
            .Select(name => Merge(parent, name, sources))
            .OfType<InputValueDefinition>()];

    // What comes from a context in one subgraph is given by clients to none.
    private static IEnumerable<string> Names(
        ImmutableArray<Sourced<ImmutableArray<InputValueDefinition>>> sources) => sources
        .SelectMany(source => source.Item)
        .GroupBy(input => input.Name, StringComparer.Ordinal)
        .Where(same => !same.Any(ContextArguments.IsContextual))
        .Select(same => same.Key);

    private InputValueDefinition? Merge(
        string parent, string name, ImmutableArray<Sourced<ImmutableArray<InputValueDefinition>>> sources)
    {
        var found = sources
            .Select(source => (source.Subgraph, Input: source.Item.FirstOrDefault(input => input.Name == name)))
            .ToList();
        var given = found.Where(each => each.Input is not null)
            .Select(each => new Sourced<InputValueDefinition>(each.Subgraph, each.Input!))
            .ToImmutableArray();
        var lacking = found.Where(each => each.Input is null).Select(each => each.Subgraph).ToList();
        if (lacking.Count > 0)
        {
            Lacking($"{parent}({name}:)", given, lacking);
            return null;
        }

        return MergeOne($"{parent}({name}:)", name, given, AgreementCodes.FieldArgumentTypeMismatch,
            AgreementCodes.FieldArgumentDefaultMismatch, isInputField: false);
    }

    /// <summary>Merges one argument or input field that every subgraph has.</summary>
    public InputValueDefinition MergeOne(
        string coordinate,
        string name,
        ImmutableArray<Sourced<InputValueDefinition>> given,
        CompositionCode typeMismatch,
        CompositionCode defaultMismatch,
        bool isInputField)
    {
        var narrowest = TypeRefs.Narrowest([.. given.Select(each => each.Item.Type)]);
        if (narrowest is null)
        {
            log.Error(
                typeMismatch,
                $"`{coordinate}` takes types that do not agree: "
                    + Spoken.Each(given.Select(each => ($"`{each.Item.Type}`", each.Subgraph))),
                given.Select(each => each.Subgraph.At(each.Item)));
        }

        var type = narrowest ?? given[0].Item.Type;
        var isAlike = given.All(each => each.Item.Type == type);
        if (narrowest is not null && !isAlike)
        {
            log.Hint(
                isInputField ? HintCodes.InconsistentFieldType : HintCodes.InconsistentArgumentType,
                $"`{coordinate}` takes `{type}` in the supergraph although some subgraphs take more",
                given.Where(each => each.Item.Type != type).Select(each => each.Subgraph.At(each.Item)));
        }

        return new InputValueDefinition
        {
            Name = name,
            Type = type,
            Description = directives.Description(
                coordinate,
                [.. given.Select(each => (each.Subgraph, each.Item.Description, each.Subgraph.At(each.Item)))]),
            Default = MergeDefault(coordinate, given, defaultMismatch),
            Directives =
            [
                .. isInputField && !isAlike
                    ? given.Select(each => Join.InputField(each.Subgraph, each.Item.Type))
                    : [],
                .. directives.Merge(coordinate, given.Select(each => (each.Subgraph, each.Item.Directives))),
            ],
            At = given[0].Item.At,
        };
    }

    private Value? MergeDefault(
        string coordinate, ImmutableArray<Sourced<InputValueDefinition>> given, CompositionCode mismatch)
    {
        var written = given.Where(each => each.Item.Default is not null).ToList();
        if (written.Count == 0)
        {
            return null;
        }

        var first = written[0].Item.Default!;
        if (written.Select(each => ConstantValues.Canonical(
            each.Subgraph.Schema, each.Item.Type, each.Item.Default!)).Distinct().Count() > 1)
        {
            log.Error(
                mismatch,
                $"`{coordinate}` has defaults that differ: "
                    + Spoken.Each(written.Select(each => ($"`{each.Item.Default}`", each.Subgraph))),
                written.Select(each => each.Subgraph.At(each.Item)));
            return first;
        }

        if (written.Count < given.Length)
        {
            log.Hint(
                HintCodes.InconsistentDefaultPresence,
                $"`{coordinate}` has no default in the supergraph because some subgraphs have none",
                written.Select(each => each.Subgraph.At(each.Item)));
            return null;
        }

        return first;
    }

    private void Lacking(
        string coordinate, ImmutableArray<Sourced<InputValueDefinition>> given, List<Subgraph> lacking)
    {
        var demanding = given.Where(each => each.Item.IsRequired).ToList();
        if (demanding.Count > 0)
        {
            log.Error(
                AgreementCodes.RequiredArgumentMissing,
                $"`{coordinate}` must be given in {Spoken.List(demanding.Select(each => each.Subgraph))} "
                    + $"but is unknown in {Spoken.List(lacking)}",
                demanding.Select(each => each.Subgraph.At(each.Item)));
        }
        else
        {
            log.Hint(
                HintCodes.InconsistentArgumentPresence,
                $"`{coordinate}` is left out of the supergraph: {Spoken.List(lacking)} has no such argument",
                given.Select(each => each.Subgraph.At(each.Item)));
        }
    }
}
