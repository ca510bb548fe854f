namespace Aggregator.Policy;

/// <summary>Stages as headers, the caller context, the register and answers spell them.</summary>
public static class StageCodes
{
    /// <summary>The code: <c>CONTACT</c>, <c>S17</c> or <c>S47</c>.</summary>
    /// <param name="stage">The stage.</param>
    public static string Of(Stage stage) => stage switch
    {
        Stage.S47 => "S47",
        Stage.S17 => "S17",
        _ => "CONTACT",
    };

    /// <summary>The stage of a code; null for anything else.</summary>
    /// <param name="code">The code, in upper case.</param>
    public static Stage? Find(string? code) => code switch
    {
        "CONTACT" => Stage.Contact,
        "S17" => Stage.S17,
        "S47" => Stage.S47,
        _ => null,
    };
}
