using System.Collections.Concurrent;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Redaction;

/// <summary>
/// What gate and release need to know of one operation under one policy: worked out when it is first needed, kept
/// beside the plan, used by many requests at once.
/// </summary>
/// <param name="supergraph">The labelled supergraph.</param>
/// <param name="labels">Its effective labels under the policy.</param>
/// <param name="table">The policy.</param>
public sealed class ReleaseFacts(Supergraph supergraph, EffectiveLabels labels, PolicyTable table)
{
    private readonly ConcurrentDictionary<(ResponseSet Fields, string Type), ObjectFacts> _objects = new();
    private readonly ConcurrentDictionary<(EntityGroup Group, string Type), ObjectFacts?> _entities = new();
    private readonly ConcurrentDictionary<ResponseSet, InternalFields> _internals = new();
    private readonly ConcurrentDictionary<ResponseField, bool> _ofPersons = new();
    private readonly ConcurrentDictionary<(FetchStep Fetch, string Agency), GateQuestion> _questions = new();

    internal Supergraph Supergraph => supergraph;

    internal EffectiveLabels Labels => labels;

    internal PolicyTable Table => table;

    /// <summary>The lists of coordinates for the log.</summary>
    internal CoordinateLists Lists { get; } = new();

    /// <summary>Notes that what a list leaves out is said of the person whose field it is, or is below.</summary>
    internal void NoteListOfPerson(ResponseField list) => _ = _ofPersons.TryAdd(list, true);

    /// <summary>True for such a list, once the person's field is known.</summary>
    internal bool IsListOfPerson(ResponseField list) => _ofPersons.ContainsKey(list);

    /// <summary>What is known of a selection for one concrete type.</summary>
    internal ObjectFacts Of(ResponseSet fields, string typeName) => _objects.GetOrAdd(
        (fields, typeName), static (key, facts) => new ObjectFacts(facts, key.Fields, key.Type), this);

    /// <summary>What screening asked for besides in a selection.</summary>
    internal InternalFields Internals(ResponseSet fields) =>
        _internals.GetOrAdd(fields, static (set, facts) => new InternalFields(set, facts), this);

    /// <summary>
    /// What is known of the entities of a group, of one concrete type; null when their places do not agree.
    /// </summary>
    internal ObjectFacts? Of(ResponseSet response, EntityGroup group, string typeName) => _entities.GetOrAdd(
        (group, typeName),
        static (key, known) => known.Facts.Find(known.Response, key.Group, key.Type),
        (Facts: this, Response: response));

    private ObjectFacts? Find(ResponseSet response, EntityGroup group, string typeName)
    {
        ResponseSet[] sets =
        [
            .. group.Paths.SelectMany(path => path.Segments.Aggregate(
                Enumerable.Repeat(response, 1),
                (at, segment) => at.SelectMany(set => set.Fields)
                    .Where(field => field.Slot == segment.Slot)
                    .Select(field => field.Children).OfType<ResponseSet>())).Distinct(),
        ];
        return sets is [var only] ? Of(only, typeName) : null;
    }

    /// <summary>What the gate has to decide about a fetch.</summary>
    internal GateQuestion Question(FetchStep fetch, string agency) => _questions.GetOrAdd(
        (fetch, agency), static (key, facts) => GateQuestion.Of(facts, key.Fetch, key.Agency), this);
}
