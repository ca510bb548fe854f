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
    // By what the ids of records are named in a schema; no label tells what an id is of.
    private static readonly string[] RecordNames = ["record", "records"];

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
    public static IEnumerable<string> Named(ValidOperation operation, CoercedVariables variables) =>
        At(operation, variables).Select(named => named.Id).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Those of them that may be persons: all but the records that a mutation names, which are as many as somebody
    /// hands over. What it gives back is counted by whom it tells of.
    /// </summary>
    public static IEnumerable<string> Persons(ValidOperation operation, CoercedVariables variables) =>
        At(operation, variables)
            .Where(named => operation.Kind != OperationKind.Mutation || !RecordNames.Contains(named.Argument))
            .Select(named => named.Id).Distinct(StringComparer.Ordinal);

    private static IEnumerable<(string Argument, string Id)> At(
        ValidOperation operation, CoercedVariables variables) =>
        from field in operation.Selections.Fields
        from argument in field.Arguments
        let definition = field.Definition.Argument(argument.Name)
        where definition is not null
        from named in Ids(argument.Name, argument.Value, definition.Type.Name, operation.Api, variables)
        select named;

    // A glass that is broken without the hub is named by its person: also where the slip in it makes it open nothing.
    private static string? Glass(string? id, Pseudonyms pseudonyms) =>
        id?.Trim() is { } typed && typed.StartsWith(OfflineGlass.Prefix, StringComparison.OrdinalIgnoreCase)
            ? OfflineGlass.Prefix + pseudonyms.Of(typed[OfflineGlass.Prefix.Length..].Trim())
            : id;

    // What stands in a scalar of an agency's own is no id that anybody here knows of.
    private static IEnumerable<(string Argument, string Id)> Ids(
        string name, Value? value, string type, TypeSystem api, CoercedVariables variables) =>
        value switch
        {
            VariableValue variable => Ids(name, variables.Value(variable.Name), type, api, variables),
            ListValue list => list.Items.SelectMany(item => Ids(name, item, type, api, variables)),
            StringValue id when type == "ID" => [(name, id.Text)],
            IntValue id when type == "ID" => [(name, id.Text)],
            ObjectValue given when api.Type(type) is { Kind: TypeKind.InputObject } input =>
                from field in given.Fields
                let definition = input.InputFields.FirstOrDefault(each => each.Name == field.Name)
                where definition is not null
                from named in Ids(field.Name, field.Value, definition.Type.Name, api, variables)
                select named,
            _ => [],
        };
}
