namespace Aggregator.Hub.Rules;

/// <summary>A condition that may rest on the absence of a record.</summary>
internal enum Known { No, Yes, CannotTell }

/// <summary>A three-valued answer and, where it cannot be told, who could have answered.</summary>
internal readonly record struct Answer(Known State, IReadOnlyList<AgencyCode> CouldNotCheck)
{
    public static Answer Yes { get; } = new(Known.Yes, []);

    public static Answer No { get; } = new(Known.No, []);

    public bool IsYes => State == Known.Yes;

    /// <summary>No record was found; it is a "no" only if everybody who could hold one has answered.</summary>
    public static Answer NotFound(IEnumerable<AgencyCode> couldHoldIt, IReadOnlySet<AgencyCode> missing)
    {
        AgencyCode[] silent = [.. couldHoldIt.Where(missing.Contains).Distinct().Order()];
        return silent.Length == 0 ? No : new Answer(Known.CannotTell, silent);
    }
}
