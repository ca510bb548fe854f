using System.Text.Json;

namespace Aggregator.SocialCare;

/// <summary>
/// What the record of a decision that ends a referral without help does not have. Read from the record alone: a gap is
/// an absence in it, not proof that the thing was not done.
/// </summary>
internal static class DecisionGaps
{
    private const string FatherNotSpokenTo = "FATHER_NOT_SPOKEN_TO";
    private const string GrandparentsNotSpokenTo = "GRANDPARENTS_NOT_SPOKEN_TO";

    private static readonly HashSet<string> EndsWithoutHelp =
        ["NO_FURTHER_ACTION", "INFORMATION_AND_ADVICE", "NOTED_NO_DECISION"];

    private static readonly (string Gap, Func<JsonElement, bool> IsMissing)[] Checks =
    [
        ("NOBODY_INFORMED", decision => Items(decision, "informed").Count == 0),
        ("NO_AGENCY_CHECKS", decision => Items(decision, "agencyChecks").Count == 0),
        ("NO_IMPACT_STATEMENT", decision => string.IsNullOrWhiteSpace(Text(decision, "impactOnChild"))),
        ("EARLY_HELP_NOT_CONSIDERED", decision => !Items(decision, "thresholdsConsidered").Exists(IsEarlyHelp)),
        ("REFERRER_NOT_SPOKEN_TO", decision => !IsTrue(decision, "referrerSpokenTo")),
        ("SUPPORT_DECLINED_WITH_RISK", decision => Text(Part(decision, "support"), "response") == "DECLINED"),
    ];

    private static readonly (string Gap, string Check)[] LetterChecks =
        [("SAFE_ADDRESS_NOT_CHECKED", "safeAddressChecked"), ("LETTER_NOT_REVIEWED", "reviewedBeforeSending")];

    /// <summary>The gaps, as codes of the vocabulary; none for a decision that leads to help. Worked out from nothing
    /// that names somebody, who may be shielded: whoever may not know of them could tell by what is missing.</summary>
    /// <param name="decision">Content of a ScreeningDecision.</param>
    public static IReadOnlyList<string> Of(JsonElement decision) =>
        IsLookedAt(decision) ? [.. Checks.Where(check => check.IsMissing(decision)).Select(check => check.Gap)] : [];

    /// <summary>The gaps as if nobody had been spoken or written to, for the hub to go on from with
    /// <see cref="Contacts"/>.</summary>
    /// <param name="decision">Content of a ScreeningDecision.</param>
    public static IReadOnlyList<string> WithoutContacts(JsonElement decision) =>
        IsLookedAt(decision) ? [.. Of(decision), FatherNotSpokenTo, GrandparentsNotSpokenTo] : [];

    /// <summary>Whom the decision names, each with the gaps that they close or open (`DecisionContact`).</summary>
    /// <param name="decision">Content of a ScreeningDecision.</param>
    public static IReadOnlyList<object> Contacts(JsonElement decision) => !IsLookedAt(decision) ? [] :
    [
        .. Items(decision, "familySpokenTo").Select(Talk).OfType<object>(),
        .. new[] { Letter(Part(decision, "closing")) }.OfType<object>(),
    ];

    public static bool IsTrue(JsonElement of, string field) =>
        of.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool IsLookedAt(JsonElement decision) =>
        IsTrue(decision, "closed") || EndsWithoutHelp.Contains(Text(decision, "outcome") ?? "");

    private static bool IsEarlyHelp(JsonElement threshold) =>
        Text(threshold, "framework") == "EARLY_HELP_ASSESSMENT" && Text(threshold, "result") != "NOT_CONSIDERED";

    private static object? Talk(JsonElement talk) => Text(talk, "relation") switch
    {
        "FATHER" => new { person = Text(talk, "person"), closes = new[] { FatherNotSpokenTo } },
        "GRANDPARENT" => new { person = Text(talk, "person"), closes = new[] { GrandparentsNotSpokenTo } },
        _ => null,
    };

    private static object? Letter(JsonElement closing)
    {
        string[] opens =
        [
            .. LetterChecks.Where(letter => Text(closing, "form") is "STANDARD_LETTER" or "PERSONAL_LETTER"
                && !IsTrue(closing, letter.Check)).Select(letter => letter.Gap),
        ];
        return opens.Length == 0 ? null : new { person = Text(closing, "sentTo"), opens };
    }

    private static JsonElement Part(JsonElement of, string field) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(field, out var part) ? part : default;

    private static string? Text(JsonElement of, string field) =>
        Part(of, field) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static List<JsonElement> Items(JsonElement of, string field) =>
        Part(of, field) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];
}
