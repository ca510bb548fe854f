using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>
/// A policy with every cell of role × class × purpose × stage worked out. Made by <see cref="PolicyCompiler"/>;
/// immutable, used by many requests at once and replaced as a whole.
/// </summary>
public sealed class PolicyTable
{
    /// <summary>How many stages there are.</summary>
    public const int StageCount = 3;

    private readonly ushort[] _cells;
    private readonly ImmutableArray<ImmutableArray<GrantedEffect>> _profiles;
    private readonly Effect[] _forbidden;
    private readonly bool[] _concealed;
    private readonly FrozenDictionary<string, int> _roles;
    private readonly FrozenDictionary<string, int> _classes;
    private readonly FrozenDictionary<string, int> _purposes;
    private readonly FrozenDictionary<string, int> _standing;
    private readonly FrozenDictionary<string, CompiledLink> _links;
    private readonly FrozenSet<(string Coordinate, string Recipient)> _flows;
    private readonly FrozenDictionary<string, ClassSet> _involvement;

    // As many as combinations of classes occur in one schema.
    private readonly ConcurrentDictionary<ClassSet, ImmutableArray<string>> _codes = new();

    internal PolicyTable(
        PolicyModel model,
        ushort[] cells,
        ImmutableArray<ImmutableArray<GrantedEffect>> profiles,
        Effect[] forbidden,
        bool[] concealed)
    {
        Model = model;
        _cells = cells;
        _profiles = profiles;
        _forbidden = forbidden;
        _concealed = concealed;
        Roles = [.. model.Roles.Values];
        Classes = [.. model.Classes.Values];
        Purposes = [.. model.Purposes.Values];
        _roles = Places(model.Roles.Keys);
        _classes = Places(model.Classes.Keys);
        _purposes = Places(model.Purposes.Keys);
        _standing = Places(model.Standing.Keys);
        _links = model.Links.ToFrozenDictionary(
            link => link.Key,
            link => new CompiledLink(
                link.Value,
                link.Value.Condition is { } condition ? (uint)ConditionNames.All[condition] : 0),
            StringComparer.Ordinal);
        _flows = model.Standing.Values.SelectMany(decision => decision.Flows)
            .Select(flow => (flow.Coordinate, flow.Recipient)).ToFrozenSet();
        Gated = SetOf(model.Consent.Classes);
        _involvement = Classes.SelectMany(cls => cls.Agencies, (cls, agency) => (Agency: agency, cls.Code))
            .GroupBy(each => each.Agency, each => each.Code)
            .ToFrozenDictionary(each => each.Key, SetOf, StringComparer.Ordinal);
    }

    /// <summary>What it was compiled from.</summary>
    public PolicyModel Model { get; }

    /// <summary>Version and hash, as the answer and the log name it.</summary>
    public string Name => Model.Version + "+" + Model.Hash[..Math.Min(12, Model.Hash.Length)];

    /// <summary>The roles, by place.</summary>
    public ImmutableArray<RoleRule> Roles { get; }

    /// <summary>The classes, by place.</summary>
    public ImmutableArray<ClassRule> Classes { get; }

    /// <summary>The purposes, by place.</summary>
    public ImmutableArray<PurposeRule> Purposes { get; }

    /// <summary>The classes that a confider's agreement gates.</summary>
    public ClassSet Gated { get; }

    /// <summary>The role's place, or -1.</summary>
    /// <param name="code">The role.</param>
    public int RoleAt(string code) => _roles.GetValueOrDefault(code, -1);

    /// <summary>The class's place, or -1.</summary>
    /// <param name="code">The class.</param>
    public int ClassAt(string code) => _classes.GetValueOrDefault(code, -1);

    /// <summary>The classes that an agency's very involvement is of; none for most.</summary>
    /// <param name="agency">Its code; null when it is not known.</param>
    public ClassSet InvolvementOf(string? agency) =>
        agency is null ? ClassSet.Empty : _involvement.GetValueOrDefault(agency);

    /// <summary>The purpose's place, or -1.</summary>
    /// <param name="code">The purpose.</param>
    public int PurposeAt(string? code) => code is null ? -1 : _purposes.GetValueOrDefault(code, -1);

    /// <summary>The rule of a kind of link; null for one the policy does not know, which links nobody.</summary>
    /// <param name="kind">As in the register.</param>
    internal CompiledLink? LinkOf(string kind) => _links.GetValueOrDefault(kind);

    /// <summary>The bit that says that a standing decision is in force; 0 for one the policy does not know.</summary>
    /// <param name="id">Its id.</param>
    public uint StandingBit(string id) =>
        _standing.TryGetValue(id, out var place) ? 1u << (PolicyCompiler.FirstStandingBit + place) : 0;

