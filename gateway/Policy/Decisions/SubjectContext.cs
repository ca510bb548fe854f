using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>In what part a person is a subject of data.</summary>
public enum SubjectRole
{
    /// <summary>In whose confidence the record was made.</summary>
    Confider,

    /// <summary>The child it is about.</summary>
    Child,

    /// <summary>Who is said to have done harm.</summary>
    PersonOfConcern,

    /// <summary>Anyone else.</summary>
    ThirdParty,

    /// <summary>Only named: whose data it is, others say.</summary>
    Named,
}

/// <summary>One person whose data is decided on.</summary>
/// <param name="Person">The person's id.</param>
/// <param name="Role">In what part.</param>
/// <param name="Facts">What the register knows; null when the caller has no link at all.</param>
public readonly record struct DecidedSubject(string Person, SubjectRole Role, PersonFacts? Facts);

/// <summary>Whose data an object is, and which record it belongs to. What a decision about one object rests
/// on.</summary>
public sealed record SubjectContext
{
    /// <summary>Nobody's data and no record.</summary>
    public static readonly SubjectContext None = new();

    /// <summary>Whose data; empty for nobody's.</summary>
    public ImmutableArray<DecidedSubject> Subjects { get; init; } = [];

    /// <summary>Whose data the object around is, when all subjects here are third parties; null for none.</summary>
    public SubjectContext? Around { get; init; }

    /// <summary>The agency code that owns the record; null when it is not known.</summary>
    public string? Owner { get; init; }

    /// <summary>The ids of the record and of those around it.</summary>
    public ImmutableArray<string> Records { get; init; } = [];

    /// <summary>The agency codes that are about to be asked, as long as it is not known which record will come; empty
    /// once it has.</summary>
    public ImmutableArray<string> AskedOf { get; init; } = [];

    /// <summary>
    /// Without those of whom nothing may tell that they are there, where somebody else is a subject too. While the
    /// register cannot be asked everybody stays: then others are held to be shielded of whom it is only not known.
    /// </summary>
    /// <param name="hidden">Those of whom nothing may tell.</param>
    /// <param name="state">How far the register can be relied on.</param>
    internal SubjectContext Without(ImmutableHashSet<string> hidden, RegisterState state)
    {
        if (state != RegisterState.Current || hidden.IsEmpty)
        {
            return this;
        }

        var others = Subjects.RemoveAll(subject => hidden.Contains(subject.Person));
        return this with { Subjects = others.IsEmpty ? Subjects : others, Around = Around?.Without(hidden, state) };
    }

    /// <summary>With what a register says of everybody.</summary>
    /// <param name="register">Its answer.</param>
    internal SubjectContext By(RegisterAnswer register) =>
        this with { Subjects = register.Knowing(Subjects), Around = Around?.By(register) };

    /// <summary>
    /// True when an agreement or refusal is about these records: what was said to one agency neither opens nor closes
    /// another's. Where it is not known whose they are, a refusal counts and an agreement does not; where an agency is
    /// asked for those of several, an agreement about some is enough to ask, a refusal about some not enough to leave
    /// it.
    /// </summary>
    /// <param name="consent">The agreement or refusal.</param>
    /// <param name="isAgreement">True for an agreement.</param>
    internal bool IsAbout(ConsentFact consent, bool isAgreement) =>
        consent.From is not { } from
        || (AskedOf.IsEmpty
            ? Owner is { } owner ? owner == from : !isAgreement
            : isAgreement ? AskedOf.Contains(from) : AskedOf.All(code => code == from));
}
