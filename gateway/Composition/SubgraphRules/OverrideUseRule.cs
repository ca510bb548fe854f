using System.Globalization;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>@override stands on fields of objects, and its label is one that can be decided on.</summary>
internal static class OverrideUseRule
{
    public static void Check(Subgraph subgraph, FindingLog log)
    {
        foreach (var (type, field) in subgraph.AllFields)
        {
            if (field.Directive(Names.Override) is { } applied)
            {
                Check(subgraph, type, field, applied, log);
            }
        }
    }

    private static void Check(
        Subgraph subgraph, TypeDefinition type, FieldDefinition field, AppliedDirective applied, FindingLog log)
    {
        var coordinate = $"`{type.Name}.{field.Name}`";
        if (type.Kind == TypeKind.Interface)
        {
            log.Error(
                OverrideCodes.OverrideOnInterface,
                $"{coordinate} is a field of an interface and has @override",
                subgraph.At(applied));
        }

        if (SubgraphFacts.IsInterfaceObject(type))
        {
            log.Error(
                OverrideCodes.OverrideCollision,
                $"{coordinate} is a field of an @interfaceObject and has @override",
                subgraph.At(applied));
        }

        if (applied.Text("label") is { } label && !IsLabel(label))
        {
            log.Error(
                OverrideCodes.OverrideLabelInvalid,
                $"{coordinate} has @override with the label `{label}`",
                subgraph.At(applied));
        }
    }

    private static bool IsLabel(string label)
    {
        if (label.StartsWith("percent(", StringComparison.Ordinal) && label.EndsWith(')'))
        {
            var number = label["percent(".Length..^1];
            var point = number.IndexOf('.', StringComparison.Ordinal);
            return (point < 0 || number.Length - point - 1 is >= 1 and <= 8)
                && decimal.TryParse(
                    number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
                && percent is >= 0 and <= 100;
        }

        return label.Length > 0
            && char.IsAsciiLetter(label[0])
            && label.All(each => char.IsAsciiLetterOrDigit(each) || "_-:./".Contains(each, StringComparison.Ordinal));
    }
}
