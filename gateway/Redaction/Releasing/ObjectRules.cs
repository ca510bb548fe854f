using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Why an object may not stand, by the persons whose data it is.</summary>
internal static class ObjectRules
{
    /// <summary>It leaves no trace.</summary>
    public static readonly Ruling Hidden = new(Effect.Hide, -1, null);

    /// <summary>Who it is: decided for this very person, whatever is selected of it. Null when it may stand.</summary>
    /// <param name="below">How the field that leads to the person is gone into.</param>
    /// <param name="person">What is decided for the person.</param>
    public static Ruling? Unnamed(Below below, ObjectDecision person)
    {
        // Whom a field of the root found is decided on by Found.
        if (below.Facts.Labels.Named is not { } named || below.IsDeferred)
        {
            return null;
        }

        var who = person.Decide(named);
        var effect = Effects.Meet(who.Effect, below.Ceiling);
        return effect == Effect.Clear
            ? null
            : new Ruling(Effects.Meet(Effect.Omit, effect), who.Class, who.Reason ?? ReasonCodes.Withheld);
    }

    /// <summary>What stands for a person whom the caller has no link to.</summary>
    /// <param name="classes">The object's classes.</param>
    /// <param name="person">What is decided for the person.</param>
    public static Ruling Unlinked(ClassSet classes, ObjectDecision person)
    {
        var ruling = person.Decide(classes);
        return ruling.Effect >= Effect.Omit
            ? ruling
            : new Ruling(Effect.Omit, ruling.Class, person.ReasonOfNoLink);
    }
}
