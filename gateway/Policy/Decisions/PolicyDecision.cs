using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>What was decided about some classes of one object, for one caller.</summary>
/// <param name="Effect">What the caller gets.</param>
/// <param name="Class">The place of the class that decided; -1 when all is clear or nothing is labelled.</param>
/// <param name="Reason">The reason code as the policy shows it to this role; null when clear.</param>
public readonly record struct Ruling(Effect Effect, int Class, string? Reason)
{
    /// <summary>Nothing withheld.</summary>
    public static readonly Ruling Clear = new(Effect.Clear, -1, null);
}

/// <summary>
/// The decision, as pure functions (policy.md section 3):
/// <code>
/// normal = meet(best grant(role, class, purpose, stage, ownership), what agreement leaves)
/// effect = relationship ? meet(forbids, glass broken ? join(normal, ceiling) : normal) : OMIT,  met over the classes
/// </code>
/// Whatever is unknown decides for OMIT.
/// </summary>
public static class PolicyDecision
{
    /// <summary>
    /// The most that this caller can get of these classes, whoever the person is. What it denies is never asked.
    /// </summary>
    /// <param name="row">The caller.</param>
    /// <param name="classes">The classes.</param>
    /// <param name="canBeOwn">True when the record can be the caller's own agency's.</param>
    public static Ruling Statically(CallerRow row, ClassSet classes, bool canBeOwn)
    {
        var possible = canBeOwn ? uint.MaxValue : uint.MaxValue & ~(uint)Conditions.OwnAgency;
        var decided = Start(row, classes);
        foreach (var cls in classes.Indexes())
        {
            var granted = row.Table.Granted(row.Role, cls, row.Purpose, row.Caller.Stage, possible);
            var lifted = row.MayBreakGlass ? Lifted(row, cls, granted) : granted;
            var effect = Effects.Meet(lifted, row.Allowed(cls));
            decided = Stricter(decided, new Verdict(effect, cls, ReasonOfTable(row, cls, possible)));
        }

        return Shown(row, decided);
    }

    /// <summary>
    /// What this caller gets of these classes whoever the person is and whatever is true of them: what an argument that
    /// picks persons by such data needs to be clear.
    /// </summary>
    /// <param name="row">The caller.</param>
    /// <param name="classes">The classes.</param>
    public static Effect Surely(CallerRow row, ClassSet classes)
    {
        var effect = Start(row, classes).Effect;
        foreach (var cls in classes.Indexes())
        {
            var granted = row.Table.Granted(row.Role, cls, row.Purpose, Stage.Contact, 0u);
            effect = Effects.Meet(effect, Effects.Meet(granted, row.Allowed(cls)));
        }

        return effect;
    }

    /// <summary>What this caller gets of these classes of one object.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="classes">The classes; empty for none.</param>
    /// <param name="context">Whose data it is.</param>
    /// <param name="register">What the register answered about the persons.</param>
    public static Ruling Decide(CallerRow row, ClassSet classes, SubjectContext context, RegisterAnswer register) =>
        Decide(row, classes, new DecisionFacts(row, context, register));

    // Invariant: what is passed on is no more than both the caller and whom it goes to may see. The caller passes it on
    // and is told why something is left out, in the caller's role.
    internal static Ruling Decide(CallerRow row, ClassSet classes, DecisionFacts facts)
    {
        var decided = DecideAll(row, classes, facts);
        return Shown(row, facts.Onward is { } onward
            ? Stricter(Stricter(decided, PassedOn(row, classes, facts)), DecideAll(row.Onward!, classes, onward))
            : decided);
    }

    // Whom it is about goes with what is passed on.
    private static Verdict PassedOn(CallerRow row, ClassSet classes, DecisionFacts facts)
    {
        foreach (var cls in classes.Indexes())
        {
            if (row.Table.Classes[cls] is { NeedsLink: true } rule
                && rule.Tier > Tier.S1 && !facts.PassesOn)
            {
                return new Verdict(Effect.Omit, cls, ReasonCodes.Withheld);
            }
        }

        return new Verdict(Effect.Clear, -1, null);
    }

    private static Verdict DecideAll(CallerRow row, ClassSet classes, DecisionFacts facts)
    {
        var decided = Start(row, classes);
        foreach (var cls in classes.Indexes())
        {
            decided = Stricter(decided, DecideClass(row, cls, facts));
        }

        return Stricter(decided, facts.OfOwner ??= OfOwner(row, facts));
    }

    // A record tells of the agency that it is of: from whom that agency is hidden, its records are, whatever they hold.
    private static Verdict OfOwner(CallerRow row, DecisionFacts facts)
    {
        foreach (var cls in facts.Involvement.Indexes())
        {
            if (row.Conceals(DecideClass(row, cls, facts).Effect, cls))
            {
                return new Verdict(Effect.Hide, cls, ReasonCodes.Withheld);
            }
        }

        return new Verdict(Effect.Clear, -1, null);
    }

