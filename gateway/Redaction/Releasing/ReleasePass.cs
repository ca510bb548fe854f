using System.Runtime.InteropServices;
using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// The third of three checks of the policy: goes through everything that was fetched, before a byte is written, and
/// decides on it again, whatever screening and gate have ruled.
/// </summary>
internal sealed class ReleasePass
{
    private readonly PolicyAccess _access;
    private readonly SubjectReader _reader;
    private readonly IReadOnlySet<int> _nobodies;
    private readonly SealedNames _sealed;
    private readonly Func<string, bool> _variableIsTrue;
    private readonly ReleaseDecisions _released;
    private readonly SubjectScopes _scopes;
    private readonly SubjectScope _nobody;
    private readonly LeftOutDecisions _leftOut;
    private readonly Dictionary<(ObjectFacts Facts, SubjectScope Scope, Limit Limit), ObjectRelease> _objects = [];
    private readonly List<string> _path = [];
    private readonly ToldPersons _told = new();

    private ReleasePass(
        PolicyAccess access,
        SubjectReader reader,
        RegisterAnswer register,
        IReadOnlySet<int> nobodies,
        Func<string, bool> variableIsTrue)
    {
        _nobodies = nobodies;
        _access = access;
        _reader = reader;
        _variableIsTrue = variableIsTrue;
        _released = new ReleaseDecisions(new ShownTally(access));
        _sealed = new SealedNames(access.Row, reader, register);
        _scopes = new SubjectScopes(access.Row, register, _released.Tally);
        _nobody = _scopes.Of(new SubjectQuery([], null, null, []), null);
        _leftOut = new LeftOutDecisions(access, _scopes, variableIsTrue);
    }

    /// <summary>Decides on everything.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="reader">Reads whose data an object is.</param>
    /// <param name="data">What was fetched.</param>
    /// <param name="register">What the register answered about every person in it.</param>
    /// <param name="nobodies">Objects of the root that are answered as nobody.</param>
    /// <param name="variableIsTrue">The client's boolean variables.</param>
    public static ReleaseDecisions Decide(
        PolicyAccess access,
        SubjectReader reader,
        FetchedData data,
        RegisterAnswer register,
        IReadOnlySet<int> nobodies,
        Func<string, bool> variableIsTrue)
    {
        var pass = new ReleasePass(access, reader, register, nobodies, variableIsTrue);
        var root = data.Plan.Plan.Kind switch
        {
            Schema.OperationKind.Mutation => access.Facts.Supergraph.Types.MutationName,
            Schema.OperationKind.Subscription => access.Facts.Supergraph.Types.SubscriptionName,
            _ => access.Facts.Supergraph.Types.QueryName,
        };
        pass._released.IsRefused = !pass.Visit(
            data.Root, access.Facts.Of(data.Plan.Plan.Response, root!), pass._nobody, default, null);
        pass._told.Settle(pass._released.Tally);
        return pass._released;
    }

    // False when the object cannot stand because something in it that is never null may not.
    private bool Visit(DataObject value, ObjectFacts facts, SubjectScope scope, Limit limit, string? record)
    {
        if (!_objects.TryGetValue((facts, scope, limit), out var release))
        {
            release = Decide(facts, scope, limit);
            _objects.Add((facts, scope, limit), release);
        }

        foreach (var released in release.Settled)
        {
            _released.Set(value.Id, released);
        }

        foreach (var slot in release.Lists)
        {
            _released.NoteList(value.Id, slot);
        }

        _released.Shown.Give(release, value);
        var told = _told.Enter(facts, scope, release.Counted, record);
        var stands = release.Stands;
        foreach (var field in release.Open)
        {
            _path.Add(field.Below.Facts.Field.ResponseKey);
            stands &= GoInto(value, field, record);
            _path.RemoveAt(_path.Count - 1);
        }

        _told.Leave(told, stands);
        return stands;
    }

