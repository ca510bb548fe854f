using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>What a decision about one object rests on, worked out once for all its classes.</summary>
internal sealed class DecisionFacts
{
    private const string KeepsBack = "DO_NOT_SHARE";

    private static readonly Verdict Nothing = new(Effect.Clear, -1, null);

    private readonly CallerRow _row;
    private readonly RegisterAnswer _register;
    private readonly SubjectContext _context;
    private readonly ImmutableArray<LinkedSubject> _linked;
    private readonly ImmutableArray<DecidedSubject> _confiders;

    // The recorded decisions about sharing that concern the object, whatever the class.
    private readonly ImmutableArray<SharingFact> _sharing;
    private readonly bool _isStranger;
    private readonly bool _isOwn;

    // What links can make true: they are the caller's, and of whom the answer goes on to only an enquiry is true too.
    private readonly Conditions _byLinks;
    private readonly LinkReach _reach;
    private readonly Tier? _upTo;
    private readonly uint _bits;
    private ImmutableArray<ConsentState> _states;
    private SortedSet<string>? _reliedOn;
    private bool _isParty;

    public DecisionFacts(CallerRow row, SubjectContext context, RegisterAnswer register)
        : this(row, context, register, ConditionNames.Every, register.HiddenFromCaller)
    {
    }

    private DecisionFacts(
        CallerRow row, SubjectContext whole, RegisterAnswer register, Conditions byLinks,
        ImmutableHashSet<string> hidden)
    {
        _byLinks = byLinks;
        _row = row;
        _register = register;
        var context = _context = whole.Without(hidden, register.State);
        _isOwn = context.Owner is not null && context.Owner == row.Caller.Agency;
        // Who hands over a record of the own agency tells of it. The links are the caller's, not the recipient's.
        var owner = _isOwn || context.Owner == row.Onward?.Caller.Agency ? null : context.Owner;
        Onward = row.Onward is not { } onward ? null
            : new DecisionFacts(
                onward, whole.Without(register.Hidden, register.State), register,
                Conditions.OpenEnquiry, register.Hidden)
            {
                Involvement = row.Table.InvolvementOf(owner),
            };
        _confiders = context.Subjects.RemoveAll(subject => subject.Role != SubjectRole.Confider);
        GlassIsBroken = row.MayBreakGlass && context.Subjects.Any(subject => IsBroken(subject, context));
        _linked = LinkedOf(context);
        IsHidden = _linked.IsEmpty && whole.Subjects.Any(subject => register.Hidden.Contains(subject.Person));
        // A third party whom the caller has no link to stands in the record of somebody whom there is one to.
        _isStranger = _linked.IsEmpty && !IsHidden && context.Around is not null && context.Subjects.Length > 0
            && context.Subjects.All(subject => subject.Role == SubjectRole.ThirdParty);
        _linked = _isStranger ? LinkedOf(context.Around!) : _linked;
        _sharing = SharingAbout();
        var view = _linked.RemoveAll(linked => !linked.IsBroken && !linked.Links.Any(IsOfView));
        _reach = WidestReach();
        _upTo = WidestTier(view);
        Stage = EffectiveStage(view);
        _bits = CommonBits(view, context);
        // The hub's rules have to know of everybody. Who made or received a record knows whose it is.
        Involvement = !row.NeedsLink || _isParty || Holds(Conditions.OwnReferral)
            ? ClassSet.Empty : row.Table.InvolvementOf(context.Owner);
    }

    /// <summary>What a decision rests on for whom the answer is passed on to; null for nobody.</summary>
    public DecisionFacts? Onward { get; }

    /// <summary>The lower of the claimed and the recorded stage.</summary>
    public Stage Stage { get; }

    /// <summary>The recorded decisions that stood in for agreement in what was decided so far.</summary>
    public IReadOnlyCollection<string> ReliedOn => _reliedOn ?? (IReadOnlyCollection<string>)[];

    /// <summary>False when the caller may see it and not pass it on: it is no own case or record.</summary>
    public bool PassesOn => _row.Role >= 0 && _row.Table.Roles[_row.Role].PassesOn is var own
        && (own.IsEmpty || own.Any(name => Holds(ConditionNames.All[name])));

    /// <summary>The classes of whose record it is, as an involvement; none where the caller surely knows.</summary>
    public ClassSet Involvement { get; private init; }

