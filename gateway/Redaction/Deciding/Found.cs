using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// What a field of the root found. A person of whom nothing may be given that says who it is, and whoever was found by
/// what is not given of them in full, is answered as nobody: an id or a number that a caller happens to have must
/// tell neither whose it is nor that it is somebody's.
/// </summary>
/// <param name="Object">Its number in merged data.</param>
/// <param name="Context">Whose data it is, before anything is known of these persons.</param>
/// <param name="Labels">What its type is.</param>
/// <param name="Probed">The classes that it was found by.</param>
internal sealed record Found(int Object, SubjectContext Context, TypeClasses Labels, ClassSet Probed)
{
    /// <summary>True when it depends on the person whether it may be known.</summary>
    public bool IsOfSomebody => IsPerson || (!Labels.Subjects.IsEmpty && !Probed.IsEmpty);

    private bool IsPerson => Labels is { IsPerson: true, NeedsLink: true };

    /// <summary>What a field of the root found.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="reader">Reads whose data an object is.</param>
    /// <param name="root">The root of merged data.</param>
    /// <param name="field">The field.</param>
    public static IEnumerable<Found> By(
        PolicyAccess access, SubjectReader reader, DataObject root, ResponseField field)
    {
        if (field is not { Kind: ResponseFieldKind.Data, Children: { } fields })
        {
            yield break;
        }

        // Of a list that is searched for, a class of its own says what it tells.
        var isSingle = field.Type.Element is null;
        var probed = access.Row.Table.SetOf(field.Probed
            .Where(each => isSingle && (each.Variable is null || access.IsGiven(each.Variable)))
            .Select(each => each.Class));
        foreach (var one in Objects(root[field.Slot]))
        {
            var named = field.NamedType.Kind == Schema.TypeKind.Object ? field.NamedType.Name : null;
            if ((one.TypeName ?? named) is { } typeName)
            {
                var facts = access.Facts.Of(fields, typeName);
                yield return new Found(one.Id, reader.Context(one, facts), facts.Labels, probed);
            }
        }
    }

    /// <summary>The objects of the root that are answered as nobody.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="reader">Reads whose data an object is.</param>
    /// <param name="data">What was fetched.</param>
    /// <param name="register">What the register answered about every person in it.</param>
    public static IReadOnlySet<int> Nobodies(
        PolicyAccess access, SubjectReader reader, FetchedData data, RegisterAnswer register) =>
        data.Plan.Plan.Response.Fields.SelectMany(field => By(access, reader, data.Root, field))
            .Where(found => !found.MayBeKnown(access.Row, register))
            .Select(found => found.Object).ToHashSet();

    /// <summary>The persons whom fields of the root found and who are not answered as nobody.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="reader">Reads whose data an object is.</param>
    /// <param name="data">What was fetched.</param>
    /// <param name="nobodies">Who is.</param>
    public static IEnumerable<string> Persons(
        PolicyAccess access, SubjectReader reader, FetchedData data, IReadOnlySet<int> nobodies) =>
        data.Plan.Plan.Response.Fields.SelectMany(field => By(access, reader, data.Root, field))
            .Where(found => found.IsPerson && !nobodies.Contains(found.Object))
            .SelectMany(found => found.Context.Subjects.Select(subject => subject.Person));

    /// <summary>Whether the caller may know that there is such a person.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="register">What the register answered about the persons.</param>
    public bool MayBeKnown(CallerRow row, RegisterAnswer register)
    {
        if (!row.NeedsLink || !IsOfSomebody)
        {
            return true;
        }

        var decision = new ObjectDecision(
            row, Context with { Subjects = register.Knowing(Context.Subjects) }, register);
        return (!IsPerson || (MayBeKnown(row, decision) && !IsDated(row, decision)))
            && (Probed.IsEmpty || decision.Decide(Probed).Effect == Effect.Clear);
    }

    private bool MayBeKnown(CallerRow row, ObjectDecision decision) =>
        decision.Decide(Labels.Identity).Effect < Effect.Omit || NamesNobody(row);

    // Of whom no more is told than that it is there, from which instant on it is there would tell when it was born.
    private bool IsDated(CallerRow row, ObjectDecision decision) => row.Caller.AsAt < row.Now
        && (decision.IsAlertOnly || decision.Decide(Labels.Identity).Effect == Effect.Exists);

    // To whom nobody is ever named, such as the data protection officer, it tells nothing of this one.
    private bool NamesNobody(CallerRow row) =>
        PolicyDecision.Statically(row, Labels.Identity, canBeOwn: true).Effect >= Effect.Omit;

    private static IEnumerable<DataObject> Objects(DataValue value)
    {
        if (value.Kind == DataKind.Object)
        {
            yield return value.Object;
        }

        foreach (var item in value)
        {
            foreach (var one in Objects(item))
            {
                yield return one;
            }
        }
    }
}