    // Everything that is the same for each object about the same persons.
    private ObjectRelease Decide(ObjectFacts facts, SubjectScope scope, Limit limit)
    {
        var release = new ObjectRelease(facts) { Counted = { scope } };
        foreach (var field in facts.Selected)
        {
            if (!field.Field.Condition.Holds(_variableIsTrue))
            {
                continue;
            }

            if (field.Field.Kind == ResponseFieldKind.Withheld)
            {
                scope.Tally.Withhold(
                    new WithheldMark(field.Number, field.Field.Ruling.Effect, RuleOf(field.Field.Ruling)));
            }
            else
            {
                var own = field.IsOfPerson ? ScopeOfField(field, scope) : scope;
                _ = release.Counted.Add(own);
                Decide(release, field, own, limit);
            }
        }

        return release;
    }

    private void Decide(ObjectRelease release, FieldFacts facts, SubjectScope scope, Limit limit)
    {
        // Data about no person so far: the objects that the field leads to say whose it is.
        var isDeferred = facts.Labels.Leads == FieldTarget.LabelledObject && !scope.Decision.HasSubjects;
        var ruling = limit.Of(facts, isDeferred ? Ruling.Clear : LeftOutDecisions.OfField(facts, scope.Decision));
        if (TellsOfMore(facts, scope, ruling))
        {
            release.Settled.Add(Withheld(facts, scope, ruling));
            release.Stands &= !TakesItsObject(facts);
            return;
        }

        if (facts.Labels.Leads == FieldTarget.LabelledObject && ruling.Effect < Effect.Omit)
        {
            var passed = isDeferred ? Effect.Clear : scope.Decision.Decide(facts.Labels.Passed).Effect;
            var classes = isDeferred ? facts.Labels.Own : ClassSet.Empty;
            release.Open.Add(new OpenField(
                ruling, new Below(facts, scope, Effects.Meet(passed, limit.Ceiling), isDeferred, classes))
            {
                LeftOut = _leftOut.OfEverybody(facts, scope),
            });
            if (!isDeferred && _leftOut.Of(facts, scope) is { IsEmpty: false } left)
            {
                release.Settled.Add(
                    new ReleasedField(facts, Ruling.Clear, ReleaseAct.GiveInPart, null) { LeftOut = left });
            }

            return;
        }

        var act = ActOf(facts, ruling.Effect);
        if (act == ReleaseAct.Give && GoesOn(facts, scope))
        {
            release.Open.Add(new OpenField(
                ruling, new Below(facts, scope, Effects.Meet(ruling.Effect, limit.Ceiling), false, ClassSet.Empty)));
        }
        else if (act == ReleaseAct.Withhold)
        {
            release.Settled.Add(Withheld(facts, scope, ruling));
            release.Stands &= !TakesItsObject(facts);
        }
        else
        {
            facts.Give(scope.Tally, ruling.Effect, _variableIsTrue);
            release.Give(facts, ruling.Effect, act == ReleaseAct.Give);
            if (facts.Field is { Type.Element: not null, Children: not null })
            {
                release.Lists.Add(facts.Field.Slot);
            }

            if (act == ReleaseAct.Transform)
            {
                release.Settled.Add(new ReleasedField(facts, ruling, act, scope.Context.Owner));
            }
            else if (facts.IsTwin)
            {
                _path.Add(facts.Field.ResponseKey);
                _released.NoteTwin(facts, CollectionsMarshal.AsSpan(_path));
                _path.RemoveAt(_path.Count - 1);
            }
        }
    }

    private bool GoInto(DataObject owner, OpenField field, string? record)
    {
        var (facts, scope) = (field.Below.Facts, field.Below.Scope);
        if (!field.LeftOut.IsEmpty)
        {
            _released.NoteLeftOut(facts, CollectionsMarshal.AsSpan(_path), field.LeftOut);
        }

        if (facts.Field.Type.Element is not null)
        {
            _released.NoteList(owner.Id, facts.Field.Slot);
        }

        if (VisitValue(owner[facts.Field.Slot], field.Below, record) is { } refused)
        {
            // The one marker of what is left out stands whether there is an object or not.
            refused = facts.Field.LeftOut.IsEmpty ? refused : refused with { Effect = Effect.Hide };
            _released.Set(owner.Id, Withheld(facts, scope, refused));
            return !TakesItsObject(facts);
        }

        // That there is nothing, or how many there are, is told of whoever the object around is about.
        if (!field.Below.IsDeferred)
        {
            scope.Tally.Give(facts.NumberToward(field.Ruling.Effect));
        }

        if (facts.Labels.Leads != FieldTarget.LabelledObject)
        {
            _released.Shown.Give(facts, field.Ruling.Effect);
            if (facts.IsTwin)
            {
                _released.NoteTwin(facts, CollectionsMarshal.AsSpan(_path));
            }
        }

        return true;
    }