    /// <summary>The decision on them for whom that agency is hidden from; null as long as it was not made.</summary>
    public Verdict? OfOwner { get; set; }

    /// <summary>True when the caller has a link to a person of the record, or of the record around it.</summary>
    public bool IsLinked => !_linked.IsEmpty;

    /// <summary>True when nothing may tell that there is such data: it is about who is shielded from the
    /// caller.</summary>
    public bool IsHidden { get; }

    /// <summary>True when that link opens no more than that there are alerts.</summary>
    public bool IsAlertOnly => IsLinked && _reach == LinkReach.AlertOnly;

    /// <summary>True when the caller has opened a break-glass for a person of the record.</summary>
    public bool GlassIsBroken { get; }

    /// <summary>True when the register said what it knows now.</summary>
    public bool IsKnown => _register.State == RegisterState.Current;

    /// <summary>Why nothing of a class that needs a link can be given; null when something can.</summary>
    public string? Refusal(ClassRule rule) =>
        _register.State == RegisterState.Unavailable && !GlassIsBroken ? ReasonCodes.RegisterUnavailable
        : _linked.IsEmpty
            ? IsKnown ? ReasonCodes.NoRelationship : ReasonCodes.RegisterUnavailable
        : _register.State == RegisterState.LastKnown && rule.Tier > Tier.S1 && !GlassIsBroken
            ? ReasonCodes.RegisterUnavailable
        : _reach < LinkReach.AlertOnly && rule.Tier > _upTo && !_isOwn && !Holds(Conditions.OwnReferral)
            ? ReasonCodes.Withheld
        : null;

    /// <summary>The bits that hold for a class.</summary>
    public uint BitsFor(int cls)
    {
        var bits = _bits;
        if (_confiders.Length > 0
            && States.All(state => state is { InScope: true, Cap.IsAgreement: true }))
        {
            bits |= (uint)Conditions.InScopeAgreement;
        }

        if (Overriding(cls) is not { } overriding)
        {
            return bits;
        }

        _reliedOn ??= new SortedSet<string>(StringComparer.Ordinal);
        _reliedOn.UnionWith(overriding.Select(fact => fact.Id));
        return bits | (uint)Conditions.RecordedOverride;
    }

    /// <summary>What the confiders' agreement leaves of a class.</summary>
    public Verdict Agreement(int cls)
    {
        var map = _row.Table.Model.Consent;
        return _isOwn || !_row.NeedsLink || !_row.Table.Gated.Holds(ClassSet.Of(cls)) || !map.Stages.Contains(Stage)
            || Overriding(cls) is not null
            ? Nothing
            : LeftByAgreement(cls);
    }

    /// <summary>What recorded decisions not to share leave of a class.</summary>
    public Verdict Sharing(int cls) => !_isOwn && IsKeptBack(cls)
        ? new Verdict(Effect.Exists, cls, ReasonCodes.LegalNotShared)
        : Nothing;

    /// <summary>What is left of a class about third parties alone; of who is shielded no more than elsewhere.</summary>
    public Verdict ThirdParty(int cls) => !_isStranger || !_row.NeedsLink ? Nothing
        : _context.Subjects.Any(subject => _register.Sealed.Contains(subject.Person)) ? OfSealed(cls)
        : new Verdict(
            _row.Table.Model.ThirdParty.GetValueOrDefault(_row.Table.Classes[cls].Code, Effect.Generalise),
            cls,
            ReasonCodes.ThirdParty);

    /// <summary>What is left of a class when the caller is linked only through another person.</summary>
    public Verdict Reach(int cls) => _reach switch
    {
        LinkReach.View => Nothing,
        LinkReach.OtherHousehold => OfOtherHousehold(cls),
        LinkReach.Presence => OfSealed(cls),
        _ => new Verdict(
            _row.Table.Model.AlertOnly.GetValueOrDefault(_row.Table.Classes[cls].Code, Effect.Omit),
            cls,
            ReasonCodes.NoRelationship),
    };

    private Verdict OfSealed(int cls) => new(
        _row.Table.Model.Sealed.Shows.GetValueOrDefault(_row.Table.Classes[cls].Code, Effect.Omit),
        cls,
        ReasonCodes.Sealed);

