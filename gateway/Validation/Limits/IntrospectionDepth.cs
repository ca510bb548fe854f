namespace Aggregator.Validation;

/// <summary>
/// Bounds how often the lists of introspection nest: each level multiplies the answer by the size of the schema.
/// </summary>
internal static class IntrospectionDepth
{
    /// <summary>The first list that is nested too deep, or null.</summary>
    public static OperationError? Check(ValidSelectionSet root, OperationLimits limits) => root.Fields
        .Where(field => field.Name is "__schema" or "__type")
        .Select(field => Check(field, 0, limits))
        .FirstOrDefault(fault => fault is not null);

    private static OperationError? Check(ValidField field, int lists, OperationLimits limits)
    {
        var isList = field.ParentType.Name == "__Type"
            && (field.Name is "fields" or "interfaces" or "possibleTypes" or "inputFields");
        lists += isList ? 1 : 0;
        return lists > limits.MaxIntrospectionLists
            ? WrittenLimits.Exceeded(
                $"introspection nests more than {limits.MaxIntrospectionLists} lists of fields or types",
                field.Locations[0])
            : (field.Children?.Fields ?? []).Select(child => Check(child, lists, limits))
                .FirstOrDefault(fault => fault is not null);
    }
}
