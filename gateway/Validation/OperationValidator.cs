using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Turns a text into a <see cref="ValidOperation"/>.</summary>
public static class OperationValidator
{
    /// <summary>
    /// Reads the document, applies limits and every rule of the September 2025 specification, chooses the operation and
    /// normalises it. Never throws on bad input; the cost is bounded by <paramref name="limits"/>.
    /// </summary>
    /// <param name="text">The document.</param>
    /// <param name="operationName">Which operation; null when the document has one. No name is empty.</param>
    /// <param name="api">The schema that callers see.</param>
    /// <param name="limits">What the operation may cost.</param>
    public static ValidationOutcome Validate(
        string text, string? operationName, TypeSystem api, OperationLimits limits)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(limits);

        // 1 Size, then characters and tokens, then syntax.
        if (Read(text, limits, out var document) is { } unread)
        {
            return Refused(unread);
        }

        // 2 What is written may not be too much.
        if (WrittenLimits.CheckCounts(document, limits) is { } many)
        {
            return Refused(many);
        }

        // 3 Types are resolved once, for all rules.
        var index = DocumentIndexer.Index(document, ExecutableTypes.Of(api), limits);
        if (index.VariablesInConstants is [var at, ..])
        {
            return Refused(ParseFault("syntax error: a variable cannot stand in a default or on a variable", at));
        }

        // 4 What it means may not be too deep; from here on, recursion is safe.
        var deep = WrittenLimits.CheckDirectives(index) ?? (index.Cycles.IsEmpty ? SpreadDepth.Check(index) : null);
        if (deep is not null)
        {
            return Refused(deep);
        }

        // 5 The rules.
        var report = new RuleReport(limits.MaxErrors);
        foreach (var rule in RuleBook.Rules)
        {
            report.Run(rule, index);
        }

        if (report.Errors.Count > 0)
        {
            return new ValidationOutcome(null, [.. report.Errors.OrderBy(Place)]);
        }

        // 6 The operation, spread and merged.
        return Choose(index, operationName, out var chosen) is { } unclear
            ? Refused(unclear)
            : Normalise(index, chosen);
    }

    private static OperationError? Read(string text, OperationLimits limits, out OperationDocument document)
    {
        document = new OperationDocument([], []);
        if (WrittenLimits.CheckSize(text, limits) is { } large)
        {
            return large;
        }

        var scan = TokenScan.Run(text, limits.MaxTokens);
        if (scan.Fault is { } fault)
        {
            return ParseFault(fault.Message, fault.At);
        }

        if (WrittenLimits.CheckTokens(scan, limits) is { } many)
        {
            return many;
        }

        var read = DocumentReader.ReadOperations(scan.Readable());
        if (read.Fault is { } syntax)
        {
            return ParseFault(syntax.Message, syntax.At);
        }

        document = read.Document!;
        var isEmpty = document is { Operations.IsEmpty: true, Fragments.IsEmpty: true, NotExecutable.IsEmpty: true };
        return isEmpty ? ParseFault("the document is empty: send an operation", default) : null;
    }

    private static OperationError? Choose(DocumentIndex index, string? name, out DefinitionUse chosen)
    {
        var found = name is null
            ? index.Operations
            : index.Operations.FindAll(use => use.Operation!.Name == name);
        chosen = found.Count == 1 ? found[0] : null!;
        return found.Count switch
        {
            1 => null,
            > 1 => Unresolved("the document has several operations: say which with `operationName`"),
            _ when name is null => Unresolved("the document has no operation"),
            _ => Unresolved(GraphQLName.Is(name)
                ? $"the document has no operation `{name}`"
                : "the document has no operation of the name given"),
        };
    }

    private static ValidationOutcome Normalise(DocumentIndex index, DefinitionUse chosen)
    {
        var budget = new ExpansionBudget(index.Limits);
        var root = SelectionExpansion.Root(index, chosen, budget);
        var fault = budget.Fault ?? IntrospectionDepth.Check(root, index.Limits);
        if (fault is not null)
        {
            return Refused(fault);
        }

        var operation = chosen.Operation!;
        var used = VariablesInUse.In(root);
        return new ValidationOutcome(
            new ValidOperation
            {
                Kind = operation.Kind,
                Name = operation.Name,
                Api = index.Types.Api,
                Variables = operation.Variables,
                Selections = root.Without(IsIntrospection),
                IntrospectionFields = [.. root.Fields.Where(IsIntrospection)],
                RootKeys = [.. root.Fields.Select(field => field.ResponseKey)],
                UsedVariables = [.. operation.Variables.Where(variable => used.Contains(variable.Name))],
                Limits = index.Limits,
            },
            []);
    }

    private static bool IsIntrospection(ValidField field) => field.Name is "__schema" or "__type";

    private static (int, int) Place(OperationError error) =>
        error.Locations is [var first, ..] ? (first.Line, first.Column) : (0, 0);

    private static OperationError ParseFault(string message, Location at) => new(
        OperationErrorCodes.ParseFailed, message, at == Location.None ? [] : [at]);

    private static OperationError Unresolved(string message) => new(OperationErrorCodes.ResolutionFailure, message, []);

    private static ValidationOutcome Refused(OperationError error) => new(null, [error]);
}