    private ReleasedField Withheld(FieldFacts facts, SubjectScope scope, Ruling ruling)
    {
        scope.Tally.Withhold(new WithheldMark(facts.Number, ruling.Effect, RuleOf(ruling)));
        return new ReleasedField(facts, ruling, ReleaseAct.Withhold, scope.Context.Owner);
    }

    // To whom only a category is open, the objects below would tell by their number and by what in them is never null,
    // such as a record's id and its agency.
    private static bool TellsOfMore(FieldFacts facts, SubjectScope scope, Ruling ruling) =>
        facts.Labels.Leads == FieldTarget.LabelledObject && ruling.Effect == Effect.Generalise
        && facts.Generaliser is not TransformRules.Keep && scope.Decision.IsAlertOnly;

    // Whether something of a value object is decided on by itself.
    private bool GoesOn(FieldFacts facts, SubjectScope scope) =>
        facts.HoldsMore || (facts.NamesAgencies && TellsByNaming(scope));

    // In nobody's data the name of an agency tells of no person, and to the agency that wrote it down nothing new.
    private bool TellsByNaming(SubjectScope scope) => scope.Decision.HasSubjects
        && (_access.Row.Onward is not null || scope.Context.Owner != _access.Row.Caller.Agency);

    // Whom an entry names, or a record answers, is hidden as that agency's own record about the same persons would be.
    private bool NamesHidden(DataObject value, ObjectFacts facts, SubjectScope scope) =>
        TellsByNaming(scope) && _reader.Named(value, facts) is { } agency
        && _scopes.Alike(scope, agency, scope.Context.Records).Decision.Decide(ClassSet.Empty).Effect == Effect.Hide;

    // What is never null takes its object with it; a list is empty instead.
    private static bool TakesItsObject(FieldFacts facts) => facts.Field.Type is { IsNonNull: true, Element: null };

    // Why a single value may not stand; null when it may, and for lists, whose items go one by one.
    private Ruling? VisitValue(DataValue value, Below below, string? record)
    {
        if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                if (VisitValue(item, below, record) is { Reason: ReasonCodes.Sealed })
                {
                    _released.NoteLeftOut(
                        below.Facts, CollectionsMarshal.AsSpan(_path), [_sealed.LeftOut(below.Facts)]);
                }
            }

