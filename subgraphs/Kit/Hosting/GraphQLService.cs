using System.Collections.Concurrent;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Logging;

namespace Aggregator.Kit;

/// <summary>Executes documents within limits. Validation is most of a request's cost, so valid documents are kept.
/// </summary>
/// <param name="schema">The executable contract.</param>
/// <param name="log">Where faults are noted, without any data.</param>
internal sealed partial class GraphQLService(ISchema schema, ILogger<GraphQLService> log)
{
    public const int MaxDocumentLength = 65_536;
    private const int MaxDepth = 24;
    private const int MaxSelections = 4_000;
    private const int MaxCached = 512;

    private readonly ConcurrentDictionary<string, GraphQLDocument> _valid = new(StringComparer.Ordinal);
    private readonly DocumentExecuter _executer = new();

    public Task<ExecutionResult> ExecuteAsync(
        string text, string? operationName, Inputs? variables, AgencyRequest request, CancellationToken cancellation) =>
        ExecuteAsync(
            text, operationName, variables, new Dictionary<string, object?> { ["request"] = request }, cancellation);

    /// <summary>Executes with a context that changes while a subscription goes on.</summary>
    public async Task<ExecutionResult> ExecuteAsync(
        string text,
        string? operationName,
        Inputs? variables,
        IDictionary<string, object?> userContext,
        CancellationToken cancellation)
    {
        var known = _valid.TryGetValue(text, out var document);
        if (!known && Read(text, out document) is { } refusal)
        {
            return new ExecutionResult { Errors = [refusal] };
        }

        var result = await _executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = text,
            Document = document,
            OperationName = operationName,
            Variables = variables,
            ValidationRules = known ? [] : DocumentValidator.CoreRules,
            UserContext = userContext,
            CancellationToken = cancellation,
            UnhandledExceptionDelegate = fault =>
            {
                var requestId = ((AgencyRequest)userContext["request"]!).Caller.RequestId;
                ResolvingFailed(log, requestId, fault.OriginalException.GetType().Name);
                fault.Exception = new AgencyException(
                    AgencyErrors.AgencyFailed, $"the agency could not answer; quote request `{requestId}`");
                return Task.CompletedTask;
            },
        }).ConfigureAwait(false);
        if (!known && result.Executed)
        {
            Keep(text, document!);
        }

        return result;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "request {RequestId} failed in a field: {Fault}")]
    private static partial void ResolvingFailed(ILogger log, string requestId, string fault);

    private static AgencyException? Read(string text, out GraphQLDocument? document)
    {
        document = null;
        if (text.Length > MaxDocumentLength)
        {
            return new AgencyException(
                AgencyErrors.DocumentTooLarge, $"the document is over {MaxDocumentLength} characters; split it");
        }

        try
        {
            document = Parser.Parse(
                text, new ParserOptions { MaxDepth = 4 * MaxDepth, Ignore = IgnoreOptions.Comments });
        }
        catch (Exception fault) when (fault is GraphQLSyntaxErrorException or InvalidOperationException)
        {
            return new AgencyException(AgencyErrors.BadRequest, $"the document cannot be read: {FirstLine(fault)}");
        }

        var selections = 0;
        return document.Definitions.OfType<IHasSelectionSetNode>()
            .All(definition => Fits(definition.SelectionSet, 1, ref selections))
            ? null
            : new AgencyException(
                AgencyErrors.DocumentTooLarge,
                $"the document selects over {MaxSelections} fields or nests over {MaxDepth} deep; split it");
    }

    private static bool Fits(GraphQLSelectionSet? set, int depth, ref int selections)
    {
        if (depth > MaxDepth)
        {
            return false;
        }

        foreach (var selection in set?.Selections ?? [])
        {
            selections++;
            if (selections > MaxSelections
                || (selection is IHasSelectionSetNode nested && !Fits(nested.SelectionSet, depth + 1, ref selections)))
            {
                return false;
            }
        }

        return true;
    }

    private static string FirstLine(Exception fault) => fault.Message.Split('\n', 2)[0].Trim();

    private void Keep(string text, GraphQLDocument document)
    {
        if (_valid.Count >= MaxCached)
        {
            _valid.Clear();
        }

        _valid[text] = document;
    }
}
