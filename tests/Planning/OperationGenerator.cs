using System.Collections.Immutable;
using System.Text;
using Aggregator.Schema;
using CsCheck;

namespace Aggregator.Planning.Tests;

/// <summary>
/// Random operations over an API schema: fields, aliases, arguments left out where they can be, fragments and
/// conditions.
/// </summary>
internal static class OperationGenerator
{
    private const int MaxDepth = 5;

    public static Gen<string> Query(TypeSystem api) =>
        Gen.Int[0, int.MaxValue - 1].Select(seed => Query(api, new Random(seed)));

    public static string Query(TypeSystem api, Random random) => new Writer(api, random).Write();

    private static ImmutableArray<InputValueDefinition> Required(FieldDefinition field) =>
        [.. field.Arguments.Where(argument => argument.IsRequired)];

    private static bool IsText(TypeRef type) => type.Nullable is NamedTypeRef { Name: "ID" or "String" };

    // Required ones are given a text; a field that requires something else is not asked.
    private static string Given(FieldDefinition field) => Required(field) is { IsEmpty: false } required
        ? $"({string.Join(' ', required.Select(argument => argument.Name + ":\"x\""))})"
        : "";

    private static string Condition(Random random) => random.Next(12) switch
    {
        0 => " @include(if:$a)",
        1 => " @skip(if:$b)",
        2 => " @include(if:$b) @skip(if:$a)",
        _ => "",
    };

    private sealed class Writer(TypeSystem api, Random random)
    {
        private readonly StringBuilder _text = new();
        private readonly HashSet<string> _named = new(StringComparer.Ordinal);
        private readonly bool _isPlain = random.Next(3) == 0;
        private int _aliases;

        public string Write()
        {
            _ = _text.Append("query($a:Boolean=true,$b:Boolean=true)");
            Selections(api.Type(api.QueryName)!, 0);
            _ = _text.Append(" fragment Used on ").Append(api.QueryName)
                .Append("{a:__typename @include(if:$a) b:__typename @skip(if:$b)}");
            _text.Insert(_text.ToString().IndexOf('{', StringComparison.Ordinal) + 1, "...Used ");
            return _text.ToString();
        }

        private void Selections(TypeDefinition type, int depth)
        {
            var fields = type.Fields.Where(field => Required(field).All(argument => IsText(argument.Type))
                && (depth < MaxDepth || api.Type(field.Type.Name) is not { IsComposite: true })).ToList();
            // Without it, who has an interface only as an object need not be told its objects' types.
            _ = _text.Append(fields.Count == 0 || random.Next(3) > 0 ? "{__typename" : "{");
            var here = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; i < random.Next(1, 5) && fields.Count > 0; i++)
            {
                var field = Pick(fields, here);
                _ = here.Add(field.Name);
                Field(field, depth);
            }

            foreach (var possible in type.IsAbstract ? api.PossibleTypes(type) : [])
            {
                if (random.Next(2) == 0 && depth <= MaxDepth)
                {
                    _ = _text.Append(" ... on ").Append(possible.Name).Append(Condition(random));
                    Selections(possible, depth + 1);
                }
            }

            _ = _text.Append('}');
        }

        // In some operations fields have their own names, and what stands elsewhere often stands once more: the same
        // list of a child and of somebody in its circle.
        private FieldDefinition Pick(List<FieldDefinition> fields, HashSet<string> here)
        {
            var again = _isPlain && random.Next(2) == 0
                ? fields.FindAll(field => _named.Contains(field.Name) && !here.Contains(field.Name)) : [];
            var from = again.Count > 0 ? again : fields;
            return from[random.Next(from.Count)];
        }

        private void Field(FieldDefinition field, int depth)
        {
            var isNamed = Required(field).IsEmpty
                && (_isPlain || (field.Arguments.IsEmpty && random.Next(3) == 0));
            _ = _named.Add(field.Name);
            _ = _text.Append(' ').Append(isNamed ? "" : $"f{_aliases++}:").Append(field.Name)
                .Append(Given(field)).Append(Condition(random));
            if (api.Type(field.Type.Name) is { IsComposite: true } type)
            {
                Selections(type, depth + 1);
            }
        }
    }
}
