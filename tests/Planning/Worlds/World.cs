using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aggregator.Schema;

namespace Aggregator.Planning.Tests;

/// <summary>An object of a world: its concrete type and which it is.</summary>
internal sealed record Thing(string Type, string Id);

/// <summary>
/// Data for any supergraph, made up from names: the same field of the same object is the same whoever is asked. There
/// are three entities of each type, and lists of up to five, so that one entity is often in several places.
/// </summary>
internal sealed class World(Supergraph supergraph)
{
    private const int Entities = 3;

    public Supergraph Supergraph => supergraph;

    /// <summary>The value of a field: null, a JSON value, a thing or a list of them.</summary>
    public object? Value(Thing of, string field, string arguments)
    {
        var definition = supergraph.Types.Type(of.Type)!.Field(field)!;
        var seed = Hash($"{of.Type}/{of.Id}/{field}({arguments})");
        var mayBeNull = !definition.Type.IsNonNull && !IsKey(of.Type, field) && Parts(of.Type, field)
            .All(part => !part.Type.IsNonNull);
        if (mayBeNull && seed % 7 == 0)
        {
            return null;
        }

        return definition.Type.Element is null
            ? One(of, definition, $"{field}({arguments})", seed)
            : Enumerable.Range(0, (int)(seed % 5) + 1)
                .Select(index => One(of, definition, $"{field}({arguments})[{index}]", Hash($"{seed}/{index}")))
                .Where(item => item is not null)
                .ToList();
    }

    /// <summary>The entities that a subgraph can be asked about under a type's name.</summary>
    public IEnumerable<Thing> Known(string type) => supergraph.Types.PossibleTypes(supergraph.Types.Type(type)!)
        .SelectMany(possible => Enumerable.Range(0, Entities).Select(id => new Thing(possible.Name, $"{id}")));

    /// <summary>True when objects of the type can be asked about by a key.</summary>
    public bool IsEntity(string type) => supergraph.Join(type).Parts.Any(part => !part.Keys.IsEmpty)
        || supergraph.Types.Type(type)!.Interfaces
            .Any(name => supergraph.Join(name).Parts.Any(part => !part.Keys.IsEmpty));

    private object? One(Thing of, FieldDefinition field, string path, uint seed)
    {
        var type = supergraph.Types.Type(field.Type.Name);
        if (type is { IsComposite: true })
        {
            var possible = Possible(of.Type, field);
            var concrete = possible.Length == 0 ? null : possible[(int)(seed % possible.Length)];
            return concrete is null ? null
                : concrete == supergraph.Types.QueryName ? new Thing(concrete, "")
                : new Thing(concrete, IsEntity(concrete) ? $"{seed % Entities}" : $"{of.Type}/{of.Id}/{path}");
        }

        return field.Type.Name switch
        {
            "Int" => JsonValue.Create((int)(seed % 1000)),
            "Float" => JsonValue.Create((seed % 1000) + 0.5),
            "Boolean" => JsonValue.Create(seed % 2 == 0),
            _ => type is { Kind: TypeKind.Enum }
                ? JsonValue.Create(type.Values[(int)(seed % type.Values.Length)].Name)
                : JsonValue.Create($"{of.Type}:{of.Id}.{path}"),
        };
    }

    // What a field returns must be known to everyone who is asked for it.
    private ImmutableArray<string> Possible(string type, FieldDefinition field)
    {
        var all = supergraph.Types.PossibleTypes(supergraph.Types.Type(field.Type.Name)!).Select(one => one.Name);
        return
        [
            .. all.Where(name => Parts(type, field.Name).Where(part => part.IsResolvable).All(part =>
                supergraph.Join(part.Type.Name).In(part.Subgraph.Index) is not { } known
                || known.IsInterfaceObject
                || name == part.Type.Name
                || known.Members.Contains(name)
                || supergraph.Join(name).In(part.Subgraph.Index)?.Interfaces.Contains(part.Type.Name) == true)),
        ];
    }

    private IEnumerable<FieldPart> Parts(string type, string field) => supergraph.Join(type, field)!.Parts.Concat(
        supergraph.Types.Type(type)!.Interfaces.SelectMany(name => supergraph.Join(name, field)?.Parts ?? []));

    private bool IsKey(string type, string field) => supergraph.Types.Type(type)!.Interfaces.Prepend(type)
        .SelectMany(name => supergraph.Join(name).Parts).SelectMany(part => part.Keys)
        .Any(key => key.Fields.Selections.OfType<FieldSelection>().Any(selection => selection.Name == field));

    private static uint Hash(string text) =>
        text.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619u) >> 3;
}
