using System.Collections.Immutable;
using System.Text;

namespace Aggregator.Schema;

/// <summary>
/// Writes a type system as SDL, in the order of the model. What is printed reads back as an equal model, and printing
/// that gives the same text again.
/// </summary>
public static class SchemaPrinter
{
    private const string Indent = "  ";

    /// <summary>The whole document, ending in a line break; empty for an empty type system.</summary>
    /// <param name="system">What to print.</param>
    public static string Print(TypeSystem system)
    {
        var blocks = new List<string>();
        if (PrintSchema(system) is { } schema)
        {
            blocks.Add(schema);
        }

        blocks.AddRange(system.OrderedDirectives.Select(Print));
        blocks.AddRange(system.Ordered.Select(Print));
        return string.Join('\n', blocks);
    }

    /// <summary>One type's definition, ending in a line break.</summary>
    /// <param name="type">What to print.</param>
    public static string Print(TypeDefinition type)
    {
        var text = new StringBuilder();
        DescriptionPrinter.Append(text, type.Description, "");
        _ = text.Append(type.IsExtensionOnly ? "extend " : "").Append(Keyword(type.Kind)).Append(' ').Append(type.Name);
        if (!type.Interfaces.IsEmpty)
        {
            _ = text.Append(" implements ").AppendJoin(" & ", type.Interfaces);
        }

        var hasLines = AppendLines(text, type.Directives);
        AppendBody(text, type, hasLines ? "\n" : " ");
        return text.Append(text[^1] == '\n' ? "" : "\n").ToString();
    }

    /// <summary>One directive's definition, ending in a line break.</summary>
    /// <param name="directive">What to print.</param>
    public static string Print(DirectiveDefinition directive)
    {
        var text = new StringBuilder();
        DescriptionPrinter.Append(text, directive.Description, "");
        _ = text.Append("directive @").Append(directive.Name);
        AppendArguments(text, directive.Arguments, "");
        _ = text.Append(directive.IsRepeatable ? " repeatable on " : " on ").AppendJoin(" | ", directive.Locations);
        return text.Append('\n').ToString();
    }

    /// <summary>One applied directive on one line, with its at sign.</summary>
    /// <param name="applied">What to print.</param>
    public static string Print(AppliedDirective applied)
    {
        var text = new StringBuilder().Append('@').Append(applied.Name);
        if (!applied.Arguments.IsEmpty)
        {
            _ = text.Append('(')
                .AppendJoin(", ", applied.Arguments.Select(argument => $"{argument.Name}: {argument.Value}"))
                .Append(')');
        }

        return text.ToString();
    }

    private static string? PrintSchema(TypeSystem system)
    {
        (string Kind, string? Name)[] roots =
        [
            ("query", system.QueryName), ("mutation", system.MutationName), ("subscription", system.SubscriptionName),
        ];
        var isUsual = system.QueryName == Usual(system, "Query")
            && system.MutationName == Usual(system, "Mutation")
            && system.SubscriptionName == Usual(system, "Subscription");
        if (isUsual && system.SchemaDirectives.IsEmpty && system.Description is null)
        {
            return null;
        }

        var text = new StringBuilder();
        var named = roots.Where(root => root.Name is not null).ToList();
        if (named.Count == 0)
        {
            _ = AppendLines(text.Append("extend schema"), system.SchemaDirectives);
            return text.Append('\n').ToString();
        }

        DescriptionPrinter.Append(text, system.Description, "");
        var hasLines = AppendLines(text.Append("schema"), system.SchemaDirectives);
        _ = text.Append(hasLines ? "\n{\n" : " {\n");
        foreach (var (kind, name) in named)
        {
            _ = text.Append(Indent).Append(kind).Append(": ").Append(name).Append('\n');
        }

        return text.Append("}\n").ToString();
    }

    private static string? Usual(TypeSystem system, string name) =>
        system.Type(name) is { Kind: TypeKind.Object } ? name : null;

    private static string Keyword(TypeKind kind) => kind switch
    {
        TypeKind.Scalar => "scalar",
        TypeKind.Object => "type",
        TypeKind.Interface => "interface",
        TypeKind.Union => "union",
        TypeKind.Enum => "enum",
        _ => "input",
    };

    private static void AppendBody(StringBuilder text, TypeDefinition type, string before)
    {
        switch (type.Kind)
        {
            case TypeKind.Union when !type.Members.IsEmpty:
                _ = text.Append(before).Append(before == "\n" ? Indent : "").Append("= ")
                    .AppendJoin(" | ", type.Members);
                break;
            case TypeKind.Enum:
                AppendBlock(text, before, type.Values, AppendValue);
                break;
            case TypeKind.InputObject:
                AppendBlock(text, before, type.InputFields, (block, field) => AppendInput(block, field, Indent));
                break;
            default:
                AppendBlock(text, before, type.Fields, AppendField);
                break;
        }
    }

    private static void AppendBlock<T>(
        StringBuilder text, string before, ImmutableArray<T> members, Action<StringBuilder, T> append)
    {
        if (members.IsEmpty)
        {
            return;
        }

        _ = text.Append(before).Append("{\n");
        foreach (var member in members)
        {
            append(text, member);
            _ = text.Append('\n');
        }

        _ = text.Append("}\n");
    }

    private static void AppendField(StringBuilder text, FieldDefinition field)
    {
        DescriptionPrinter.Append(text, field.Description, Indent);
        _ = text.Append(Indent).Append(field.Name);
        AppendArguments(text, field.Arguments, Indent);
        _ = text.Append(": ").Append(field.Type);
        AppendInline(text, field.Directives);
    }

    private static void AppendValue(StringBuilder text, EnumValueDefinition value)
    {
        DescriptionPrinter.Append(text, value.Description, Indent);
        _ = text.Append(Indent).Append(value.Name);
        AppendInline(text, value.Directives);
    }

    private static void AppendArguments(
        StringBuilder text, ImmutableArray<InputValueDefinition> arguments, string indent)
    {
        if (arguments.IsEmpty)
        {
            return;
        }

        _ = text.Append('(');
        if (arguments.All(argument => argument.Description is null))
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                _ = text.Append(i > 0 ? ", " : "");
                AppendInput(text, arguments[i], "");
            }
        }
        else
        {
            foreach (var argument in arguments)
            {
                _ = text.Append('\n');
                AppendInput(text, argument, indent + Indent);
            }

            _ = text.Append('\n').Append(indent);
        }

        _ = text.Append(')');
    }

    private static void AppendInput(StringBuilder text, InputValueDefinition input, string indent)
    {
        DescriptionPrinter.Append(text, input.Description, indent);
        _ = text.Append(indent).Append(input.Name).Append(": ").Append(input.Type);
        if (input.Default is not null)
        {
            ValuePrinter.Append(text.Append(" = "), input.Default);
        }

        AppendInline(text, input.Directives);
    }

    private static void AppendInline(StringBuilder text, ImmutableArray<AppliedDirective> directives)
    {
        foreach (var applied in directives)
        {
            _ = text.Append(' ').Append(Print(applied));
        }
    }

    private static bool AppendLines(StringBuilder text, ImmutableArray<AppliedDirective> directives)
    {
        foreach (var applied in directives)
        {
            _ = text.Append('\n').Append(Indent).Append(Print(applied));
        }

        return !directives.IsEmpty;
    }
}