    private Verdict OfOtherHousehold(int cls)
    {
        var standIn = _row.Table.Model.OtherHousehold.GetValueOrDefault(_row.Table.Classes[cls].Code);
        var place = standIn is null ? -1 : _row.Table.ClassAt(standIn);
        var granted = place < 0
            ? Effect.Omit
            : _row.Table.Granted(_row.Role, place, _row.Purpose, Stage, _bits);

        // That a record is there tells its day: of a birth that is the date of birth.
        return new Verdict(granted == Effect.Exists ? Effect.Omit : granted, cls, ReasonCodes.Withheld);
    }

    private static bool IsOfView(RegisterLink link) => link.Reach < LinkReach.AlertOnly;

    private Verdict LeftByAgreement(int cls)
    {
        var left = Cap(States[0], cls);
        foreach (var state in States.AsSpan()[1..])
        {
            left = Cap(state, cls) is var cap && cap.Effect > left.Effect ? cap : left;
        }

        return left;
    }

    private static Verdict Cap(ConsentState state, int cls) => new(
        state.InScope ? state.Cap.InScope : state.Cap.OutOfScope,
        cls,
        state.Cap.IsAgreement || state.Code == ConsentMap.NotRecorded
            ? ReasonCodes.ConsentOutOfScope
            : ReasonCodes.ConsentRefused);

    // Of a record that a child or a confider is a subject of, glass broken for somebody else opens nothing: where it
    // happened, and to whom, is theirs.
    private bool IsBroken(DecidedSubject subject, SubjectContext context) => _row.HasBroken(subject.Facts)
        && (IsTold(subject) || !context.Subjects.Any(IsTold));

    private static bool IsTold(DecidedSubject subject) => subject.Role is SubjectRole.Confider or SubjectRole.Child;

    private ImmutableArray<LinkedSubject> LinkedOf(SubjectContext context)
    {
        var linked = ImmutableArray.CreateBuilder<LinkedSubject>(context.Subjects.Length);
        foreach (var subject in context.Subjects)
        {
            var (isBroken, links) = (IsBroken(subject, context), LinksOf(subject));
            if (isBroken || (_register.State != RegisterState.Unavailable && !links.IsEmpty))
            {
                linked.Add(new LinkedSubject(subject, isBroken, links));
            }
        }

        return linked.DrainToImmutable();
    }

    private ImmutableArray<RegisterLink> LinksOf(DecidedSubject subject) =>
        _row.CountsOnly || subject.Facts is { Seal: SealState.Closed }
        ? []
        : (subject.Facts?.Links ?? []).RemoveAll(link =>
            link.IsSealed || link.Until <= _row.Now || _row.Table.LinkOf(link.Kind) is null);

    private LinkReach WidestReach() => _linked.Any(linked => linked.IsBroken)
        ? LinkReach.View
        : _linked.SelectMany(linked => linked.Links).Select(link => link.Reach)
            .DefaultIfEmpty(LinkReach.AlertOnly).Min();

    private Tier? WidestTier(ImmutableArray<LinkedSubject> view)
    {
        Tier? widest = Tier.S0;
        foreach (var linked in view)
        {
            foreach (var link in linked.Links)
            {
                if (!IsOfView(link))
                {
                    continue;
                }

                var rule = _row.Table.LinkOf(link.Kind)!.Rule;
                var upTo = rule.FullFor.Contains(_row.Caller.Role) ? null : rule.UpTo;
                widest = upTo is null || widest is null ? null : upTo > widest ? upTo : widest;
            }
        }

        return GlassIsBroken ? null : widest;
    }

    // Several persons of one record: the least advanced of their cases decides.
    private Stage EffectiveStage(ImmutableArray<LinkedSubject> view)
    {
        var recorded = view.IsEmpty ? Stage.Contact : view.Min(linked => linked.Subject.Facts?.Stage ?? Stage.Contact);
        return recorded < _row.Caller.Stage ? recorded : _row.Caller.Stage;
    }

    private uint CommonBits(ImmutableArray<LinkedSubject> view, SubjectContext context)
    {
        var bits = 0u;
        foreach (var linked in view)
        {
            foreach (var link in linked.Links)
            {
                if (!IsOfView(link))
                {
                    continue;
                }

                var (rule, bit) = _row.Table.LinkOf(link.Kind)!;
                var isOfRecord = link.Record is not null && context.Records.Contains(link.Record);
                var fits = isOfRecord || (!rule.OfRecord && (!rule.Direct || IsDirectToAll(bit, context)));
                bits |= fits ? bit : 0;
                _isParty |= isOfRecord;

                // A referral about this very person is one thing, the record of it another.
                var isReferred = rule.OfRecord && link.Via == linked.Subject.Person;
                bits |= isReferred ? (uint)Conditions.Referred : 0;
            }
        }

        return (bits & (uint)_byLinks) | _row.StandingBits(_register.Standing)
            | (_isOwn ? (uint)(Conditions.OwnAgency | Conditions.OwnReferral) : 0u);
    }

