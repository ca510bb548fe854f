using System.Collections.Immutable;
using System.Text;
using Aggregator.Composition;

namespace Aggregator.Planning.Tests;

/// <summary>
/// Random schemas split over subgraphs: entities with one or two keys, value types, an interface, a union,
/// requirements, provisions, overrides, interface objects and contexts. Not all of them compose; each field has a line
/// of its own.
/// </summary>
internal sealed class SubgraphGenerator(Random random)
{
    private const string Head =
        "extend schema @link(url: \"https://specs.apollo.dev/federation/v2.9\", import: [\"@key\", \"@shareable\","
        + " \"@external\", \"@requires\", \"@provides\", \"@override\", \"@interfaceObject\","
        + " \"@context\", \"@fromContext\"])\n";

    private static readonly string[] Scalars = ["Int", "String", "Boolean", "Float", "Mood"];

    private readonly SortedDictionary<(string Subgraph, string Type), List<string>> _lines = [];
    private readonly Dictionary<string, string[]> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subgraph, string Type), string> _heads = [];
    private readonly List<(string Type, string Field, string Of, string[] Owners)> _fields = [];
    private string[] _subgraphs = [];
    private string[] _entities = [];
    private string[] _values = [];
    private (string Home, string[] Types)? _item;

    public ImmutableArray<SubgraphSource> Next()
    {
        _subgraphs = [.. "abcd".Select(name => $"{name}").Take(random.Next(2, 5))];
        _entities = [.. Enumerable.Range(0, random.Next(1, 4)).Select(number => $"E{number}")];
        _values = [.. Enumerable.Range(0, random.Next(0, 3)).Select(number => $"V{number}")];
        foreach (var type in _entities.Concat(_values))
        {
            var some = Some(_subgraphs, 0.7);
            _homes[type] = some.Length > 0 ? some : [Pick(_subgraphs)];
        }

        foreach (var type in _entities)
        {
            Keys(type);
        }

        foreach (var type in _entities.Concat(_values))
        {
            for (var number = 0; number < random.Next(2, 5); number++)
            {
                Field(type, $"{type.ToLowerInvariant()}f{number}");
            }
        }

        foreach (var type in _entities)
        {
            Requirement(type);
            Context(type);
        }

        Roots();
        if (Chance(0.4))
        {
            Items();
        }

        return [.. _subgraphs.Select(name => new SubgraphSource(name, "", Sdl(name)))];
    }

    // One key everywhere, or two of which each subgraph has one or both.
    private void Keys(string type)
    {
        var hasTwo = Chance(0.35);
        foreach (var home in _homes[type])
        {
            string[] keys = !hasTwo ? ["id"] : Pick<string[]>([["id"], ["code"], ["id", "code"], ["id", "code"]]);
            var applied = hasTwo && keys.Length == 2 && Chance(0.2)
                ? "@key(fields: \"id code\")"
                : string.Join(' ', keys.Select(key =>
                    $"@key(fields: \"{key}\"{(Chance(0.05) ? ", resolvable: false" : "")})"));
            _heads[(home, type)] = applied;
            foreach (var key in keys)
            {
                Add(home, type, $"{key}: ID!");
            }
        }
    }

    private void Field(string type, string name)
    {
        var isEntity = _entities.Contains(type);
        var of = Chance(0.6) ? Pick(Scalars) : Pick([.. _entities, .. _values]);
        var able = _homes[type].Where(home => !_homes.ContainsKey(of) || _homes[of].Contains(home)).ToArray();
        if (able.Length == 0)
        {
            return;
        }

        string[] owners = isEntity
            ? Chance(0.75) ? [Pick(able)] : Some(able, 0.7)
            : Chance(0.85) ? able : Some(able, 0.6);
        var spelt = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, Pick(["{0}", "{0}", "{0}!", "[{0}]", "[{0}!]!"]), of);
        var arguments = isEntity && Chance(0.15) ? "(x: Int)" : "";
        foreach (var owner in owners)
        {
            var others = _homes[type].Where(other => !owners.Contains(other)).ToArray();
            var isTaken = isEntity && owners.Length == 1 && others.Length > 0 && Chance(0.1);
            if (isTaken)
            {
                Add(others[0], type, $"{name}{arguments}: {spelt}");
            }

            Add(owner, type, $"{name}{arguments}: {spelt}" + (isTaken ? $" @override(from: \"{others[0]}\")" : "")
                + (owners.Length > 1 || (!isEntity && able.Length > 1) ? " @shareable" : ""));
        }

        if (owners.Length > 0 && arguments.Length == 0)
        {
            _fields.Add((type, name, spelt, owners));
        }
    }

    private void Requirement(string type)
    {
        foreach (var (_, name, of, owners) in _fields.Where(field => field.Type == type).ToList())
        {
            var outsiders = _homes[type].Where(home => !owners.Contains(home) && !Has(home, type, name)).ToArray();
            var named = of.Trim('[', ']', '!').TrimEnd('!', ']');
            if (outsiders.Length == 0 || !Chance(0.35))
            {
                continue;
            }

            var home = Pick(outsiders);
            if (!_homes.TryGetValue(named, out var homes))
            {
                Add(home, type, $"{name}: {of} @external");
                Add(home, type, $"r{name}: Int @requires(fields: \"{name}\")");
                _fields.Add((type, $"r{name}", "Int", [home]));
            }
            else if (_entities.Contains(named) && homes.Contains(home) && _lines[(home, named)].FirstOrDefault(line =>
                line.StartsWith("id:", StringComparison.Ordinal)) is not null)
            {
                Add(home, type, $"{name}: {of} @external");
                Add(home, type, $"r{name}: Int @requires(fields: \"{name} {{ id }}\")");
            }
        }
    }

    private void Context(string type)
    {
        if (!Chance(0.15))
        {
            return;
        }

        var home = Pick(_homes[type]);
        var setters = _entities.Where(other => other != type && _homes[other].Contains(home)).ToArray();
        var setter = setters.Length == 0 ? null : Pick(setters);
        var taken = setter is null ? null : _fields.FirstOrDefault(field => field.Type == setter
            && field.Owners.Contains(home) && Scalars.Contains(field.Of.TrimEnd('!'))).Field;
        if (setter is not null && taken is not null)
        {
            var of = _fields.First(field => field.Type == setter && field.Field == taken).Of;
            _heads[(home, setter)] += " @context(name: \"c\")";
            Add(home, type, $"taken(x: {of} @fromContext(field: \"$c {{ {taken} }}\")): String");
        }
    }

    private void Roots()
    {
        var hasInterface = Chance(0.4);
        var hasUnion = Chance(0.4);
        var number = 0;
        foreach (var subgraph in _subgraphs)
        {
            var here = _entities.Concat(_values).Where(type => _homes[type].Contains(subgraph)).ToArray();
            foreach (var type in Some(here, 0.5))
            {
                var given = _lines.GetValueOrDefault((subgraph, type), [])
                    .Where(line => line.EndsWith("@external", StringComparison.Ordinal))
                    .Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).FirstOrDefault();
                Add(subgraph, "Query", $"q{number++}: {(Chance(0.4) ? $"[{type}]" : type)}"
                    + (given is not null && Chance(0.5) ? $" @provides(fields: \"{given}\")" : ""));
            }

            var entities = here.Where(_entities.Contains).ToArray();
            if (hasInterface && entities.Any(HasId))
            {
                Add(subgraph, "Query", $"node{subgraph}: Node");
            }

            if (hasUnion && entities.Length > 0)
            {
                Add(subgraph, "Query", $"any{subgraph}: [Any]");
            }

            if (Chance(0.15))
            {
                Add(subgraph, "Query", $"again{subgraph}: Query");
            }

            bool HasId(string type) => Has(subgraph, type, "id");
        }

        Add(_subgraphs[0], "Query", "always: Int");
    }

    // An interface with a key, whose fields other subgraphs give without knowing its types.
    private void Items()
    {
        var home = Pick(_subgraphs);
        string[] types =
        [
            .. _entities.Where(type => _homes[type].Contains(home) && Has(home, type, "id")
                && _heads[(home, type)].Contains("(fields: \"id\")", StringComparison.Ordinal)),
        ];
        if (types.Length == 0)
        {
            return;
        }

        _item = (home, types);
        Add(home, "Query", Chance(0.5) ? "item: Item" : "item: [Item!]");
        foreach (var type in types)
        {
            Add(home, type, "named: String");
        }

        string[] outside = Chance(0.4) ? ["i", "j"] : ["i"];
        foreach (var subgraph in outside)
        {
            _heads[(subgraph, "Item")] = "@interfaceObject @key(fields: \"id\")";
            string[] lines =
            [
                "id: ID!",
                $"{subgraph}f0: Int",
                .. Some([$"{subgraph}f1: [Note{subgraph}!]", $"{subgraph}f2(x: Int): Note{subgraph}",
                    $"{subgraph}f3: Item"], 0.7),
                .. Chance(0.4) ? ["named: String @external", $"r{subgraph}: Int @requires(fields: \"named\")"]
                    : Array.Empty<string>(),
            ];
            foreach (var line in lines)
            {
                Add(subgraph, "Item", line);
            }

            foreach (var line in (string[])["stars: Int", "about(x: Int): Item", "others: [Item]", "next: Note"])
            {
                Add(subgraph, $"Note{subgraph}", line == "next: Note" ? line + subgraph : line);
            }

            if (Chance(0.5))
            {
                Add(subgraph, "Query", $"note{subgraph}: Note{subgraph}");
                Add(subgraph, "Query", $"items{subgraph}: [Item]");
            }
        }

        _subgraphs = [.. _subgraphs, .. outside];
    }

    private string Sdl(string subgraph)
    {
        var text = new StringBuilder(Head).Append("enum Mood { GOOD BAD }\n");
        var entities = _entities.Where(type => _homes[type].Contains(subgraph)).ToArray();
        var query = _lines.GetValueOrDefault((subgraph, "Query"), []);
        var nodes = query.Any(line => line.StartsWith("node", StringComparison.Ordinal))
            ? entities.Where(type => Has(subgraph, type, "id")).ToArray() : [];
        if (nodes.Length > 0)
        {
            _ = text.Append("interface Node {\n id: ID!\n}\n");
        }

        var items = _item?.Home == subgraph ? _item.Value.Types : [];
        if (items.Length > 0)
        {
            _ = text.Append("interface Item @key(fields: \"id\") {\n id: ID!\n named: String\n}\n");
        }

        if (query.Any(line => line.StartsWith("any", StringComparison.Ordinal)))
        {
            _ = text.Append("union Any = ").AppendJoin(" | ", entities).Append('\n');
        }

        foreach (var ((_, type), lines) in _lines.Where(entry => entry.Key.Subgraph == subgraph))
        {
            List<string> interfaces = [];
            interfaces.AddRange(nodes.Contains(type) ? ["Node"] : []);
            interfaces.AddRange(items.Contains(type) ? ["Item"] : []);
            _ = text.Append("type ").Append(type).Append(' ')
                .Append(interfaces.Count > 0 ? $"implements {string.Join(" & ", interfaces)} " : "")
                .Append(_heads.GetValueOrDefault((subgraph, type), "")).Append(" {\n");
            foreach (var line in lines)
            {
                _ = text.Append(' ').Append(line).Append('\n');
            }

            _ = text.Append("}\n");
        }

        return text.ToString();
    }

    private void Add(string subgraph, string type, string line)
    {
        if (!_lines.TryGetValue((subgraph, type), out var lines))
        {
            _lines.Add((subgraph, type), lines = []);
        }

        lines.Add(line);
    }

    private bool Has(string subgraph, string type, string field) => _lines.GetValueOrDefault((subgraph, type), [])
        .Any(line => line.StartsWith(field + ":", StringComparison.Ordinal)
            || line.StartsWith(field + "(", StringComparison.Ordinal));

    private bool Chance(double of) => random.NextDouble() < of;

    private T Pick<T>(T[] list) => list[random.Next(list.Length)];

    private T[] Some<T>(IEnumerable<T> list, double of) => [.. list.Where(_ => Chance(of))];
}
