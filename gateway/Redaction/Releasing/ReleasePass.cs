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
    private readonly RegisterAnswer _register;
    private readonly Func<string, bool> _variableIsTrue;
    private readonly SubjectDecisions _decisions;
    private readonly ReleaseDecisions _released;
    private readonly List<string> _path = [];

    private ReleasePass(PolicyAccess access, RegisterAnswer register, Func<string, bool> variableIsTrue)
    {
        _access = access;
        _register = register;
        _decisions = new SubjectDecisions(access.Row, register);
        _released = new ReleaseDecisions(new ShownTally(access));
        _variableIsTrue = variableIsTrue;
    }

    /// <summary>Decides on everything.</summary>
    /// <param name="access">The caller's access.</param>
    /// <param name="data">What was fetched.</param>
    /// <param name="register">What the register answered about every person in it.</param>
    /// <param name="variableIsTrue">The client's boolean variables.</param>
    public static ReleaseDecisions Decide(
        PolicyAccess access, FetchedData data, RegisterAnswer register, Func<string, bool> variableIsTrue)
    {
        var pass = new ReleasePass(access, register, variableIsTrue);
        var root = data.Plan.Plan.Kind switch
        {
            Schema.OperationKind.Mutation => access.Facts.Supergraph.Types.MutationName,
            Schema.OperationKind.Subscription => access.Facts.Supergraph.Types.SubscriptionName,
            _ => access.Facts.Supergraph.Types.QueryName,
        };
        pass._released.IsRefused = !pass.Visit(
            data.Root,
            access.Facts.Of(data.Plan.Plan.Response, root!),
            pass.ScopeOf(SubjectContext.None),
            Effect.Clear);
        return pass._released;
    }

    // False when the object cannot stand because something in it that is never null may not.
    private bool Visit(DataObject value, ObjectFacts facts, Scope scope, Effect ceiling)
    {
        var stands = true;
        foreach (var field in facts.Selected)
        {
            if (!field.Field.Condition.Holds(_variableIsTrue))
            {
                continue;
            }

            if (field.Field.Kind == ResponseFieldKind.Withheld)
            {
                scope.Tally.Withhold(field.Coordinate, field.Field.Ruling.Effect, RuleOf(field.Field.Ruling));
            }
            else
            {
                _path.Add(field.Field.ResponseKey);
                stands &= Decide(value, field, scope, ceiling);
                _path.RemoveAt(_path.Count - 1);
            }
        }

        return stands;
    }

    private bool Decide(DataObject owner, FieldFacts facts, Scope around, Effect ceiling)
    {
        var scope = facts.IsOfPerson ? ScopeOfField(facts, around) : around;

        // Data about no person so far: the objects that the field leads to say whose it is.
        var isDeferred = facts.Labels.Leads == FieldTarget.LabelledObject && !scope.Decision.HasSubjects;
        var ruling = isDeferred ? Ruling.Clear : scope.Decision.Decide(facts.Labels.Own);
        if (!facts.Labels.IsFacet && !facts.IsPart && ceiling > ruling.Effect)
        {
            ruling = new Ruling(ceiling, ruling.Class, ruling.Reason ?? ReasonCodes.Withheld);
        }

        if (facts.Labels.Leads == FieldTarget.LabelledObject)
        {
            return DecideObject(owner, facts, scope, ruling, isDeferred, ceiling);
        }

        var act = facts.Labels.Leads == FieldTarget.Leaf ? ActOf(facts, ruling.Effect)
            : ruling.Effect == Effect.Clear || (ruling.Effect == Effect.Generalise
                && facts.Generaliser == TransformRules.Keep)
                ? ReleaseAct.Give
                : ReleaseAct.Withhold;
        return act == ReleaseAct.Give && facts.HoldsMore
            && VisitValue(
                owner[facts.Field.Slot],
                new Below(facts, scope, Effects.Meet(ruling.Effect, ceiling), false, ClassSet.Empty)) is { } refused
            ? Settle(owner, facts, scope, refused, ReleaseAct.Withhold)
            : Settle(owner, facts, scope, ruling, act);
    }

    private bool DecideObject(
        DataObject owner,
        FieldFacts facts,
        Scope scope,
        Ruling ruling,
        bool isDeferred,
        Effect ceiling)
    {
        if (ruling.Effect >= Effect.Omit)
        {
            return Settle(owner, facts, scope, ruling, ReleaseAct.Withhold);
        }

        var passed = isDeferred ? Effect.Clear : scope.Decision.Decide(facts.Labels.Passed).Effect;
        var below = new Below(
            facts, scope, Effects.Meet(passed, ceiling), isDeferred, isDeferred ? facts.Labels.Own : ClassSet.Empty);
        if (VisitValue(owner[facts.Field.Slot], below) is { } refused)
        {
            return Settle(owner, facts, scope, refused, ReleaseAct.Withhold);
        }

        // That there is nothing, or how many there are, is told of whoever the object around is about.
        if (!isDeferred)
        {
            scope.Tally.Give(facts.Coordinate);
        }

        return true;
    }

    // Why a single value may not stand; null when it may, and for lists, whose items go one by one.
    private Ruling? VisitValue(DataValue value, Below below)
    {
        if (value.Kind == DataKind.List)
        {
            foreach (var item in value)
            {
                _ = VisitValue(item, below);
            }

            return null;
        }

        if (value.Kind != DataKind.Object)
        {
            // A person who is not there and one whom the caller has no link to look the same.
            var target = _access.Labels.Type(below.Facts.Field.NamedType.Name);
            return below.IsDeferred && target.NeedsLink && below.Facts.Field.Type.Element is null
                && _access.Row.NeedsLink
                ? Unlinked(_decisions.Of(SubjectContext.None).Decide(target.Classes.With(below.Classes)))
                : null;
        }

        if (VisitObject(value.Object, below) is { } refused)
        {
            _released.Leave(below.Facts.Field, value.Object.Id);
            return refused;
        }

        return null;
    }

    private Ruling? VisitObject(DataObject value, Below below)
    {
        var named = below.Facts.Field.NamedType;
        if ((value.TypeName ?? (named.Kind == Schema.TypeKind.Object ? named.Name : null)) is not { } typeName
            || below.Facts.Field.Children is not { } fields)
        {
            return new Ruling(Effect.Hide, -1, null);
        }

        var facts = _access.Facts.Of(fields, typeName);
        var labels = facts.Labels;
        var scope = ScopeOf(SubjectReader.Read(value, facts, below.Scope.Context, _register), below.Scope);
        var decision = scope.Decision;
        var ruling = decision.Decide(labels.Classes.With(below.Classes));
        if (labels.NeedsLink && !decision.IsLinked)
        {
            return Unlinked(ruling);
        }

        if (Unnamed(below, decision) is { } unnamed)
        {
            return unnamed;
        }

        var isShown = ruling.Effect < Effect.Omit || (ruling.Effect == Effect.Omit
            && decision.IsInView && _access.Row.ShowsWithheld(labels.Classes.With(below.Classes)));
        var outer = _released.Shown.Enter(facts, scope.Context);
        var stands = isShown && Visit(value, facts, scope, below.Ceiling);
        _released.Shown.Leave(outer, facts, scope.Context, stands);
        return stands
            ? null
            : ruling.Effect >= Effect.Omit ? ruling : new Ruling(Effect.Hide, ruling.Class, null);
    }

    // Who it is: decided for this very person, whatever is selected of it.
    private static Ruling? Unnamed(Below below, ObjectDecision person)
    {
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

    private static Ruling Unlinked(Ruling ruling) => ruling.Effect >= Effect.Omit
        ? ruling
        : new Ruling(Effect.Omit, ruling.Class, ReasonCodes.NoRelationship);

    private bool Settle(DataObject owner, FieldFacts facts, Scope scope, Ruling ruling, ReleaseAct act)
    {
        if (act == ReleaseAct.Give)
        {
            scope.Tally.Give(facts.Coordinate);
            _released.Shown.Give(facts, ruling.Effect, owner[facts.Field.Slot]);
            if (facts.IsTwin)
            {
                _released.NoteTwin(facts, [.. _path]);
            }

            return true;
        }

        if (act == ReleaseAct.Withhold)
        {
            scope.Tally.Withhold(facts.Coordinate, ruling.Effect, RuleOf(ruling));
        }
        else
        {
            scope.Tally.Give(facts.Coordinate);
            _released.Shown.Give(facts, ruling.Effect, default);
        }

        _released.Set(facts.Field, owner.Id, new ReleasedField(facts, ruling, act, scope.Context.Owner));

        // What is never null takes its object with it; a list is empty instead.
        return act != ReleaseAct.Withhold || facts.Field.Type is not { IsNonNull: true, Element: null };
    }

    private static ReleaseAct ActOf(FieldFacts facts, Effect effect) => effect switch
    {
        Effect.Clear => ReleaseAct.Give,
        Effect.Generalise when facts.IsTwin => ReleaseAct.Give,
        Effect.Generalise when facts.Generaliser is TransformRules.Keep => ReleaseAct.Give,
        Effect.Generalise when facts.Generaliser is not null => ReleaseAct.Transform,
        Effect.Mask when facts.IsMaskable => ReleaseAct.Transform,
        _ => ReleaseAct.Withhold,
    };

    private static string RuleOf(FieldRuling ruling) =>
        string.Join('+', ruling.Classes) + ":" + (ruling.Reason ?? ReasonCodes.Withheld);

    private string RuleOf(Ruling ruling) => ruling.Class < 0
        ? "unlabelled"
        : _access.Row.Table.Classes[ruling.Class].Code + ":" + (ruling.Reason ?? ReasonCodes.Withheld);

    private Scope ScopeOf(SubjectContext context)
    {
        var decision = _decisions.Of(context);
        return new Scope(context, decision, _released.Tally.Of(decision));
    }

    private Scope ScopeOf(SubjectContext context, Scope around) =>
        ReferenceEquals(context, around.Context) ? around : ScopeOf(context);

    private Scope ScopeOfField(FieldFacts facts, Scope person)
    {
        var agency = _access.Row.Caller.Agency;
        var isOwn = facts.Labels.Codes is [var only] && only == agency;
        return isOwn == (person.Context.Owner == agency)
            ? person
            : ScopeOf(person.Context with { Owner = isOwn ? agency : null });
    }

    /// <summary>Whose data an object is, what was decided for them, and what is counted for them.</summary>
    private readonly record struct Scope(SubjectContext Context, ObjectDecision Decision, SubjectTally Tally);

    private readonly record struct Below(
        FieldFacts Facts, Scope Scope, Effect Ceiling, bool IsDeferred, ClassSet Classes);
}
