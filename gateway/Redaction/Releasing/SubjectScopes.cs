using System.Collections.Immutable;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>Whose data an object is, what was decided for them, and what is counted for them.</summary>
/// <param name="decision">What was decided.</param>
/// <param name="selection">Where it was read: elsewhere, what is about the same persons is counted by itself, since
/// whom the one names is not told of the other. Null for nobody's data.</param>
internal sealed class SubjectScope(ObjectDecision decision, ObjectFacts? selection)
{
    public SubjectContext Context => Decision.Context;

    public ObjectDecision Decision { get; } = decision;

    public ObjectFacts? Selection { get; } = selection;

    public SubjectTally Tally { get; } = new();
}

/// <summary>Whose data an object is, as it was read.</summary>
/// <param name="subjects">The persons, each once in each part.</param>
/// <param name="around">Whose data the object around is, when all subjects here are third parties; null for
/// none.</param>
/// <param name="owner">The agency that it is of.</param>
/// <param name="records">The records that it is part of, as <see cref="SubjectScopes.Known"/> has them.</param>
internal readonly ref struct SubjectQuery(
    ReadOnlySpan<(string Person, SubjectRole Role)> subjects,
    SubjectContext? around,
    string? owner,
    ImmutableArray<string> records)
{
    public ReadOnlySpan<(string Person, SubjectRole Role)> Subjects { get; } = subjects;

    public SubjectContext? Around { get; } = around;

    public string? Owner { get; } = owner;

    public ImmutableArray<string> Records { get; } = records;
}

/// <summary>
/// The decisions of one answer. Objects about the same persons, of the same agency, share one: which record it is
/// matters only for a record that somebody has a link to, or that a decision about sharing names.
/// </summary>
internal sealed class SubjectScopes
    : IEqualityComparer<SubjectContext>, IAlternateEqualityComparer<SubjectQuery, SubjectContext>
{
    /// <summary>Stands for every record that the register does not name. No id has a NUL.</summary>
    public const string NotNamed = "\0";

    private readonly CallerRow _row;
    private readonly RegisterAnswer _register;
    private readonly AccessTally _tally;
    private readonly HashSet<string> _namedRecords;
    private readonly Dictionary<SubjectContext, ObjectDecision>.AlternateLookup<SubjectQuery> _decisions;
    private readonly Dictionary<(ObjectDecision Decision, ObjectFacts? Selection), SubjectScope> _scopes = [];

    /// <summary>Begins with none.</summary>
    /// <param name="row">The caller.</param>
    /// <param name="register">What the register answered.</param>
    /// <param name="tally">Counts for each scope.</param>
    public SubjectScopes(CallerRow row, RegisterAnswer register, AccessTally tally)
    {
        _row = row;
        _register = register;
        _tally = tally;
        _namedRecords = new HashSet<string>(StringComparer.Ordinal);
        foreach (var facts in register.Persons.Values.Concat(register.Earlier?.Persons.Values ?? []))
        {
            _namedRecords.UnionWith(facts.Links.Select(link => link.Record).OfType<string>());
            _namedRecords.UnionWith(facts.Sharing.SelectMany(decision => decision.Records));
        }

        _decisions = new Dictionary<SubjectContext, ObjectDecision>(this).GetAlternateLookup<SubjectQuery>();
    }

    /// <summary>
    /// The records that an object is part of, as far as they matter: those that the register names, and
    /// <see cref="NotNamed"/> for any other, since that it is known which record it is matters too.
    /// </summary>
    /// <param name="around">Those of the object around.</param>
    /// <param name="record">The record that it is itself; null for none.</param>
    public ImmutableArray<string> Known(ImmutableArray<string> around, string? record)
    {
        if (record is null || _namedRecords.Count == 0)
        {
            return around;
        }

        var known = _namedRecords.Contains(record) ? record : NotNamed;
        return around.Contains(known) ? around : around.Add(known);
    }

    /// <summary>The scope of an object.</summary>
    /// <param name="query">Whose data it is.</param>
    /// <param name="selection">Where it is read; null for nobody's data.</param>
    public SubjectScope Of(SubjectQuery query, ObjectFacts? selection)
    {
        if (!_decisions.TryGetValue(query, out var decision))
        {
            decision = new ObjectDecision(_row, Create(query), _register);
            _decisions.Dictionary.Add(decision.Context, decision);
        }

        if (!_scopes.TryGetValue((decision, selection), out var scope))
        {
            scope = new SubjectScope(decision, selection);
            _scopes.Add((decision, selection), scope);
            _tally.Add(scope);
        }

        return scope;
    }

    /// <summary>The scope of data about the same persons that is of another agency or record.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="owner">The agency; null for none that is known.</param>
    /// <param name="records">The records that it is part of.</param>
    public SubjectScope Alike(SubjectScope scope, string? owner, ImmutableArray<string> records)
    {
        (string, SubjectRole)[] subjects =
            [.. scope.Context.Subjects.Select(subject => (subject.Person, subject.Role))];
        return Of(new SubjectQuery(subjects, scope.Context.Around, owner, records), scope.Selection);
    }

    /// <summary>
    /// What is decided about any record of these persons that no link and no decision about sharing names: before
    /// there is one, and so not counted for anybody.
    /// </summary>
    /// <param name="persons">Whose record it would be.</param>
    /// <param name="owner">The agency that it would be of; null for none.</param>
    public ObjectDecision OfAnyRecord(SubjectContext persons, string? owner) => new(
        _row, persons with { Around = null, Owner = owner, Records = [NotNamed] }, _register);

    /// <inheritdoc/>
    public SubjectContext Create(SubjectQuery alternate)
    {
        var subjects = ImmutableArray.CreateBuilder<DecidedSubject>(alternate.Subjects.Length);
        foreach (var (person, role) in alternate.Subjects)
        {
            subjects.Add(new DecidedSubject(person, role, _register.Persons.GetValueOrDefault(person)));
        }

        return new SubjectContext
        {
            Subjects = subjects.MoveToImmutable(),
            Around = alternate.Around,
            Owner = alternate.Owner,
            Records = alternate.Records,
        };
    }

    /// <inheritdoc/>
    public bool Equals(SubjectQuery alternate, SubjectContext other)
    {
        if (alternate.Subjects.Length != other.Subjects.Length || alternate.Owner != other.Owner
            || !Equals(alternate.Around, other.Around)
            || !alternate.Records.AsSpan().SequenceEqual(other.Records.AsSpan()))
        {
            return false;
        }

        for (var at = 0; at < alternate.Subjects.Length; at++)
        {
            if (alternate.Subjects[at].Person != other.Subjects[at].Person
                || alternate.Subjects[at].Role != other.Subjects[at].Role)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public int GetHashCode(SubjectQuery alternate)
    {
        var hash = alternate.Owner?.GetHashCode(StringComparison.Ordinal) ?? 0;
        foreach (var (person, role) in alternate.Subjects)
        {
            hash = HashCode.Combine(hash, person, role);
        }

        return hash;
    }

    // There is one context of those that say the same: whoever asks finds it by what it says.
    /// <inheritdoc/>
    public bool Equals(SubjectContext? x, SubjectContext? y) => ReferenceEquals(x, y);

    /// <inheritdoc/>
    public int GetHashCode(SubjectContext obj)
    {
        var hash = obj.Owner?.GetHashCode(StringComparison.Ordinal) ?? 0;
        foreach (var subject in obj.Subjects)
        {
            hash = HashCode.Combine(hash, subject.Person, subject.Role);
        }

        return hash;
    }
}