            return null;
        }

        if (value.Kind != DataKind.Object)
        {
            return NotThere(below);
        }

        if (_nobodies.Contains(value.Object.Id))
        {
            _released.Leave(below.Facts.Field, value.Object.Id);
            return NotThere(below);
        }

        if (VisitObject(value.Object, below, record) is { } refused)
        {
            _released.Leave(below.Facts.Field, value.Object.Id);
            return refused;
        }

        return null;
    }

    // A person who is not there and one whom the caller has no link to look the same.
    private Ruling? NotThere(Below below)
    {
        var target = _access.Labels.Type(below.Facts.Field.NamedType.Name);
        return below.IsDeferred && target.NeedsLink && below.Facts.Field.Type.Element is null && _access.Row.NeedsLink
            ? ObjectRules.Unlinked(target.Classes.With(below.Classes), _nobody.Decision)
            : null;
    }

    private Ruling? VisitObject(DataObject value, Below below, string? around)
    {
        var named = below.Facts.Field.NamedType;
        if ((value.TypeName ?? (named.Kind == Schema.TypeKind.Object ? named.Name : null)) is not { } typeName
            || below.Facts.Field.Children is not { } fields)
        {
            return ObjectRules.Hidden;
        }

        var facts = _access.Facts.Of(fields, typeName);
        var labels = facts.Labels;
        var own = SubjectReader.Record(value, facts);
        var record = own ?? around;
        var scope = ScopeOf(value, facts, below.Scope, own);
        var decision = scope.Decision;
        if (labels.NeedsLink && !decision.IsLinked)
        {
            return decision.IsHidden
                ? NotThere(below) ?? ObjectRules.Hidden
                : ObjectRules.Unlinked(labels.Classes.With(below.Classes), decision);
        }

        var ruling = decision.Decide(labels.Classes.With(below.Classes));

        var most = _sealed.MostOf(value, facts);
        if (most == Effect.Hide || (!facts.Named.IsEmpty && NamesHidden(value, facts, scope)))
        {
            return ObjectRules.Hidden;
        }

        if (ObjectRules.Unnamed(below, decision) is { } unnamed)
        {
            return unnamed;
        }

        // What is omitted is left out as if it had not been asked: its agency may have been, for something else.
        var outer = _released.Shown.Enter(facts, scope.Context, record);
        var limit = new Limit(Effects.Meet(below.Ceiling, most), IsSealed: most != Effect.Clear);
        var stands = ruling.Effect < Effect.Omit && Visit(value, facts, scope, limit, record);
        _released.Shown.Leave(outer, facts, scope.Context, stands);
        return stands ? null
            : ruling.Effect >= Effect.Omit ? ruling
            : limit.IsSealed ? new Ruling(Effect.Omit, ruling.Class, ReasonCodes.Sealed)
            : new Ruling(Effect.Hide, ruling.Class, null);
    }

    private static ReleaseAct ActOf(FieldFacts facts, Effect effect) => effect switch
    {
        Effect.Clear => ReleaseAct.Give,
        Effect.Generalise when facts.Generaliser is TransformRules.Keep => ReleaseAct.Give,
        _ when facts.Labels.Leads != FieldTarget.Leaf => ReleaseAct.Withhold,
        Effect.Generalise when facts.IsTwin => ReleaseAct.Give,
        Effect.Generalise when facts.Generaliser is not null => ReleaseAct.Transform,
        Effect.Mask when facts.IsMaskable => ReleaseAct.Transform,
        _ => ReleaseAct.Withhold,
    };

    private static string RuleOf(FieldRuling ruling) =>
        string.Join('+', ruling.Classes) + ":" + (ruling.Reason ?? ReasonCodes.Withheld);

    private string RuleOf(Ruling ruling) => ruling.Class < 0
        ? "unlabelled"
        : _access.Row.Table.Classes[ruling.Class].Code + ":" + (ruling.Reason ?? ReasonCodes.Withheld);

    private SubjectScope ScopeOf(DataObject value, ObjectFacts facts, SubjectScope around, string? record)
    {
        var context = around.Context;
        // What has a key of its own, a person or a record, is no part of the record that names it.
        var records = _scopes.Known(facts.Labels.IsEntity ? [] : context.Records, record);
        var owner = _reader.Owner(value, facts) ?? context.Owner;
        if (facts.Labels.Subjects.IsEmpty)
        {
            return owner == context.Owner && records == context.Records
                ? around
                : _scopes.Alike(around, owner, records);
        }

        var subjects = _reader.Subjects(value, facts);
        var isInRecordOf = !context.Subjects.IsEmpty && SubjectReader.AreThirdParties(subjects);
        return _scopes.Of(new SubjectQuery(subjects, isInRecordOf ? context : null, owner, records), facts);
    }

    private SubjectScope ScopeOfField(FieldFacts facts, SubjectScope person)
    {
        var agency = _access.Row.Caller.Agency;
        var isOwn = facts.Labels.Codes is [var only] && only == agency;
        return isOwn == (person.Context.Owner == agency)
            ? person
            : _scopes.Alike(person, isOwn ? agency : null, person.Context.Records);
    }
}
