using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>
/// Response keys of what the release needs and the client did not select. All share a prefix that no response key of
/// the
/// operation has: <c>_r0_</c>, or with the first number that is free.
/// </summary>
public static class InternalKeys
{
    /// <summary>The field that names a record.</summary>
    public const string RecordField = "id";

    /// <summary>The field that says whose record it is.</summary>
    public const string OwnerField = "agency";

    /// <summary>The field of a record that says whose referral it answers.</summary>
    public const string AnswersField = "answersTo";

    /// <summary>The key of an agency that an entry of a list names, or that a record answers: it is not whose record it
    /// is.</summary>
    public const string Named = "names";

    /// <summary>The way to the subject at this place of the type's subjects.</summary>
    /// <param name="prefix">The operation's prefix.</param>
    /// <param name="place">From 0.</param>
    public static string Subject(string prefix, int place) => $"{prefix}s{place}";

    /// <summary>A further step of a way to a subject.</summary>
    /// <param name="prefix">The operation's prefix.</param>
    public static string Step(string prefix) => prefix + "p";

    /// <summary>A field by its name.</summary>
    /// <param name="prefix">The operation's prefix.</param>
    /// <param name="field">The field.</param>
    public static string Of(string prefix, string field) => prefix + field;

    /// <summary>The key without the prefix, whatever the prefix: <c>s0</c>, <c>p</c>, <c>id</c>,
    /// <c>agency</c>, <c>names</c>.</summary>
    /// <param name="responseKey">An internal response key.</param>
    public static string NameOf(string responseKey) => responseKey[(responseKey.IndexOf('_', 2) + 1)..];

    /// <summary>A prefix that no response key of the operation begins with.</summary>
    /// <param name="operation">The operation.</param>
    internal static string PrefixFor(ValidOperation operation)
    {
        var taken = OperationFields.All(operation).Select(field => field.ResponseKey)
            .Where(key => key.StartsWith("_r", StringComparison.Ordinal))
            .ToList();
        for (var number = 0; ; number++)
        {
            var prefix = $"_r{number}_";
            if (!taken.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return prefix;
            }
        }
    }
}

/// <summary>Goes through the fields of an operation.</summary>
internal static class OperationFields
{
    /// <summary>Every field, with those below it.</summary>
    /// <param name="operation">The operation.</param>
    public static IEnumerable<ValidField> All(ValidOperation operation) => All(operation.Selections);

    private static IEnumerable<ValidField> All(ValidSelectionSet set)
    {
        foreach (var field in set.Fields)
        {
            yield return field;
            foreach (var below in field.Children is null ? [] : All(field.Children))
            {
                yield return below;
            }
        }

        foreach (var below in set.Fragments.SelectMany(fragment => All(fragment.Children)))
        {
            yield return below;
        }
    }
}
