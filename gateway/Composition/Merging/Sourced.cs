namespace Aggregator.Composition;

/// <summary>A part of the supergraph with the subgraph it comes from.</summary>
/// <typeparam name="T">A definition.</typeparam>
/// <param name="Subgraph">Where from.</param>
/// <param name="Item">What.</param>
internal readonly record struct Sourced<T>(Subgraph Subgraph, T Item);
