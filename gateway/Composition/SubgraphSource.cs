namespace Aggregator.Composition;

/// <summary>One subgraph to compose.</summary>
/// <param name="Name">Its name: unique, and not <c>_</c>. Names join graphs in the supergraph.</param>
/// <param name="Url">Where it is reached; copied into the supergraph as it is. Empty when not known.</param>
/// <param name="Sdl">Its schema, as its <c>_service { sdl }</c> or its file gives it.</param>
/// <param name="OverlaySdl">
/// Labels laid over a schema that its owner does not label: extensions that only add directives of the disclosure
/// specification. Null when there are none.
/// </param>
public sealed record SubgraphSource(string Name, string Url, string Sdl, string? OverlaySdl = null);
