using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Where types, of one subgraph or merged, are none that GraphQL allows.</summary>
/// <param name="Message">What is wrong.</param>
/// <param name="Type">The type, or the directive with its at sign.</param>
/// <param name="Field">The field; null for the type itself.</param>
/// <param name="At">Where it is written.</param>
internal readonly record struct TypeFault(string Message, string Type, string? Field, Location At);