    /// <summary>The bits of standing decisions; one of another version than the policy's is not relied on.</summary>
    /// <param name="standing">Those in force.</param>
    internal uint BitsOf(ImmutableArray<StandingDecisionFact> standing)
    {
        var bits = 0u;
        foreach (var decision in standing)
        {
            if (Model.Standing.TryGetValue(decision.Id, out var known) && known.Version == decision.Version)
            {
                bits |= StandingBit(decision.Id);
            }
        }

        return bits;
    }

    /// <summary>The set of these classes; one the policy does not know is <see cref="ClassSet.Unlabelled"/>.</summary>
    /// <param name="codes">The classes.</param>
    public ClassSet SetOf(IEnumerable<string> codes) => codes.Aggregate(
        ClassSet.Empty,
        (set, code) => set.With(ClassAt(code) is >= 0 and var place ? ClassSet.Of(place) : ClassSet.Unlabelled));

    /// <summary>The codes of a set, sorted.</summary>
    /// <param name="classes">The set.</param>
    public ImmutableArray<string> CodesOf(ClassSet classes) => _codes.GetOrAdd(
        classes, static (set, table) => [.. set.Indexes().Select(at => table.Classes[at].Code)], this);

    /// <summary>The best grant that these facts fulfil; OMIT or HIDE when there is none. Forbids are not in
    /// it.</summary>
    /// <param name="role">The role's place; -1 gets nothing.</param>
    /// <param name="cls">The class's place.</param>
    /// <param name="purpose">The purpose's place; -1 gets nothing.</param>
    /// <param name="stage">The effective stage.</param>
    /// <param name="facts">The bits that hold: <see cref="Conditions"/> and standing decisions.</param>
    public Effect Granted(int role, int cls, int purpose, Stage stage, uint facts)
    {
        if (role < 0 || purpose < 0)
        {
            return Effect.Omit;
        }

        foreach (var granted in _profiles[_cells[CellAt(role, cls, purpose, stage)]])
        {
            if ((facts & granted.Needs) == granted.Needs)
            {
                return granted.Effect;
            }
        }

        return _concealed[(role * Classes.Length) + cls] ? Effect.Hide : Effect.Omit;
    }

    /// <summary>The most that prohibitions leave; CLEAR where there is none.</summary>
    /// <param name="role">The role's place; -1 gets nothing.</param>
    /// <param name="cls">The class's place.</param>
    /// <param name="purpose">The purpose's place; -1 gets nothing.</param>
    public Effect Allowed(int role, int cls, int purpose) => role < 0 || purpose < 0
        ? Effect.Omit
        : _forbidden[(((role * Classes.Length) + cls) * Purposes.Length) + purpose];

    /// <summary>True when a standing decision lets a field's data flow to an agency.</summary>
    /// <param name="coordinate">The field, as in <c>SafeguardingFact.category</c>.</param>
    /// <param name="recipient">The receiving agency's id.</param>
    public bool IsApprovedFlow(string coordinate, string recipient) =>
        _flows.Contains((coordinate, recipient))
        || _flows.Contains((coordinate[..(coordinate.IndexOf('.', StringComparison.Ordinal) + 1)] + "*", recipient));

    /// <summary>The grants of one cell, most revealing first, for reports.</summary>
    /// <param name="role">The role's place.</param>
    /// <param name="cls">The class's place.</param>
    /// <param name="purpose">The purpose's place.</param>
    /// <param name="stage">The stage.</param>
    public ImmutableArray<GrantedEffect> Cell(int role, int cls, int purpose, Stage stage) =>
        _profiles[_cells[CellAt(role, cls, purpose, stage)]];

    /// <summary>The names of the conditions and standing decisions that a grant needs; empty for none.</summary>
    /// <param name="granted">A grant of one of this policy's cells.</param>
    public ImmutableArray<string> NeedsOf(GrantedEffect granted) => [.. PolicyBits.NamesOf(this, granted.Needs)];

    private int CellAt(int role, int cls, int purpose, Stage stage) =>
        (((((role * Classes.Length) + cls) * Purposes.Length) + purpose) * StageCount) + (int)stage;

    private static FrozenDictionary<string, int> Places(IEnumerable<string> codes) =>
        codes.Select((code, place) => KeyValuePair.Create(code, place)).ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>A kind of link.</summary>
/// <param name="Rule">Its rule.</param>
/// <param name="Bit">The condition that it fulfils; 0 for none.</param>
internal sealed record CompiledLink(LinkRule Rule, uint Bit);

/// <summary>An effect of one cell and what it needs.</summary>
/// <param name="Effect">What is granted.</param>
/// <param name="Needs">The bits that must hold.</param>
public readonly record struct GrantedEffect(Effect Effect, uint Needs);
