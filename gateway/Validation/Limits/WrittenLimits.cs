using System.Text;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Limits on what is written, checked before anything that costs more than reading it.</summary>
internal static class WrittenLimits
{
    public static OperationError? CheckSize(string text, OperationLimits limits) =>
        text.Length > limits.MaxDocumentBytes || Encoding.UTF8.GetByteCount(text) > limits.MaxDocumentBytes
            ? Exceeded($"the document is larger than {limits.MaxDocumentBytes} bytes", default)
            : null;

    public static OperationError? CheckTokens(TokenScan scan, OperationLimits limits) =>
        scan.Tokens > limits.MaxTokens
            ? Exceeded($"the document has more than {limits.MaxTokens} tokens", default)
            : scan.IsTooDeep
            ? Exceeded($"the document nests brackets deeper than {TokenScan.MaxLevels} levels", default)
            : null;

    public static OperationError? CheckCounts(OperationDocument document, OperationLimits limits)
    {
        if (document.Operations.Length > limits.MaxOperations)
        {
            return Exceeded($"the document has more than {limits.MaxOperations} operations",
                document.Operations[limits.MaxOperations].At);
        }

        if (document.Fragments.Length > limits.MaxFragments)
        {
            return Exceeded($"the document has more than {limits.MaxFragments} fragments",
                document.Fragments[limits.MaxFragments].At);
        }

        return document.Operations.FirstOrDefault(each => each.Variables.Length > limits.MaxVariables) is { } operation
            ? Exceeded($"an operation has more than {limits.MaxVariables} variables",
                operation.Variables[limits.MaxVariables].At)
            : null;
    }

    public static OperationError? CheckDirectives(DocumentIndex document)
    {
        var left = document.Limits.MaxDirectives;
        foreach (var site in document.Directives)
        {
            left -= site.Applied.Length;
            if (left < 0)
            {
                return Exceeded(
                    $"the document has more than {document.Limits.MaxDirectives} directives", site.Applied[0].At);
            }
        }

        return null;
    }

    public static OperationError Exceeded(string message, Location at) => new(
        OperationErrorCodes.LimitExceeded, message, at == Location.None ? [] : [at]);
}