    // A record of several persons tells most of who confided it and of the children in it: one's own patient among
    // them does not make the others one's own.
    private bool IsDirectToAll(uint bit, SubjectContext context)
    {
        var subjects = (_isStranger ? context.Around! : context).Subjects;
        var told = subjects.RemoveAll(subject => !IsTold(subject));
        return told.IsEmpty
            ? subjects.Any(subject => IsDirect(subject, bit))
            : told.All(subject => IsDirect(subject, bit));
    }

    private bool IsDirect(DecidedSubject subject, uint bit) => LinksOf(subject).Any(link =>
        IsOfView(link) && link.Via == subject.Person && _row.Table.LinkOf(link.Kind) is var (rule, own)
        && rule.Direct && own == bit);

    private bool Holds(Conditions condition) => (_bits & (uint)condition) != 0;

    private bool IsKeptBack(int cls)
    {
        foreach (var fact in _sharing)
        {
            if (fact.Decision == KeepsBack && IsAbout(fact, cls))
            {
                return true;
            }
        }

        return false;
    }

    // The recorded decisions to share that stand in for agreement to a class; none where another keeps it back.
    private List<SharingFact>? Overriding(int cls)
    {
        List<SharingFact>? overriding = null;
        foreach (var fact in _sharing)
        {
            if (IsAbout(fact, cls) && Overrides(fact, cls))
            {
                (overriding ??= []).Add(fact);
            }
        }

        return overriding is null || IsKeptBack(cls) ? null : overriding;
    }

    private bool Overrides(SharingFact fact, int cls) => fact.Decision is "SHARE" or "SHARE_PART"
        && _row.Table.Model.Bases.TryGetValue(fact.Basis, out var basis)
        && basis.Overrides.Contains(_row.Table.Classes[cls].Code);

    private bool IsAbout(SharingFact fact, int cls) => fact.Classes.IsEmpty
        ? _row.Table.Gated.Holds(ClassSet.Of(cls))
        : fact.Classes.Contains(_row.Table.Classes[cls].Code);

    // A recorded decision about a person holds whether or not the caller has a link to that person.
    private ImmutableArray<SharingFact> SharingAbout()
    {
        var deciding = !_confiders.IsEmpty ? _confiders
            : _isStranger ? [.. _linked.Select(linked => linked.Subject)]
            : _context.Subjects;
        return deciding.All(subject => subject.Facts is null or { Sharing.IsEmpty: true })
            ? []
            :
            [
                .. deciding.SelectMany(subject => subject.Facts?.Sharing ?? [])
                    .Where(fact => !(fact.ExpiresAt <= _row.Now)
                        && fact.Recipients.Contains(_row.Caller.Agency)
                        && Concerns(fact)),
            ];
    }

    // A decision is about the records it names. A record of which nobody can tell which it is is kept back by one and
    // shared by none. Before an agency is asked, any of its records may come: the person is asked about for one of
    // them.
    private bool Concerns(SharingFact fact)
    {
        var keepsBack = fact.Decision == KeepsBack;
        if (!_context.AskedOf.IsEmpty)
        {
            return keepsBack
                ? fact.Records.IsEmpty && (fact.From is null || _context.AskedOf.All(code => code == fact.From))
                : fact.From is null || _context.AskedOf.Contains(fact.From);
        }

        return (fact.From is null || (_context.Owner is { } owner ? owner == fact.From : keepsBack))
            && (fact.Records.IsEmpty
                || (_context.Records.IsEmpty ? keepsBack : fact.Records.Any(_context.Records.Contains)));
    }

    private ImmutableArray<ConsentState> States =>
        _states.IsDefault ? _states = ConsentState.OfEach(_confiders, _row, _context, _register) : _states;

    private readonly record struct LinkedSubject(
        DecidedSubject Subject, bool IsBroken, ImmutableArray<RegisterLink> Links);
}