    private static Verdict DecideClass(CallerRow row, int cls, DecisionFacts facts)
    {
        var rule = row.Table.Classes[cls];
        var allowed = row.Allowed(cls);
        var needsLink = rule.NeedsLink && row.NeedsLink;
        if (needsLink && facts.IsHidden)
        {
            return new Verdict(Effect.Hide, cls, ReasonCodes.Withheld);
        }

        if (needsLink && facts.Refusal(rule) is { } refusal)
        {
            return new Verdict(Effects.Meet(Effect.Omit, allowed), cls, refusal);
        }

        var bits = facts.BitsFor(cls);
        var normal = new Verdict(row.Table.Granted(row.Role, cls, row.Purpose, facts.Stage, bits), cls, null);
        normal = Narrowed(normal, facts.Agreement(cls));
        normal = Narrowed(normal, facts.Sharing(cls));
        normal = Narrowed(normal, facts.ThirdParty(cls));
        normal = needsLink ? Narrowed(normal, facts.Reach(cls)) : normal;
        var lifted = facts.GlassIsBroken ? Lifted(row, cls, normal.Effect) : normal.Effect;
        var effect = Effects.Meet(lifted, allowed);
        return new Verdict(
            effect, cls, normal.Reason ?? (effect == Effect.Clear ? null : ReasonOfTable(row, cls, bits)));
    }

    private static Verdict Start(CallerRow row, ClassSet classes) =>
        classes.IsUnlabelled || (row.Role < 0 && !classes.IsEmpty)
            ? new Verdict(Effect.Omit, -1, ReasonCodes.Withheld)
            : new Verdict(Effect.Clear, -1, null);

    // What is hidden from the role, and what is withheld of a class whose presence is hidden from it, stays so:
    // breaking the glass must not tell that it is there.
    private static Effect Lifted(CallerRow row, int cls, Effect normal) => row.Conceals(normal, cls)
        ? normal
        : Effects.Join(
            normal, row.Table.Model.BreakGlass.Ceilings.GetValueOrDefault(row.Table.Classes[cls].Code, Effect.Hide));

    private static string ReasonOfTable(CallerRow row, int cls, uint bits) =>
        row.Table.Classes[cls].Tier == Tier.S5 ? ReasonCodes.LegalRestriction
        : row.Table.Granted(row.Role, cls, row.Purpose, Stage.S47, bits)
            < row.Table.Granted(row.Role, cls, row.Purpose, row.Caller.Stage, bits) ? ReasonCodes.StageTooEarly
        : ReasonCodes.Withheld;

    private static Verdict Stricter(Verdict left, Verdict right) => right.Effect > left.Effect ? right : left;

    // What the facts leave explains better than the table that it leaves as little.
    private static Verdict Narrowed(Verdict granted, Verdict left) =>
        left.Effect != Effect.Clear && left.Effect >= granted.Effect ? left : granted;

    private static Ruling Shown(CallerRow row, Verdict verdict) => verdict.Effect == Effect.Clear
        ? Ruling.Clear
        : new Ruling(verdict.Effect, verdict.Class, ReasonCodes.ShownTo(row, verdict.Reason));
}

/// <summary>An effect, what decided it, and why in full.</summary>
internal readonly record struct Verdict(Effect Effect, int Class, string? Reason);

/// <summary>Why something was withheld. Which role is told which is policy; the others read WITHHELD.</summary>
public static class ReasonCodes
{
    /// <summary>Withheld, and no more is said.</summary>
    public const string Withheld = "WITHHELD";

    /// <summary>The caller has no link to the person.</summary>
    public const string NoRelationship = "NO_RELATIONSHIP";

    /// <summary>A later stage would open it.</summary>
    public const string StageTooEarly = "STAGE_TOO_EARLY";

    /// <summary>The confider's agreement does not name the caller's agency, or none is recorded.</summary>
    public const string ConsentOutOfScope = "CONSENT_OUT_OF_SCOPE";

    /// <summary>The confider refused or withdrew.</summary>
    public const string ConsentRefused = "CONSENT_REFUSED";

    /// <summary>A recorded decision is not to share it.</summary>
    public const string LegalNotShared = "LEGAL_NOT_SHARED";

    /// <summary>Restricted by law or operation.</summary>
    public const string LegalRestriction = "LEGAL_RESTRICTION";

    /// <summary>Who it is about is shielded.</summary>
    public const string Sealed = "SEALED";

    /// <summary>It is about someone else.</summary>
    public const string ThirdParty = "THIRD_PARTY";

    /// <summary>The register could not be asked.</summary>
    public const string RegisterUnavailable = "REGISTER_UNAVAILABLE";

    /// <summary>The schema demands a scope or a named rule that the caller does not meet.</summary>
    public const string NotAuthorised = "NOT_AUTHORISED";

    /// <summary>Every code.</summary>
    public static readonly ImmutableArray<string> All =
    [
        Withheld, NoRelationship, StageTooEarly, ConsentOutOfScope, ConsentRefused, LegalNotShared, LegalRestriction,
        Sealed, ThirdParty, RegisterUnavailable, NotAuthorised,
    ];

    internal static string ShownTo(CallerRow row, string? reason) =>
        reason is not null && row.Table.Model.Reasons.TryGetValue(reason, out var roles)
            && (roles.Contains("*") || roles.Contains(row.Caller.Role))
            ? reason
            : Withheld;
}
