using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// Lays labels over a schema that its owner does not label. The overlay is made of extensions that repeat what they
/// label, and adds nothing but directives of the disclosure specification.
/// </summary>
/// <param name="subgraph">The subgraph's name.</param>
/// <param name="log">Where faults go.</param>
/// <param name="labels">Receives every directive that came from the overlay.</param>
internal sealed class LabelOverlay(string subgraph, FindingLog log, HashSet<AppliedDirective> labels)
{
    public TypeSystem Lay(TypeSystem schema, TypeSystem overlay)
    {
        foreach (var type in overlay.Ordered.Where(each => schema.Type(each.Name) is null))
        {
            Unknown($"the type `{type.Name}`", type.At);
        }

        foreach (var directive in overlay.OrderedDirectives)
        {
            NotALabel($"the definition of `@{directive.Name}`", directive.At);
        }

        var types = schema.Ordered
            .Select(type => overlay.Type(type.Name) is { } label ? Lay(type, label) : type);
        return new TypeSystem(
            [.. types],
            schema.OrderedDirectives,
            schema.QueryName,
            schema.MutationName,
            schema.SubscriptionName,
            [.. schema.SchemaDirectives, .. Labels(overlay.SchemaDirectives.Where(each => each.Name != Names.Link))],
            schema.Description);
    }

    private TypeDefinition Lay(TypeDefinition type, TypeDefinition label)
    {
        if (type.Kind != label.Kind || !label.IsExtensionOnly)
        {
            NotALabel($"`{label.Name}` as anything but an extension of its own kind", label.At);
        }

        Missing(label.Fields, type.Fields, each => each.Name, each => each.At, type.Name);
        Missing(label.InputFields, type.InputFields, each => each.Name, each => each.At, type.Name);
        Missing(label.Values, type.Values, each => each.Name, each => each.At, type.Name);
        return new TypeDefinition
        {
            Name = type.Name,
            Kind = type.Kind,
            Description = type.Description,
            Directives = [.. type.Directives, .. Labels(label.Directives)],
            Fields = [.. type.Fields.Select(field => Lay(type.Name, field, label.Field(field.Name)))],
            Interfaces = type.Interfaces,
            Members = type.Members,
            Values = [.. type.Values.Select(value => Lay(value, Same(label.Values, value.Name, each => each.Name)))],
            InputFields = Lay(type.Name, type.InputFields, label.InputFields),
            IsExtensionOnly = type.IsExtensionOnly,
            At = type.At,
            Parts = type.Parts,
        };
    }

    private FieldDefinition Lay(string parent, FieldDefinition field, FieldDefinition? label)
    {
        if (label is null)
        {
            return field;
        }

        SameType($"{parent}.{field.Name}", field.Type, label.Type, label.At);
        Missing(label.Arguments, field.Arguments, each => each.Name, each => each.At, $"{parent}.{field.Name}");
        return new FieldDefinition
        {
            Name = field.Name,
            Type = field.Type,
            Description = field.Description,
            Arguments = Lay($"{parent}.{field.Name}", field.Arguments, label.Arguments),
            Directives = [.. field.Directives, .. Labels(label.Directives)],
            At = field.At,
        };
    }

    private ImmutableArray<InputValueDefinition> Lay(
        string parent, ImmutableArray<InputValueDefinition> inputs, ImmutableArray<InputValueDefinition> overlaid) =>
        [.. inputs.Select(input => Lay(parent, input, Same(overlaid, input.Name, each => each.Name)))];

    private InputValueDefinition Lay(string parent, InputValueDefinition input, InputValueDefinition? label)
    {
        if (label is null)
        {
            return input;
        }

        SameType($"{parent}.{input.Name}", input.Type, label.Type, label.At);
        return new InputValueDefinition
        {
            Name = input.Name,
            Type = input.Type,
            Description = input.Description,
            Default = input.Default,
            Directives = [.. input.Directives, .. Labels(label.Directives)],
            At = input.At,
        };
    }

    private EnumValueDefinition Lay(EnumValueDefinition value, EnumValueDefinition? label) => label is null
        ? value
        : new EnumValueDefinition
        {
            Name = value.Name,
            Description = value.Description,
            Directives = [.. value.Directives, .. Labels(label.Directives)],
            At = value.At,
        };

    private List<AppliedDirective> Labels(IEnumerable<AppliedDirective> applied)
    {
        var accepted = new List<AppliedDirective>();
        foreach (var each in applied)
        {
            // A copy, so that the place of this one is known whatever else is equal to it.
            var label = each with { };
            _ = labels.Add(label);
            if (Names.IsDisclosure(label.Name))
            {
                accepted.Add(label);
            }
            else
            {
                NotALabel($"`{Names.Spoken(label.Name)}`", label.At);
            }
        }

        return accepted;
    }

    private void SameType(string coordinate, TypeRef type, TypeRef label, Location at)
    {
        if (type != label)
        {
            NotALabel($"the type `{label}` for `{coordinate}`, which is `{type}`,", at);
        }
    }

    private void Missing<T>(
        ImmutableArray<T> labelled, ImmutableArray<T> own, Func<T, string> nameOf, Func<T, Location> at, string parent)
    {
        foreach (var each in labelled.Where(each => Same(own, nameOf(each), nameOf) is null))
        {
            Unknown($"`{parent}.{nameOf(each)}`", at(each));
        }
    }

    private static T? Same<T>(ImmutableArray<T> all, string name, Func<T, string> nameOf) =>
        all.FirstOrDefault(each => nameOf(each) == name);

    private void Unknown(string what, Location at) => log.Error(
        LabelCodes.LabelTargetUnknown,
        $"the labels name {what}, which the subgraph's schema does not have",
        new SubgraphPlace(subgraph, at, InLabels: true));

    private void NotALabel(string what, Location at) => log.Error(
        LabelCodes.LabelNotAllowed,
        $"the labels hold {what}",
        new SubgraphPlace(subgraph, at, InLabels: true));
}
