namespace Aggregator.Kit;

/// <summary>An entity whose fields cost work: each is worked out where it is selected, and only there.</summary>
/// <param name="TypeName">Its object type in the contract.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parts">By field: gives an object with the contract's fields, a list of them, or null.</param>
public sealed record LazyEntity(string TypeName, string Id, IReadOnlyDictionary<string, Func<object?>> Parts);
