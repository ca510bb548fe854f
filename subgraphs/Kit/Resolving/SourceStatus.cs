namespace Aggregator.Kit;

/// <summary>`Query.sourceStatus`: what the agency holds and how fresh it is, for each of its codes.</summary>
internal static class SourceStatus
{
    /// <summary>The agency's own resolvers and this one.</summary>
    public static FieldResolvers Resolvers(Agency agency)
    {
        var fields = new FieldResolvers();
        agency.Resolve(fields);
        return fields.Names.Contains("Query.sourceStatus")
            ? fields
            : fields.AddAsync("Query.sourceStatus", call => StatusAsync(agency, call));
    }

    private static async Task<object?> StatusAsync(Agency agency, FieldCall call)
    {
        // Invariant: as it stands now, and no finer than the day. Asked again and again, or as known at one instant
        // after another, anything finer would tell when records were written that are withheld; and how many were not
        // matched yet, when somebody came.
        var fresh = (await call.Request.Current.FreshnessAsync(call.Cancellation).ConfigureAwait(false))
            .ToDictionary(code => code.Agency, code => code.LastRecorded, StringComparer.Ordinal);
        var unmatched = await call.Request.Current.UnmatchedAsync(call.Cancellation).ConfigureAwait(false);
        return agency.Sources.Select(source => new
        {
            agency = source.Code,
            source.Name,
            // Asked as known before its first day, a source has nothing to say, and silence is no answer.
            state = LondonTime.DateOf(call.Request.AsAt) < source.Coverage.From ? "NOT_COVERED" : "OK",
            lastUpdated = source.TellsFreshness && fresh.TryGetValue(source.Code, out var last)
                ? LondonTime.Print(LondonTime.StartOf(LondonTime.DateOf(last)))
                : null,
            message = source.TellsFreshness
                ? null
                : "when it was last updated, and how many it has not matched, is not told: that anybody comes to this "
                    + "service is confidential",
            coverage = new
            {
                from = source.Coverage.From,
                source.Coverage.Area,
                source.Coverage.Cohort,
                source.Coverage.Explanation,
            },
            // Whom no record names yet is the agency's first code's to match.
            unmatchedPersons = source.TellsFreshness
                ? unmatched.GetValueOrDefault(source.Code)
                    + (source == agency.Sources[0] ? unmatched.GetValueOrDefault("") : 0)
                : (int?)null,
            checkedAt = call.Request.Now,
        }).ToList();
    }
}
