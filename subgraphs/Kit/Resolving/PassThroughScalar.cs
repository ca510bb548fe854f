using GraphQL.Types;
using GraphQLParser.AST;

namespace Aggregator.Kit;

/// <summary>A scalar of the contract: stored in its own form, so it goes through as it is.</summary>
internal sealed class PassThroughScalar : ScalarGraphType
{
    public PassThroughScalar(string name) => Name = name;

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLObjectValue entries => entries.Fields?.ToDictionary(
            field => field.Name.StringValue, field => ParseLiteral(field.Value)) ?? [],
        GraphQLListValue items => items.Values?.Select(ParseLiteral).ToList() ?? [],
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLTrueBooleanValue => true,
        GraphQLFalseBooleanValue => false,
        GraphQLNullValue => null,
        IHasValueNode number => number.Value.ToString(),
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value;

    public override object? Serialize(object? value) => value;
}
