using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Gateway.Tests;

/// <summary>Holds an answer against the schema that clients see.</summary>
internal static class AnswerValidity
{
    /// <summary>Checks the data of an operation without named fragments.</summary>
    public static void Check(JsonNode data, string operation, TypeSystem api)
    {
        var document = DocumentReader.ReadOperations(operation).Document!;
        Object(data.AsObject(), document.Operations[0].Selections, api.Type(api.QueryName)!, api);
    }

    private static void Object(
        JsonObject value, ImmutableArray<Selection> selections, TypeDefinition type, TypeSystem api)
    {
        foreach (var selection in selections)
        {
            if (selection is FieldSelection { Name: not "__typename" } field
                && type.Field(field.Name) is { } definition && value.ContainsKey(field.ResponseKey))
            {
                Value(value[field.ResponseKey], field, definition.Type, api);
            }
            else if (selection is InlineFragment { TypeCondition: { } condition } fragment
                && value.ContainsKey(FirstKey(fragment)))
            {
                Object(value, fragment.Selections, api.Type(condition)!, api);
            }
        }
    }

    private static string FirstKey(InlineFragment fragment) =>
        fragment.Selections.OfType<FieldSelection>().First().ResponseKey;

    private static void Value(JsonNode? value, FieldSelection field, TypeRef type, TypeSystem api)
    {
        if (value is null)
        {
            Assert.False(type.IsNonNull, $"{field.ResponseKey} is null");
        }
        else if (type.Element is { } element)
        {
            foreach (var item in value.AsArray())
            {
                Value(item, field, element, api);
            }
        }
        else if (api.Type(type.Name) is { IsComposite: true } target)
        {
            Object(value.AsObject(), field.Selections, target, api);
        }
        else
        {
            Assert.Equal(
                type.Name == "Int" ? JsonValueKind.Number : JsonValueKind.String, value.GetValueKind());
        }
    }
}
