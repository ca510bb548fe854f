using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>A variable is used only where every value it can have is allowed.</summary>
/// <remarks>Section 5.8.5, All Variable Usages Are Allowed.</remarks>
internal sealed class AllVariableUsagesAreAllowed() : DocumentRule("All Variable Usages Are Allowed", "5.8.5")
{
    public override void Check(DocumentIndex document, RuleReport report)
    {
        foreach (var use in document.Operations)
        {
            var declared = use.Operation!.Variables.Where(variable => document.Types.Type(variable.Type) is not null)
                .DistinctBy(variable => variable.Name)
                .ToDictionary(variable => variable.Name, StringComparer.Ordinal);
            foreach (var usage in document.Reach(use).SelectMany(definition => definition.Variables))
            {
                var name = ((VariableValue)usage.Value).Name;
                var variable = usage.Type is null ? null : declared.GetValueOrDefault(name);
                if (variable is not null && !IsAllowed(variable, usage))
                {
                    var expected = IsOneOfField(usage) ? $"{usage.Type!.Nullable}!" : usage.Type!.ToString();
                    report.Add(
                        $"variable `${name}` is a `{variable.Type}`, but {usage.Where} takes `{expected}`",
                        usage.At,
                        variable.At);
                }
            }
        }
    }

    private static bool IsOneOfField(ValueUse usage) =>
        usage.InputType is not null && ExecutableTypes.IsOneOf(usage.InputType);

    private static bool IsAllowed(VariableDefinition variable, ValueUse usage)
    {
        var isNonNullPosition = usage.Type!.IsNonNull || IsOneOfField(usage);
        if (!isNonNullPosition || variable.Type.IsNonNull)
        {
            return IsCompatible(variable.Type, usage.Type);
        }

        var hasValue = variable.Default is not (null or NullValue) || usage.Default is not null;
        return hasValue && !IsOneOfField(usage) && IsCompatible(variable.Type, usage.Type.Nullable);
    }

    private static bool IsCompatible(TypeRef variable, TypeRef position) => (variable, position) switch
    {
        (NonNullTypeRef from, NonNullTypeRef to) => IsCompatible(from.Of, to.Of),
        (_, NonNullTypeRef) => false,
        (NonNullTypeRef from, _) => IsCompatible(from.Of, position),
        (ListTypeRef from, ListTypeRef to) => IsCompatible(from.Of, to.Of),
        (ListTypeRef, _) or (_, ListTypeRef) => false,
        _ => variable.Name == position.Name,
    };
}
