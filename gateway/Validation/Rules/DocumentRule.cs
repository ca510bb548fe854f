using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>One validation rule of the September 2025 specification.</summary>
/// <param name="name">The rule's name there.</param>
/// <param name="section">Its section there.</param>
internal abstract class DocumentRule(string name, string section)
{
    public string Name => name;

    public string Section => section;

    /// <summary>Reports every breach of this rule.</summary>
    public abstract void Check(DocumentIndex document, RuleReport report);
}

/// <summary>Collects breaches up to a limit.</summary>
/// <param name="maxErrors">How many are kept.</param>
internal sealed class RuleReport(int maxErrors)
{
    private readonly List<OperationError> _errors = [];
    private DocumentRule _rule = null!;

    public IReadOnlyList<OperationError> Errors => _errors;

    public bool IsFull => _errors.Count >= maxErrors;

    public void Run(DocumentRule rule, DocumentIndex document)
    {
        _rule = rule;
        rule.Check(document, this);
    }

    public void Add(string message, params ReadOnlySpan<Location> locations)
    {
        if (!IsFull)
        {
            _errors.Add(new OperationError(OperationErrorCodes.ValidationFailed, message, [.. locations])
            {
                Rule = _rule.Name,
                Section = _rule.Section,
            });
        }
    }

    public void AddLimit(string message, params ReadOnlySpan<Location> locations) =>
        _errors.Add(new OperationError(OperationErrorCodes.LimitExceeded, message, [.. locations]));
}
