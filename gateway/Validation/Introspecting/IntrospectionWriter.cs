using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Writes the parts of a schema that a selection asks for.</summary>
/// <param name="schema">The schema.</param>
/// <param name="variables">The request's variables.</param>
/// <param name="json">Where to.</param>
/// <param name="maxBytes">How much at most.</param>
internal sealed class IntrospectionWriter(
    SchemaView schema, CoercedVariables variables, Utf8JsonWriter json, int maxBytes)
{
    private bool IsFull => json.BytesCommitted + json.BytesPending > maxBytes;

    /// <summary>False when there would be more than the limit.</summary>
    public bool Write(IReadOnlyList<ValidField> roots)
    {
        json.WriteStartObject();
        foreach (var field in roots.Where(field => field.Condition.Holds(variables)))
        {
            json.WritePropertyName(field.ResponseKey);
            if (field.Name == "__schema")
            {
                Object(field, "__Schema", Schema);
            }
            else if (schema.Type(Text(field, "name")) is { } type)
            {
                Type(field, new NamedTypeRef(type.Name));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.Flush();
        return !IsFull;
    }

    private void Object(ValidField field, string typeName, Action<ValidField> member)
    {
        json.WriteStartObject();
        foreach (var child in field.Children!.Fields)
        {
            if (IsFull || !child.Condition.Holds(variables))
            {
                continue;
            }

            json.WritePropertyName(child.ResponseKey);
            if (child.IsTypeName)
            {
                json.WriteStringValue(typeName);
            }
            else
            {
                member(child);
            }
        }

        json.WriteEndObject();
    }

    private void List<T>(IEnumerable<T>? items, Action<T> item)
    {
        if (items is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartArray();
        foreach (var each in items)
        {
            if (IsFull)
            {
                break;
            }

            item(each);
        }

        json.WriteEndArray();
    }

    private void Schema(ValidField field)
    {
        switch (field.Name)
        {
            case "description": Text(schema.Description); break;
            case "types": List(schema.Types, type => Type(field, new NamedTypeRef(type.Name))); break;
            case "queryType": Root(field, schema.Query); break;
            case "mutationType": Root(field, schema.Mutation); break;
            case "subscriptionType": Root(field, schema.Subscription); break;
            default: List(schema.Directives, directive => Directive(field, directive)); break;
        }
    }

    private void Root(ValidField field, TypeDefinition? type)
    {
        if (type is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Type(field, new NamedTypeRef(type.Name));
        }
    }

    private void Type(ValidField field, TypeRef type)
    {
        var named = type is NamedTypeRef name ? schema.Type(name.TypeName) : null;
        Object(field, "__Type", child => Type(child, type, named));
    }

    // Only a named type has more than its kind and what it wraps.
    private void Type(ValidField field, TypeRef type, TypeDefinition? named)
    {
        switch (field.Name)
        {
            case "kind": json.WriteStringValue(IntrospectionKinds.Of(type, named)); break;
            case "name": Text(named?.Name); break;
            case "description": Text(named?.Description); break;
            case "specifiedByURL": Text(named?.Directive("specifiedBy")?.Text("url")); break;
            case "isOneOf":
                Flag(named is { Kind: TypeKind.InputObject } ? ExecutableTypes.IsOneOf(named) : null);
                break;
            case "ofType": Wrapped(field, type); break;
            default: Members(field, named); break;
        }
    }

    private void Members(ValidField field, TypeDefinition? named)
    {
        var hasFields = named is { Kind: TypeKind.Object or TypeKind.Interface };
        switch (field.Name)
        {
            case "fields":
                List(
                    hasFields ? Shown(field, named!.Fields, each => each.Directives) : null,
                    each => Field(field, each));
                break;
            case "interfaces":
                List<string>(hasFields ? named!.Interfaces : null, each => Type(field, new NamedTypeRef(each)));
                break;
            case "possibleTypes":
                List(
                    named is { IsAbstract: true } ? schema.PossibleTypes(named) : null,
                    each => Type(field, new NamedTypeRef(each.Name)));
                break;
            case "enumValues":
                List(
                    named is { Kind: TypeKind.Enum } ? Shown(field, named.Values, each => each.Directives) : null,
                    each => EnumValue(field, each));
                break;
            default:
                List(
                    named is { Kind: TypeKind.InputObject }
                        ? Shown(field, named.InputFields, each => each.Directives)
                        : null,
                    each => InputValue(field, each));
                break;
        }
    }

    private void Wrapped(ValidField field, TypeRef type)
    {
        var inner = type switch
        {
            NonNullTypeRef nonNull => nonNull.Of,
            ListTypeRef list => list.Of,
            _ => null,
        };
        if (inner is null)
        {
            json.WriteNullValue();
        }
        else
        {
            Type(field, inner);
        }
    }

    private void Field(ValidField field, FieldDefinition definition) => Object(field, "__Field", child =>
    {
        switch (child.Name)
        {
            case "name": Text(definition.Name); break;
            case "description": Text(definition.Description); break;
            case "args": Arguments(child, definition.Arguments); break;
            case "type": Type(child, definition.Type); break;
            default: Deprecation(child, definition.Directives); break;
        }
    });

    private void Arguments(ValidField field, IEnumerable<InputValueDefinition> arguments) =>
        List(Shown(field, arguments, each => each.Directives), each => InputValue(field, each));

    private void InputValue(ValidField field, InputValueDefinition definition) => Object(field, "__InputValue", child =>
    {
        switch (child.Name)
        {
            case "name": Text(definition.Name); break;
            case "description": Text(definition.Description); break;
            case "type": Type(child, definition.Type); break;
            case "defaultValue":
                Text(definition.Default is null
                    ? null
                    : DefaultValues.Print(schema, definition.Default, definition.Type));
                break;
            default: Deprecation(child, definition.Directives); break;
        }
    });

    private void EnumValue(ValidField field, EnumValueDefinition definition) => Object(field, "__EnumValue", child =>
    {
        switch (child.Name)
        {
            case "name": Text(definition.Name); break;
            case "description": Text(definition.Description); break;
            default: Deprecation(child, definition.Directives); break;
        }
    });

    private void Directive(ValidField field, DirectiveDefinition definition) => Object(field, "__Directive", child =>
    {
        switch (child.Name)
        {
            case "name": Text(definition.Name); break;
            case "description": Text(definition.Description); break;
            case "isRepeatable": Flag(definition.IsRepeatable); break;
            case "locations": List(definition.Locations, Text); break;
            case "args": Arguments(child, definition.Arguments); break;
            default: Deprecation(child, []); break;
        }
    });

    private void Deprecation(ValidField field, IEnumerable<AppliedDirective> directives)
    {
        var reason = IntrospectionKinds.DeprecationReason(directives);
        if (field.Name == "isDeprecated")
        {
            Flag(reason is not null);
        }
        else
        {
            Text(reason);
        }
    }

    private IEnumerable<T> Shown<T>(
        ValidField field, IEnumerable<T> all, Func<T, IEnumerable<AppliedDirective>> directives) =>
        IsTrue(field, "includeDeprecated")
            ? all
            : all.Where(each => IntrospectionKinds.DeprecationReason(directives(each)) is null);

    private bool IsTrue(ValidField field, string argument) => Argument(field, argument) switch
    {
        BooleanValue literal => literal.Value,
        VariableValue variable => variables.IsTrue(variable.Name),
        _ => false,
    };

    private string? Text(ValidField field, string argument) => Argument(field, argument) switch
    {
        StringValue literal => literal.Text,
        VariableValue variable => (variables.Value(variable.Name) as StringValue)?.Text,
        _ => null,
    };

    private static Value? Argument(ValidField field, string argument) =>
        field.Arguments.FirstOrDefault(each => each.Name == argument)?.Value;

    private void Text(string? text)
    {
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    private void Flag(bool? flag)
    {
        if (flag is { } known)
        {
            json.WriteBooleanValue(known);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
