namespace Aggregator.Composition;

/// <summary>A kind of error or hint.</summary>
/// <param name="Name">How it is called; Apollo's name where there is one.</param>
/// <param name="Meaning">What it says of the schemas.</param>
/// <param name="Cure">What to change.</param>
public sealed record CompositionCode(string Name, string Meaning, string Cure);
