using System.Text.Json;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// Checks JSON against input types and reports what does not fit by its place (<c>$filter.from.0</c>), never by its
/// value.
/// </summary>
/// <param name="types">The schema.</param>
/// <param name="maxErrors">How many errors are kept.</param>
internal sealed class InputCheck(ExecutableTypes types, int maxErrors)
{
    private readonly List<OperationError> _errors = [];
    private readonly List<object> _path = [];
    private Location _at;

    public IReadOnlyList<OperationError> Errors => _errors;

    /// <summary>True when the JSON of the last run can be sent as it is: nothing to fill in or to wrap.</summary>
    public bool IsCanonical { get; private set; }

    /// <summary>True when the value fits.</summary>
    public bool Run(VariableDefinition variable, JsonElement value)
    {
        var before = _errors.Count;
        Enter(variable);
        Check(value, variable.Type);
        return _errors.Count == before;
    }

    public void Missing(VariableDefinition variable)
    {
        Enter(variable);
        Report($"takes `{variable.Type}`, so it has to be given");
    }

    private void Enter(VariableDefinition variable)
    {
        _path.Clear();
        _path.Add("$" + variable.Name);
        _at = variable.At;
        IsCanonical = true;
    }

    private void Check(JsonElement value, TypeRef type)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (type.IsNonNull)
            {
                Report($"takes `{type}`, so it cannot be null");
            }
        }
        else if (type.Element is { } element)
        {
            List(value, element);
        }
        else
        {
            Named(value, type);
        }
    }

    private void List(JsonElement value, TypeRef element)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            IsCanonical = false;
            Check(value, element);
            return;
        }

        var i = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (_errors.Count >= maxErrors)
            {
                return;
            }

            _path.Add(i++);
            Check(item, element);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void Named(JsonElement value, TypeRef type)
    {
        var definition = types.Type(type);
        if (definition is { Kind: TypeKind.InputObject })
        {
            InputObject(value, definition);
            return;
        }

        var fault = definition is { Kind: TypeKind.Enum }
            ? EnumFault(value, definition)
            : ScalarFault(value, type.Name);
        if (fault is not null)
        {
            Report($"takes `{type}`, {fault}");
        }
    }

    private static string? EnumFault(JsonElement value, TypeDefinition definition) =>
        value.ValueKind != JsonValueKind.String ? "a string with the name of one of its values"
        : definition.Values.Any(each => value.ValueEquals(each.Name)) ? null
        : "which has no value of this name";

    private string? ScalarFault(JsonElement value, string scalar) => scalar switch
    {
        "Int" => IsInt(value) ? null : "a whole number of 32 bits",
        "Float" => value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? null
            : "a number within the range of 64 bits",
        "String" => value.ValueKind == JsonValueKind.String ? null : "a string",
        "Boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : "`true` or `false`",
        "ID" => value.ValueKind == JsonValueKind.String || IsWhole(value) ? null : "a string or a whole number",
        _ => null,
    };

    // JSON does not tell 1.0 from 1, but a subgraph may.
    private bool IsInt(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (value.TryGetInt32(out _))
        {
            return true;
        }

        IsCanonical = false;
        var number = value.GetDouble();
        return double.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue;
    }

    private static bool IsWhole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');

    private void InputObject(JsonElement value, TypeDefinition definition)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report($"takes `{definition.Name}`, a JSON object");
            return;
        }

        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            if (_errors.Count >= maxErrors)
            {
                return;
            }

            Member(member, definition, given);
        }

        foreach (var field in definition.InputFields.Where(field => !given.Contains(field.Name)))
        {
            if (field.IsRequired)
            {
                Report($"needs the field `{field.Name}` of type `{field.Type}`");
            }

            IsCanonical &= field.Default is null;
        }

        OneOf(value, definition, given);
    }

    private void Member(JsonProperty member, TypeDefinition definition, HashSet<string> given)
    {
        var field = definition.InputFields.FirstOrDefault(each => member.NameEquals(each.Name));
        if (field is null)
        {
            // The name of a member is the caller's text: only a name of GraphQL's form is safe to repeat.
            Report(GraphQLName.Is(member.Name)
                ? $"takes `{definition.Name}`, which has no field `{member.Name}`"
                : $"takes `{definition.Name}`, which lacks one of the fields given");
        }
        else if (!given.Add(field.Name))
        {
            Report($"has the field `{field.Name}` more than once");
        }
        else
        {
            _path.Add(field.Name);
            Check(member.Value, field.Type);
            _path.RemoveAt(_path.Count - 1);
        }
    }

    private void OneOf(JsonElement value, TypeDefinition definition, HashSet<string> given)
    {
        if (!ExecutableTypes.IsOneOf(definition))
        {
            return;
        }

        if (given.Count != 1)
        {
            Report($"takes `{definition.Name}`, of which exactly one field has to be given");
        }
        else if (value.GetProperty(given.Single()).ValueKind == JsonValueKind.Null)
        {
            Report($"takes `{definition.Name}`, of which the one field given cannot be null");
        }
    }

    private void Report(string what)
    {
        if (_errors.Count < maxErrors)
        {
            _errors.Add(VariableCoercion.Bad($"variable `{string.Join('.', _path)}` {what}", _at));
        }
    }
}
