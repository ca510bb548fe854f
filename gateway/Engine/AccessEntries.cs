using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Engine;

/// <summary>Makes the log's entries of a request.</summary>
internal static class AccessEntries
{
    /// <summary>What is about to be asked.</summary>
    /// <param name="request">The request.</param>
    /// <param name="prepared">Its operation.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="row">The caller.</param>
    /// <param name="pseudonyms">Makes the pseudonyms of persons.</param>
    public static IntentEntry Intent(
        GatewayRequest request,
        PreparedOperation prepared,
        CoercedVariables variables,
        CallerRow row,
        Pseudonyms pseudonyms)
    {
        var caller = row.Caller;
        return new IntentEntry(
            new AccessCaller(
                caller.Subject,
                caller.Role,
                caller.Agency,
                row.Purpose < 0 ? "" : caller.Purpose!,
                StageCodes.Of(caller.Stage),
                caller.Reason,
                Glass(caller.BreakGlass, pseudonyms))
            {
                Basis = row.Purpose < 0 ? "" : row.Table.Purposes[row.Purpose].Basis,
                OnwardTo = caller.OnwardTo,
            },
            row.Table.Name,
            Convert.ToHexStringLower(SHA256.HashData(request.Document.Span)),
            caller.AsAt,
            prepared.Agencies,
            [.. Named(prepared.Operation, variables).Select(pseudonyms.Of).Order(StringComparer.Ordinal)])
        {
            RequestId = request.RequestId,
        };
    }

    /// <summary>What the hub is told was shown; null when there is nothing to tell. Its own rules are no reader.
    /// </summary>
    /// <param name="row">The caller.</param>
    /// <param name="draft">The answer that is about to leave.</param>
    public static ShownDelivery? Shown(CallerRow row, ReleaseDraft draft) =>
        row.NeedsLink && !(draft.Shown.IsEmpty && draft.Looks.IsEmpty)
            ? new ShownDelivery(row.Now, row.Caller.Agency, row.Caller.Recipient, draft.Looks, draft.Shown)
            : null;

    /// <summary>
    /// The ids that the request itself names at the root, also inside input objects, each once; persons found on the
    /// way are in the outcome.
    /// </summary>
    public static IEnumerable<string> Named(ValidOperation operation, CoercedVariables variables) => (
        from field in operation.Selections.Fields
        from argument in field.Arguments
        let definition = field.Definition.Argument(argument.Name)
        where definition is not null
        from id in Ids(argument.Value, definition.Type.Name, operation.Api, variables)
        select id).Distinct(StringComparer.Ordinal);

    // A glass that is broken without the hub is named by its person.
    private static string? Glass(string? id, Pseudonyms pseudonyms) =>
        id?.StartsWith(OfflineGlass.Prefix, StringComparison.Ordinal) == true
            ? OfflineGlass.Prefix + pseudonyms.Of(id[OfflineGlass.Prefix.Length..])
            : id;

    // What stands in a scalar of an agency's own is no id that anybody here knows of.
    private static IEnumerable<string> Ids(Value? value, string type, TypeSystem api, CoercedVariables variables) =>
        value switch
        {
            VariableValue variable => Ids(variables.Value(variable.Name), type, api, variables),
            ListValue list => list.Items.SelectMany(item => Ids(item, type, api, variables)),
            StringValue id when type == "ID" => [id.Text],
            IntValue id when type == "ID" => [id.Text],
            ObjectValue given when api.Type(type) is { Kind: TypeKind.InputObject } input =>
                from field in given.Fields
                let definition = input.InputFields.FirstOrDefault(each => each.Name == field.Name)
                where definition is not null
                from id in Ids(field.Value, definition.Type.Name, api, variables)
                select id,
            _ => [],
        };
}
