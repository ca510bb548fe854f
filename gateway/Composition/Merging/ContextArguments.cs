using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Arguments that a subgraph takes from a context set further up, and never from the client.</summary>
internal static class ContextArguments
{
    /// <summary>Such arguments of a field, in the form of the join specification.</summary>
    public static ImmutableArray<Value> Of(FieldSource source) => [.. source.Field.Arguments
        .Select(argument => (argument, Read(argument)))
        .Where(each => each.Item2 is not null)
        .Select(each => Written(source.Subgraph, each.argument, each.Item2!.Value))];

    /// <summary>True when the argument is filled from a context.</summary>
    public static bool IsContextual(InputValueDefinition argument) =>
        argument.Directives.Any(applied => applied.Name == Names.FromContext);

    /// <summary>The context's name and the selection on it; null when the argument does not say.</summary>
    public static (string Context, string Selection)? Read(InputValueDefinition argument)
    {
        var applied = argument.Directives.FirstOrDefault(each => each.Name == Names.FromContext);
        var text = applied?.Text("field")?.TrimStart();
        if (text is not ['$', ..])
        {
            return null;
        }

        var end = 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        var selection = text[end..].Trim();
        return end == 1 || selection.Length == 0 ? null : (text[1..end], selection);
    }

    private static ObjectValue Written(
        Subgraph subgraph, InputValueDefinition argument, (string Context, string Selection) read) => new(
        [
            new("context", new StringValue(Contexts.Qualify(subgraph, read.Context))),
            new("name", new StringValue(argument.Name)),
            new("type", new StringValue(argument.Type.ToString())),
            new("selection", new StringValue(read.Selection)),
        ]);
}
