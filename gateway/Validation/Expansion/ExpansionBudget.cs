using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Counts what an expansion makes and stops it at the first limit.</summary>
/// <param name="limits">The limits, or null for an expansion that is a part of one that kept them.</param>
internal sealed class ExpansionBudget(OperationLimits? limits)
{
    private int _steps;
    private int _fields;
    private int _aliases;

    /// <summary>The first limit that was exceeded, or null.</summary>
    public OperationError? Fault { get; private set; }

    /// <summary>False when the expansion has to stop.</summary>
    public bool Step(Location at)
    {
        if (limits is not null && ++_steps > limits.MaxSteps)
        {
            Fault ??= WrittenLimits.Exceeded($"spreading fragments takes more than {limits.MaxSteps} steps", at);
        }

        return Fault is null;
    }

    public void Field(FieldSelection field)
    {
        if (limits is null)
        {
            return;
        }

        if (++_fields > limits.MaxFields)
        {
            Fault ??= WrittenLimits.Exceeded($"the operation selects more than {limits.MaxFields} fields", field.At);
        }

        if (field.Alias is not null && field.Alias != field.Name && ++_aliases > limits.MaxAliases)
        {
            Fault ??= WrittenLimits.Exceeded($"the operation has more than {limits.MaxAliases} aliases", field.At);
        }
    }

    public void RootFields(int count, Location at)
    {
        if (count > limits?.MaxRootFields)
        {
            Fault ??= WrittenLimits.Exceeded($"the operation has more than {limits.MaxRootFields} root fields", at);
        }
    }

    public void Conditions(int count, FieldSelection field)
    {
        if (count > limits?.MaxConditions)
        {
            Fault ??= WrittenLimits.Exceeded(
                $"field `{field.ResponseKey}` is selected under more than {limits.MaxConditions} different conditions",
                field.At);
        }
    }
}
