using GraphQLParser;
using GraphQLParser.AST;

namespace Aggregator.Kit;

/// <summary>The agreed SDL of an agency: served as it is, and read to know how records are shaped.</summary>
internal sealed class AgencyContract
{
    private static readonly HashSet<string> Leaves = ["ID", "String", "Int", "Float", "Boolean"];

    private readonly Dictionary<string, ContractType> _types = new(StringComparer.Ordinal);

    private readonly HashSet<string> _served;

    /// <param name="sdl">The contract's text.</param>
    /// <param name="records">Kinds that are stored but not served; may be empty.</param>
    public AgencyContract(string sdl, string records)
    {
        Sdl = sdl;
        Add(sdl);
        _served = [.. _types.Keys];
        if (records.Length > 0)
        {
            Add(records);
        }
    }

    /// <summary>The text as agreed and served.</summary>
    public string Sdl { get; }

    /// <summary>The types of the contract, without those that are only stored.</summary>
    public IEnumerable<ContractType> Served => _types.Values.Where(type => _served.Contains(type.Name));

    public ContractType? Find(string name) => _types.GetValueOrDefault(name);

    /// <summary>True for object types that are records of their own: they have an id and a definite place in time.
    /// </summary>
    public bool IsKind(string name) => Find(name) is { } type && IsKind(type);

    public bool IsLeaf(string name) =>
        Leaves.Contains(name) || Find(name)?.Form is ContractForm.Enum or ContractForm.Scalar;

    /// <summary>The object types a value of this type can be.</summary>
    public IReadOnlyList<string> PossibleTypes(string name) => Find(name) switch
    {
        null => [],
        { Form: ContractForm.Object } => [name],
        { Form: ContractForm.Union } union => union.Values,
        _ => [.. _types.Values.Where(type => type.Form == ContractForm.Object && type.Interfaces.Contains(name))
            .Select(type => type.Name)],
    };

    /// <summary>True for values that can be left out of an answer because of whose they are, or whom they name:
    /// persons, and types with a `@subject`.</summary>
    public bool IsOfSomebody(string name) =>
        PossibleTypes(name).Any(type => type == "Person" || Find(type)!.HasSubject);

    private void Add(string sdl)
    {
        foreach (var definition in Parser.Parse(sdl).Definitions)
        {
            if (Read(definition) is { } type)
            {
                _types.Add(type.Name, type);
            }
        }
    }

    private static bool IsKind(ContractType type) =>
        type.Form == ContractForm.Object
        && type.Fields.TryGetValue("id", out var id) && id.Type.NonNull
        && type.Fields.TryGetValue("sortAt", out var sortAt) && sortAt.Type.NonNull;

    private static ContractType? Read(ASTNode definition) => definition switch
    {
        GraphQLObjectTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Object, Fields(type.Fields), Names(type.Interfaces?.Items), [])
        {
            SubjectPaths = [.. type.Directives?.Items.Where(IsSubject).Select(PathOf) ?? []],
        },
        GraphQLInterfaceTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Interface, Fields(type.Fields), Names(type.Interfaces?.Items), []),
        GraphQLUnionTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Union, Fields(null), [], Names(type.Types?.Items)),
        GraphQLEnumTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Enum, Fields(null), [],
            [.. type.Values?.Items.Select(value => value.Name.StringValue) ?? []]),
        GraphQLScalarTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Scalar, Fields(null), [], []),
        GraphQLInputObjectTypeDefinition type => new ContractType(
            type.Name.StringValue, ContractForm.Input, Fields(null), [], []),
        _ => null,
    };

    private static bool IsSubject(GraphQLDirective directive) => directive.Name.StringValue == "subject";

    // `key` is a chain of fields that ends in the person's id.
    private static IReadOnlyList<string> PathOf(GraphQLDirective subject)
    {
        var key = subject.Arguments!.Items.Single(argument => argument.Name.StringValue == "key").Value;
        return ((GraphQLStringValue)key).Value.ToString()
            .Split([' ', '{', '}'], StringSplitOptions.RemoveEmptyEntries)[..^1];
    }

    private static IReadOnlyList<string> Names(IEnumerable<GraphQLNamedType>? types) =>
        [.. types?.Select(type => type.Name.StringValue) ?? []];

    private static Dictionary<string, ContractField> Fields(GraphQLFieldsDefinition? fields) =>
        fields?.Items
            .Select(field => new ContractField(field.Name.StringValue, ContractTypeRef.Of(field.Type)))
            .ToDictionary(field => field.Name, StringComparer.Ordinal) ?? [];
}

internal enum ContractForm
{
    Object,
    Interface,
    Union,
    Enum,
    Scalar,
    Input,
}

/// <summary>A type of the contract; its values are the members of an enum or union.</summary>
internal sealed record ContractType(
    string Name,
    ContractForm Form,
    IReadOnlyDictionary<string, ContractField> Fields,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<string> Values)
{
    /// <summary>From it to whose data it is, or whom it names: the names of fields on each way to a person.</summary>
    public IReadOnlyList<IReadOnlyList<string>> SubjectPaths { get; init; } = [];

    /// <summary>True when it says whose data it is, or whom it names.</summary>
    public bool HasSubject => SubjectPaths.Count > 0;
}

internal sealed record ContractField(string Name, ContractTypeRef Type);

/// <summary>A reference to a named type, at most one list deep.</summary>
internal sealed record ContractTypeRef(string Name, bool IsList, bool NonNull)
{
    public static ContractTypeRef Of(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Of(nonNull.Type) with { NonNull = true },
        GraphQLListType list => Of(list.Type) with { IsList = true, NonNull = false },
        GraphQLNamedType named => new ContractTypeRef(named.Name.StringValue, false, false),
        _ => throw new NotSupportedException("a type reference is named, a list or non-null"),
    };
}
