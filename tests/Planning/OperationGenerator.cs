using System.Text;
using Aggregator.Schema;
using CsCheck;

namespace Aggregator.Planning.Tests;

/// <summary>
/// Random operations over an API schema: fields, aliases, arguments left out, fragments and conditions.
/// </summary>
internal static class OperationGenerator
{
    private const int MaxDepth = 5;

    public static Gen<string> Query(TypeSystem api) =>
        Gen.Int[0, int.MaxValue - 1].Select(seed => Query(api, new Random(seed)));

    public static string Query(TypeSystem api, Random random) => new Writer(api, random).Write();

    private sealed class Writer(TypeSystem api, Random random)
    {
        private readonly StringBuilder _text = new();
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
            var fields = type.Fields.Where(field => !field.Arguments.Any(argument => argument.IsRequired)
                && (depth < MaxDepth || api.Type(field.Type.Name) is not { IsComposite: true })).ToList();
            // Without it, who has an interface only as an object need not be told its objects' types.
            _ = _text.Append(fields.Count == 0 || random.Next(3) > 0 ? "{__typename" : "{");
            for (var i = 0; i < random.Next(1, 5) && fields.Count > 0; i++)
            {
                Field(fields[random.Next(fields.Count)], depth);
            }

            foreach (var possible in type.IsAbstract ? api.PossibleTypes(type) : [])
            {
                if (random.Next(2) == 0 && depth <= MaxDepth)
                {
                    _ = _text.Append(" ... on ").Append(possible.Name);
                    Condition();
                    Selections(possible, depth + 1);
                }
            }

            _ = _text.Append('}');
        }

        private void Field(FieldDefinition field, int depth)
        {
            _ = _text.Append(' ').Append(
                random.Next(3) > 0 || !field.Arguments.IsEmpty ? $"f{_aliases++}:" : "").Append(field.Name);
            Condition();
            if (api.Type(field.Type.Name) is { IsComposite: true } type)
            {
                Selections(type, depth + 1);
            }
        }

        private void Condition() => _text.Append(random.Next(12) switch
        {
            0 => " @include(if:$a)",
            1 => " @skip(if:$b)",
            2 => " @include(if:$b) @skip(if:$a)",
            _ => "",
        });
    }
}
