using Aggregator.Policy;

namespace Aggregator.Host.LocalHub;

/// <summary>Stages as the caller context and headers spell them.</summary>
internal static class StageNames
{
    public static string Of(Stage stage) => stage switch
    {
        Stage.S47 => "S47",
        Stage.S17 => "S17",
        _ => "CONTACT",
    };
}
