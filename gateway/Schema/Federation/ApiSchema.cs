using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>
/// Derives what clients see: without inaccessible elements and without directives that are not theirs. Of directives
/// for operations only the gateway's own are theirs: it sends no other to a subgraph.
/// </summary>
internal static class ApiSchema
{
    private static readonly FrozenSet<string> Shown = new[] { "deprecated", "specifiedBy", "oneOf" }.ToFrozenSet();

    private static readonly FrozenSet<string> Obeyed = new[] { "skip", "include" }.ToFrozenSet();

    public static TypeSystem Of(TypeSystem types, string inaccessible)
    {
        var hidden = types.Ordered.Where(type => Has(type.Directives)).Select(type => type.Name).ToFrozenSet();
        var directives = types.OrderedDirectives
            .Where(directive => Obeyed.Contains(directive.Name) || Shown.Contains(directive.Name));
        return new TypeSystem(
            [.. types.Ordered.Where(type => !hidden.Contains(type.Name)).Select(Visible)],
            [.. directives],
            types.QueryName,
            types.MutationName,
            types.SubscriptionName,
            [],
            types.Description);

        bool Has(ImmutableArray<AppliedDirective> applied) =>
            applied.Any(directive => directive.Name == inaccessible);

        TypeDefinition Visible(TypeDefinition type) => new()
        {
            Name = type.Name,
            Kind = type.Kind,
            Description = type.Description,
            Directives = Public(type.Directives),
            Fields = [.. type.Fields.Where(field => !Has(field.Directives)).Select(VisibleField)],
            Interfaces = [.. type.Interfaces.Where(name => !hidden.Contains(name))],
            Members = [.. type.Members.Where(name => !hidden.Contains(name))],
            Values = [.. type.Values.Where(value => !Has(value.Directives)).Select(value => new EnumValueDefinition
            {
                Name = value.Name, Description = value.Description, Directives = Public(value.Directives),
            })],
            InputFields = Inputs(type.InputFields),
        };

        FieldDefinition VisibleField(FieldDefinition field) => new()
        {
            Name = field.Name,
            Type = field.Type,
            Description = field.Description,
            Arguments = Inputs(field.Arguments),
            Directives = Public(field.Directives),
        };

        ImmutableArray<InputValueDefinition> Inputs(ImmutableArray<InputValueDefinition> inputs) =>
            [.. inputs.Where(input => !Has(input.Directives)).Select(input => new InputValueDefinition
            {
                Name = input.Name,
                Type = input.Type,
                Description = input.Description,
                Default = input.Default,
                Directives = Public(input.Directives),
            })];
    }

    private static ImmutableArray<AppliedDirective> Public(ImmutableArray<AppliedDirective> directives) =>
        [.. directives.Where(directive => Shown.Contains(directive.Name))];
}
