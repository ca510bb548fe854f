using Aggregator.Audit;

namespace Aggregator.Load;

/// <summary>Entries as a child view has them: of one subject asked about, and of five found.</summary>
internal static class LogEntries
{
    public static readonly IntentEntry Intent = new(
        new AccessCaller(
            "key-1:0011223344556677", "DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY", "CONTACT", null, null),
        "policy 1 abcdef", new string('a', 64), DateTimeOffset.UnixEpoch,
        ["CSC", "GP", "HUB", "HV", "MID", "POL", "THX"], ["key-1:8899aabbccddeeff"]);

    public static readonly OutcomeEntry Outcome = new(
    [
        .. Enumerable.Range(0, 5).Select(person => new SubjectAccess(
            $"key-1:{person}",
            new CoordinateList([.. Enumerable.Range(0, 40).Select(field => $"Type.field{person}{field}")], []))),
    ]);
}
