using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>
/// A schema as introspection shows it: types in the order of graphql-js, built-in scalars only where
/// they are used (section 3.5), built-in directives after the schema's own.
/// </summary>
internal sealed class SchemaView
{
    private static readonly ConditionalWeakTable<TypeSystem, SchemaView> Known = [];

    private readonly TypeSystem _all;
    private readonly FrozenDictionary<string, TypeDefinition> _byName;
    private readonly FrozenDictionary<string, ImmutableArray<TypeDefinition>> _implementers;

    private SchemaView(TypeSystem api)
    {
        _all = ExecutableTypes.Of(api).All;
        Directives = [.. _all.OrderedDirectives];
        Types = [.. Meet(api)];
        _byName = Types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _implementers = Types.Where(type => type.Kind == TypeKind.Object)
            .SelectMany(type => type.Interfaces.Select(name => (name, type)))
            .GroupBy(pair => pair.name, pair => pair.type)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
    }

    public ImmutableArray<TypeDefinition> Types { get; }

    public ImmutableArray<DirectiveDefinition> Directives { get; }

    public string? Description => _all.Description;

    public TypeDefinition? Query => _all.Type(_all.QueryName);

    public TypeDefinition? Mutation => _all.Type(_all.MutationName);

    public TypeDefinition? Subscription => _all.Type(_all.SubscriptionName);

    public static SchemaView Of(TypeSystem api) => Known.GetValue(api, static types => new SchemaView(types));

    public TypeDefinition? Type(string? name) => name is null ? null : _byName.GetValueOrDefault(name);

    public IEnumerable<TypeDefinition> PossibleTypes(TypeDefinition type) => type.Kind == TypeKind.Union
        ? type.Members.Select(Type).OfType<TypeDefinition>()
        : _implementers.GetValueOrDefault(type.Name, []);

    // The schema's own types in its order; a type of ours follows the first that refers to it.
    private IEnumerable<TypeDefinition> Meet(TypeSystem api)
    {
        var met = api.Ordered.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var arguments = Directives.SelectMany(directive => directive.Arguments).Select(argument => argument.Type.Name);
        return api.Ordered.SelectMany(type => NewlyReferred(type, met).Prepend(type))
            .Concat(arguments.Append("__Schema").SelectMany(name => NewlyMet(name, met)))
            .ToList();
    }

    private IEnumerable<TypeDefinition> NewlyReferred(TypeDefinition type, HashSet<string> met) =>
        Referred(type).SelectMany(name => NewlyMet(name, met));

    private IEnumerable<TypeDefinition> NewlyMet(string name, HashSet<string> met) =>
        met.Add(name) && _all.Type(name) is { } type ? NewlyReferred(type, met).Prepend(type) : [];

    private static IEnumerable<string> Referred(TypeDefinition type) => type.Members
        .Concat(type.Interfaces)
        .Concat(type.Fields.SelectMany(field =>
            field.Arguments.Select(argument => argument.Type.Name).Prepend(field.Type.Name)))
        .Concat(type.InputFields.Select(field => field.Type.Name));
}
