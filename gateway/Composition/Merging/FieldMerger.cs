using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Merges the definitions of one field of an object or interface.</summary>
internal sealed class FieldMerger(SupergraphParts parts, DirectiveMerger directives, FindingLog log)
{
    private readonly ArgumentMerger _arguments = new(directives, log);

    /// <summary>The merged field, or null when no subgraph may keep it.</summary>
    public FieldDefinition? Merge(FieldParts field)
    {
        ImmutableArray<FieldSource> kept = [.. field.Sources.Where(source => !source.IsTaken || source.IsUsedThough)];
        if (kept.IsEmpty)
        {
            return null;
        }

        // A field that has moved away must still agree: it may move back.
        ImmutableArray<FieldSource> telling = [.. field.Sources.Where(source => !source.IsExternal)];
        var typing = telling.IsEmpty ? kept : telling;
        var type = MergeType(field, typing);
        var isAlike = field.Sources.All(source => source.Field.Type == type);
        return new FieldDefinition
        {
            Name = field.Name,
            Type = type,
            Description = directives.Description(
                field.Coordinate, [.. typing.Select(each => (each.Subgraph, each.Field.Description, each.Place))]),
            Arguments = _arguments.Merge(
                field.Coordinate,
                [.. typing.Select(each => new Sourced<ImmutableArray<InputValueDefinition>>(
                    each.Subgraph, each.Field.Arguments))]),
            Directives =
            [
                .. JoinFields(field, kept, isAlike),
                .. directives.Merge(field.Coordinate, field.Sources
                    .Select(each => (each.Subgraph, each.IsExternal
                        ? directives.OfExternal(field, each)
                        : each.Field.Directives))
                    .Concat(parts.InheritedDemands.On(field.Coordinate))),
            ],
            At = kept[0].Field.At,
        };
    }

    private TypeRef MergeType(FieldParts field, ImmutableArray<FieldSource> typing)
    {
        var widest = parts.Refs.Widest([.. typing.Select(source => source.Field.Type)]);
        if (widest is null)
        {
            log.Error(
                AgreementCodes.FieldTypeMismatch,
                $"`{field.Coordinate}` has types that do not agree: " + Spoken.Each(typing.Select(source =>
                    ($"`{source.Field.Type}`", source.Subgraph))),
                typing.Select(source => source.Place));
        }
        else if (typing.Any(source => source.Field.Type != widest))
        {
            log.Hint(
                HintCodes.InconsistentFieldType,
                $"`{field.Coordinate}` is `{widest}` in the supergraph although some subgraphs promise more",
                typing.Where(source => source.Field.Type != widest).Select(source => source.Place));
        }

        return widest ?? typing[0].Field.Type;
    }

    // One join__field for each subgraph, unless all that have the type resolve the field alike.
    private IEnumerable<AppliedDirective> JoinFields(
        FieldParts field, ImmutableArray<FieldSource> kept, bool isAlike)
    {
        var joined = kept.Select(source => (source.Subgraph, Field: Joined(field, source, isAlike))).ToList();
        var everywhere = field.Parent.IsRoot && field.Parent.Name == "Query"
            ? parts.Subgraphs.Length
            : field.Parent.Parts.Length;
        return joined.Count == everywhere && !joined.Any(each => each.Field.IsSpecial)
            ? []
            : joined.Select(each => Join.Field(each.Subgraph, each.Field));
    }

    private JoinedField Joined(FieldParts field, FieldSource source, bool isAlike)
    {
        var applied = source.Field.Directive(Names.Override) is { } written
            && parts.Subgraphs.Any(each => each.Name == written.Text("from")) ? written : null;
        return new JoinedField
        {
            Requires = FieldSetOf(source.Field, Names.Requires),
            Provides = FieldSetOf(source.Field, Names.Provides),
            Type = isAlike ? null : source.Field.Type,
            IsExternal = source.IsExternal,
            Override = applied?.Text("from"),
            OverrideLabel = applied?.Text("label")
                ?? parts.Overrides.LabelOf(source.Subgraph, source.Type, field.Name),
            IsUsedOverridden = source.IsUsedThough,
            ContextArguments = ContextArguments.Of(source),
        };
    }

    private static string? FieldSetOf(FieldDefinition field, string name) =>
        field.Directive(name) is { } applied ? FieldSet.Read(applied).Text : null;
}
