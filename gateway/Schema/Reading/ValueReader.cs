using System.Collections.Immutable;
using GraphQLParser.AST;

namespace Aggregator.Schema;

/// <summary>Converts the parser's values, types and applied directives.</summary>
/// <param name="lines">The document's line index.</param>
internal sealed class ValueReader(LineIndex lines)
{
    public Value Read(GraphQLValue value) => value switch
    {
        GraphQLBooleanValue boolean => new BooleanValue(boolean.Value == "true"),
        GraphQLIntValue number => new IntValue(number.Value.ToString()),
        GraphQLFloatValue number => new FloatValue(number.Value.ToString()),
        GraphQLStringValue text => new StringValue(text.Value.ToString()),
        GraphQLEnumValue name => new EnumLiteral(name.Name.StringValue),
        GraphQLVariable variable => new VariableValue(variable.Name.StringValue),
        GraphQLListValue list => new ListValue([.. (list.Values ?? []).Select(Read)]),
        GraphQLObjectValue obj => new ObjectValue(
            [.. (obj.Fields ?? []).Select(field =>
                new ObjectField(field.Name.StringValue, Read(field.Value)) { At = lines.At(field) })]),
        _ => NullValue.Instance,
    };

    public static TypeRef Read(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => new NonNullTypeRef(Read(nonNull.Type)),
        GraphQLListType list => new ListTypeRef(Read(list.Type)),
        GraphQLNamedType named => new NamedTypeRef(named.Name.StringValue),
        _ => throw new InvalidOperationException($"a type of kind {type.Kind}"),
    };

    public ImmutableArray<ObjectField> Read(GraphQLArguments? arguments) =>
        [.. (arguments?.Items ?? []).Select(item =>
            new ObjectField(item.Name.StringValue, Read(item.Value)) { At = lines.At(item) })];

    public ImmutableArray<AppliedDirective> Read(GraphQLDirectives? directives) =>
        [.. (directives?.Items ?? []).Select(item =>
            new AppliedDirective(item.Name.StringValue, Read(item.Arguments), lines.At(item)))];

    public InputValueDefinition Read(GraphQLInputValueDefinition input) => new()
    {
        Name = input.Name.StringValue,
        Type = Read(input.Type),
        Description = input.Description?.Value.ToString(),
        Default = input.DefaultValue is null ? null : Read(input.DefaultValue),
        Directives = Read(input.Directives),
        At = lines.At(input),
    };
}
