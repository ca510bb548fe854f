using System.Text.Json;

namespace Aggregator.SocialCare;

/// <summary>
/// What the record of a decision that ends a referral without help does not have. Read from the record alone: a gap is
/// an absence in it, not proof that the thing was not done.
/// </summary>
internal static class DecisionGaps
{
    private static readonly HashSet<string> EndsWithoutHelp =
        ["NO_FURTHER_ACTION", "INFORMATION_AND_ADVICE", "NOTED_NO_DECISION"];

    private static readonly (string Gap, Func<JsonElement, bool> IsMissing)[] Checks =
    [
        ("NOBODY_INFORMED", decision => Items(decision, "informed").Count == 0),
        ("NO_AGENCY_CHECKS", decision => Items(decision, "agencyChecks").Count == 0),
        ("NO_IMPACT_STATEMENT", decision => string.IsNullOrWhiteSpace(Text(decision, "impactOnChild"))),
        ("EARLY_HELP_NOT_CONSIDERED", decision => !Items(decision, "thresholdsConsidered").Exists(IsEarlyHelp)),
        ("REFERRER_NOT_SPOKEN_TO", decision => !IsTrue(decision, "referrerSpokenTo")),
        ("FATHER_NOT_SPOKEN_TO", decision => !HasSpokenTo(decision, "FATHER")),
        ("GRANDPARENTS_NOT_SPOKEN_TO", decision => !HasSpokenTo(decision, "GRANDPARENT")),
        ("SUPPORT_DECLINED_WITH_RISK", decision => Text(Part(decision, "support"), "response") == "DECLINED"),
        ("SAFE_ADDRESS_NOT_CHECKED", decision => HasLetterWithout(decision, "safeAddressChecked")),
        ("LETTER_NOT_REVIEWED", decision => HasLetterWithout(decision, "reviewedBeforeSending")),
    ];

    /// <summary>The gaps, as codes of the vocabulary, in its order; none for a decision that leads to help.</summary>
    /// <param name="decision">Content of a ScreeningDecision.</param>
    public static IReadOnlyList<string> Of(JsonElement decision) =>
        IsTrue(decision, "closed") || EndsWithoutHelp.Contains(Text(decision, "outcome") ?? "")
            ? [.. Checks.Where(check => check.IsMissing(decision)).Select(check => check.Gap)]
            : [];

    public static bool IsTrue(JsonElement of, string field) =>
        of.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool IsEarlyHelp(JsonElement threshold) =>
        Text(threshold, "framework") == "EARLY_HELP_ASSESSMENT" && Text(threshold, "result") != "NOT_CONSIDERED";

    private static bool HasSpokenTo(JsonElement decision, string relation) =>
        Items(decision, "familySpokenTo").Exists(talk => Text(talk, "relation") == relation);

    private static bool HasLetterWithout(JsonElement decision, string check)
    {
        var closing = Part(decision, "closing");
        return Text(closing, "form") is "STANDARD_LETTER" or "PERSONAL_LETTER" && !IsTrue(closing, check);
    }

    private static JsonElement Part(JsonElement of, string field) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out var part) ? part : default;

    private static string? Text(JsonElement of, string field) =>
        Part(of, field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<JsonElement> Items(JsonElement of, string field) =>
        Part(of, field) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
