using Aggregator.Kit;

namespace Aggregator.Hub.Register;

/// <summary>Which agreements and refusals count, and about whose records.</summary>
internal static class Agreements
{
    private const string Withdrawn = "WITHDRAWN";
    private static readonly string[] Given = ["GIVEN", "GIVEN_WITH_RELUCTANCE", "GIVEN_WITH_CONDITIONS"];

    /// <summary>True for an agreement or refusal that the person gave. What somebody else said in the person's place is
    /// shown and counts for nothing, whoever it was: else its effect would tell who belongs to the case.</summary>
    /// <param name="consent">The entry.</param>
    public static bool IsOwn(Fact consent) =>
        consent.Text("givenBy") is not { } representative || representative == consent.Text("person");

    /// <summary>The agency whose records an agreement or refusal is about, which is the one that asked; null for
    /// everybody's, where those asked who work on enquiries.</summary>
    /// <param name="consent">The entry.</param>
    public static string? AsksFor(Fact consent) =>
        consent.Text("obtainedBy") is { } agency && !EnquiryAgencies.Has(agency) ? agency : null;

    /// <summary>True for an agreement that stands, or was withdrawn.</summary>
    /// <param name="consent">The entry.</param>
    public static bool IsAgreement(Fact consent) => IsGiven(consent) || IsWithdrawn(consent);

    /// <summary>True when a withdrawal that the agency is told of changes something: it is the first, or the first that
    /// counts as a refusal.</summary>
    /// <param name="consent">The entry.</param>
    /// <param name="agency">Who is told.</param>
    public static bool IsNewsFrom(Fact consent, string agency) =>
        !IsWithdrawn(consent) || (HasEnded(consent) && Refuses(consent, agency));

    /// <summary>True when an agreement was withdrawn where another agency than asked for it was told: it is over, and
    /// no more is said. Else one service could close what others hold.</summary>
    /// <param name="consent">The entry.</param>
    public static bool HasEnded(Fact consent) => IsWithdrawn(consent)
        && consent.Text("changedByAgency") is { } told && !Refuses(consent, told);

    /// <summary>For which recipients an entry still says something; null for none. A person who withdrew can agree
    /// again: for whom that names, what the same agency asks for later and still stands comes in the place of the
    /// withdrawal.</summary>
    /// <param name="consent">The entry.</param>
    /// <param name="all">All of the person's.</param>
    /// <param name="now">The instant.</param>
    public static IReadOnlyList<string>? ScopeOf(Fact consent, IEnumerable<Fact> all, DateTimeOffset now)
    {
        var scope = consent.Content.Texts("scope");
        if (!IsWithdrawn(consent) || scope.Count == 0)
        {
            return scope;
        }

        string[] left =
        [
            .. scope.Except(all
                .Where(later => IsGiven(later) && IsOwn(later) && later.RecordedAt > consent.RecordedAt
                    && later.Text("obtainedBy") == consent.Text("obtainedBy") && !(later.Instant("expiresAt") <= now))
                .SelectMany(later => later.Content.Texts("scope"))),
        ];
        return left.Length > 0 ? left : null;
    }

    private static bool IsGiven(Fact consent) => Given.Contains(consent.Text("state"));

    private static bool IsWithdrawn(Fact consent) => consent.Text("state") == Withdrawn;

    // Who asked, and those who gather what others hold, say what the person refuses; anybody may say that it is over.
    private static bool Refuses(Fact consent, string told) =>
        told == consent.Text("obtainedBy") || EnquiryAgencies.Has(told);
}
