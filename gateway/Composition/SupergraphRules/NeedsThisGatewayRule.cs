namespace Aggregator.Composition;

/// <summary>Says that only this gateway serves lists of several agencies right.</summary>
internal static class NeedsThisGatewayRule
{
    public static void Check(SupergraphParts parts, FindingLog log)
    {
        var fields = parts.Fields
            .Where(field => (field.Directive(Names.Contributed) ?? field.Directive(Names.Gathered)) is not null)
            .Select(field => field.Coordinate)
            .ToList();
        if (fields.Count > 0)
        {
            log.Hint(
                ListCodes.DisclosureNeedsThisGateway,
                $"public gateways would give only part of {Spoken.List(fields)}");
        }
    }
}
