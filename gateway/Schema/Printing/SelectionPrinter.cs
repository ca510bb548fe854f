using System.Collections.Immutable;
using System.Text;

namespace Aggregator.Schema;

/// <summary>Writes selections on one line, with one space between words.</summary>
public static class SelectionPrinter
{
    /// <summary>The selections without outer braces: the form of a field set.</summary>
    /// <param name="selections">What to print.</param>
    public static string Print(ImmutableArray<Selection> selections)
    {
        var text = new StringBuilder();
        Append(text, selections);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ImmutableArray<Selection> selections)
    {
        for (var i = 0; i < selections.Length; i++)
        {
            _ = text.Append(i > 0 ? " " : "");
            Append(text, selections[i]);
        }
    }

    private static void Append(StringBuilder text, Selection selection)
    {
        switch (selection)
        {
            case FieldSelection field:
                _ = text.Append(field.Alias is null ? "" : field.Alias + ": ").Append(field.Name);
                AppendArguments(text, field.Arguments);
                AppendRest(text, field.Directives, field.Selections);
                break;
            case InlineFragment inline:
                _ = text.Append("...").Append(inline.TypeCondition is null ? "" : " on " + inline.TypeCondition);
                AppendRest(text, inline.Directives, inline.Selections);
                break;
            case FragmentSpread spread:
                _ = text.Append("...").Append(spread.Name);
                AppendRest(text, spread.Directives, []);
                break;
        }
    }

    private static void AppendArguments(StringBuilder text, ImmutableArray<ObjectField> arguments)
    {
        if (!arguments.IsEmpty)
        {
            _ = text.Append('(')
                .AppendJoin(", ", arguments.Select(argument => $"{argument.Name}: {argument.Value}"))
                .Append(')');
        }
    }

    private static void AppendRest(
        StringBuilder text, ImmutableArray<AppliedDirective> directives, ImmutableArray<Selection> selections)
    {
        foreach (var applied in directives)
        {
            _ = text.Append(' ').Append(SchemaPrinter.Print(applied));
        }

        if (!selections.IsEmpty)
        {
            Append(text.Append(" { "), selections);
            _ = text.Append(" }");
        }
    }
}
