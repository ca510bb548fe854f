using System.Text.RegularExpressions;

namespace Aggregator.Gateway.Tests;

/// <summary>Takes out of an answer what differs each time it is asked.</summary>
internal static partial class Comparable
{
    /// <summary>The answer without its audit id and the instants at which it was asked.</summary>
    public static string Of(string answer) =>
        Asked().Replace(AuditId().Replace(answer, "\"auditId\":\"-\""), "\"$1\":\"-\"");

    [GeneratedRegex("\"auditId\":\"[^\"]*\"")]
    private static partial Regex AuditId();

    [GeneratedRegex("\"(asAt|asOf)\":\"[^\"]*\"")]
    private static partial Regex Asked();
}
