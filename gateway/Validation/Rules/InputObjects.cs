using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>The input object literals of a document with their types, for the rules of section 5.6.</summary>
internal static class InputObjects
{
    public static IEnumerable<(ObjectValue Value, TypeDefinition Type)> Of(DocumentIndex document)
    {
        foreach (var use in document.Values)
        {
            if (use.Value is ObjectValue value
                && document.Types.Type(use.Type) is { Kind: TypeKind.InputObject } type)
            {
                yield return (value, type);
            }
        }
    }
}
