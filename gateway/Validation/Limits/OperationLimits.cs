namespace Aggregator.Validation;

/// <summary>
/// What an operation may cost before it is refused. Every member has a default that fits ordinary clients and a range
/// that keeps validation within milliseconds; <see cref="Faults"/> says which are out of range.
/// </summary>
public sealed record OperationLimits
{
    /// <summary>The defaults.</summary>
    public static readonly OperationLimits Default = new();

    /// <summary>Bytes of the document in UTF-8. Default 65,536; 256..1,048,576.</summary>
    public int MaxDocumentBytes { get; init; } = 64 * 1024;

    /// <summary>Tokens of the document. Default 15,000; 16..250,000.</summary>
    public int MaxTokens { get; init; } = 15_000;

    /// <summary>Operations in the document. Default 50; 1..500.</summary>
    public int MaxOperations { get; init; } = 50;

    /// <summary>Named fragments in the document. Default 200; 1..1,000.</summary>
    public int MaxFragments { get; init; } = 200;

    /// <summary>Variables of one operation. Default 100; 1..1,000.</summary>
    public int MaxVariables { get; init; } = 100;

    /// <summary>Directives written in the document. Default 500; 1..10,000.</summary>
    public int MaxDirectives { get; init; } = 500;

    /// <summary>Levels of fields after fragments are spread; the root fields are level 1. Default 32; 1..60.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>
    /// Levels of selection sets after fragments are spread, fragments counted; bounds the stack. Default 200; 1..1,000.
    /// </summary>
    public int MaxNesting { get; init; } = 200;

    /// <summary>Fields after fragments are spread and equal response keys merged. Default 5,000; 1..100,000.</summary>
    public int MaxFields { get; init; } = 5_000;

    /// <summary>Fields at the root after merging. Default 50; 1..1,000.</summary>
    public int MaxRootFields { get; init; } = 50;

    /// <summary>Aliased fields after merging. Default 200; 1..10,000.</summary>
    public int MaxAliases { get; init; } = 200;

    /// <summary>
    /// Selections visited while fragments are spread, and again while fields with equal response keys are compared.
    /// Default 50,000; 100..1,000,000.
    /// </summary>
    public int MaxSteps { get; init; } = 50_000;

    /// <summary>Different combinations of conditions under which one field is selected. Default 32; 1..256.</summary>
    public int MaxConditions { get; init; } = 32;

    /// <summary>
    /// Nesting of the lists of introspection (fields, interfaces, possible types, input fields). Default 2; 1..10.
    /// </summary>
    public int MaxIntrospectionLists { get; init; } = 2;

    /// <summary>Bytes of an introspection answer. Default 16,777,216; 1,024..268,435,456.</summary>
    public int MaxIntrospectionBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of the variables in UTF-8. Default 262,144; 2..16,777,216.</summary>
    public int MaxVariablesBytes { get; init; } = 256 * 1024;

    /// <summary>Errors reported for one document; the rest is cut. Default 100; 1..1,000.</summary>
    public int MaxErrors { get; init; } = 100;

    /// <summary>Every member that is out of its range, in words for whoever configures it; or nothing.</summary>
    public IReadOnlyList<string> Faults() =>
    [
        .. new[]
        {
            Fault(nameof(MaxDocumentBytes), MaxDocumentBytes, 256, 1024 * 1024),
            Fault(nameof(MaxTokens), MaxTokens, 16, 250_000),
            Fault(nameof(MaxOperations), MaxOperations, 1, 500),
            Fault(nameof(MaxFragments), MaxFragments, 1, 1_000),
            Fault(nameof(MaxVariables), MaxVariables, 1, 1_000),
            Fault(nameof(MaxDirectives), MaxDirectives, 1, 10_000),
            Fault(nameof(MaxDepth), MaxDepth, 1, 60),
            Fault(nameof(MaxNesting), MaxNesting, 1, 1_000),
            Fault(nameof(MaxFields), MaxFields, 1, 100_000),
            Fault(nameof(MaxRootFields), MaxRootFields, 1, 1_000),
            Fault(nameof(MaxAliases), MaxAliases, 1, 10_000),
            Fault(nameof(MaxSteps), MaxSteps, 100, 1_000_000),
            Fault(nameof(MaxConditions), MaxConditions, 1, 256),
            Fault(nameof(MaxIntrospectionLists), MaxIntrospectionLists, 1, 10),
            Fault(nameof(MaxIntrospectionBytes), MaxIntrospectionBytes, 1_024, 256 * 1024 * 1024),
            Fault(nameof(MaxVariablesBytes), MaxVariablesBytes, 2, 16 * 1024 * 1024),
            Fault(nameof(MaxErrors), MaxErrors, 1, 1_000),
        }.OfType<string>(),
    ];

    private static string? Fault(string name, int value, int least, int most) =>
        value >= least && value <= most ? null : $"`{name}` is {value}: give a number from {least} to {most}";
}
