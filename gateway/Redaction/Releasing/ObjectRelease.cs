using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// What one decision makes of the fields of one selection of one concrete type: worked out for the first object, and
/// the same for every further one that it is about.
/// </summary>
/// <param name="facts">The selection and type.</param>
internal sealed class ObjectRelease(ObjectFacts facts)
{
    /// <summary>The selection and type.</summary>
    public ObjectFacts Facts { get; } = facts;

    /// <summary>For whom its fields are counted.</summary>
    public HashSet<SubjectScope> Counted { get; } = [];

    /// <summary>Fields that are not given as they are.</summary>
    public List<ReleasedField> Settled { get; } = [];

    /// <summary>Fields that lead to something which is decided on by itself.</summary>
    public List<OpenField> Open { get; } = [];

    /// <summary>The slots of lists of objects that are given as a whole.</summary>
    public List<int> Lists { get; } = [];

    /// <summary>False when a field that is never null is withheld.</summary>
    public bool Stands { get; set; } = true;

    /// <summary>True when something is given that is more than a key, an agency or a contact.</summary>
    public bool GivesContent { get; private set; }

    /// <summary>The classes that are given in full.</summary>
    public ClassSet GivenInFull { get; private set; } = ClassSet.Empty;

    /// <summary>The field that names another record, when it is given.</summary>
    public FieldFacts? Mention { get; private set; }

    /// <summary>True when what stands in its place does not tell which record it is.</summary>
    public bool HidesMention { get; private set; }

    /// <summary>Notes that a field is given.</summary>
    public void Give(FieldFacts field, Effect effect, bool isWhole)
    {
        if (field.Coordinate == Facts.Mention)
        {
            (Mention, HidesMention) = (field, !isWhole);
        }

        GivesContent |= field.IsContent;
        GivenInFull = GivenInFull.With(field.InFull(effect));
    }
}

/// <summary>A field that leads to something which is decided on by itself.</summary>
/// <param name="Ruling">What was decided on the field; of an object that stands, nothing is done with it.</param>
/// <param name="Below">How what it leads to is gone into.</param>
internal sealed record OpenField(Ruling Ruling, Below Below)
{
    /// <summary>What of the objects that it leads to nobody in this role is given.</summary>
    public ImmutableArray<LeftOutClass> LeftOut { get; init; } = [];
}

/// <summary>How what a field leads to is gone into.</summary>
/// <param name="Facts">The field.</param>
/// <param name="Scope">Whose data the field is.</param>
/// <param name="Ceiling">The most that can be given there.</param>
/// <param name="IsDeferred">True when it is nobody's data so far.</param>
/// <param name="Classes">Classes that are decided on with each object.</param>
internal sealed record Below(
    FieldFacts Facts, SubjectScope Scope, Effect Ceiling, bool IsDeferred, ClassSet Classes);
