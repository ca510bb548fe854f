using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>Asks for everything that the schema has below a root field, as far as a depth.</summary>
internal sealed class EverythingQuery(TypeSystem api, IReadOnlySet<string> without)
{
    /// <summary>The operation.</summary>
    /// <param name="root">The root field with its arguments, as in <c>child(id: "P1")</c>.</param>
    /// <param name="type">The type that it leads to.</param>
    /// <param name="depth">How many objects deep.</param>
    public string Of(string root, string type, int depth) => $"{{ {root} {Selection(api.Type(type)!, depth, [type])} }}";

    private string Selection(TypeDefinition type, int depth, ImmutableHashSet<string> around)
    {
        var parts = new List<string> { "__typename" };
        parts.AddRange(Fields(type, depth, around, ""));
        if (type.IsAbstract)
        {
            foreach (var possible in api.PossibleTypes(type).Where(one => !around.Contains(one.Name)))
            {
                // Fields of one name can be of different types on different types: each gets a key of its own.
                var own = Fields(possible, depth, around.Add(possible.Name), possible.Name + "_",
                    type.Fields.Select(field => field.Name).ToHashSet());
                var text = string.Join(' ', own);
                if (text.Length > 0)
                {
                    parts.Add($"... on {possible.Name} {{ {text} }}");
                }
            }
        }

        return "{ " + string.Join(' ', parts) + " }";
    }

    private IEnumerable<string> Fields(
        TypeDefinition type, int depth, ImmutableHashSet<string> around, string prefix, HashSet<string>? but = null)
    {
        foreach (var field in type.Fields.Where(field => but?.Contains(field.Name) != true
            && !without.Contains(type.Name + "." + field.Name)
            && field.Arguments.All(argument => !argument.Type.IsNonNull || argument.Default is not null)))
        {
            var key = prefix.Length == 0 ? field.Name : $"{prefix}{field.Name}: {field.Name}";
            var target = api.Type(field.Type.Name);
            if (target is not { IsComposite: true })
            {
                yield return key;
            }
            else if (depth > 0 && !around.Contains(target.Name))
            {
                yield return $"{key} {Selection(target, depth - 1, around.Add(target.Name))}";
            }
        }
    }
}
