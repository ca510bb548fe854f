using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// The entities of one group of a fetch: written as representations, each once however many places it has. Equality is
/// decided on the bytes, never on a hash: a collision would hand one person's data to another.
/// </summary>
internal sealed class EntityBatch : IDisposable
{
    private readonly DataTree _tree;
    private readonly CompiledGroup _group;
    private readonly bool[] _conditions;
    private readonly ExecutionLimits _limits;
    private readonly ImmutableArray<byte[]> _contexts;
    private readonly PooledBytes _json = new(1024);
    private PooledList<Entity> _entities = new(64);
    private PooledList<Place> _places = new(64);
    private int[] _buckets = ArrayPool<int>.Shared.Rent(256);
    private int _mask = 255;
    private int _path;
    private int _dropped;

    public EntityBatch(
        DataTree tree,
        CompiledGroup group,
        bool[] conditions,
        ExecutionLimits limits,
        ImmutableArray<byte[]> contexts = default)
    {
        _tree = tree;
        _group = group;
        _conditions = conditions;
        _limits = limits;
        _contexts = contexts;
        Array.Clear(_buckets, 0, _mask + 1);
    }

    public CompiledGroup Group => _group;

    public int Count => _entities.Count;

    /// <summary>True when some entities were left out because there are too many.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>How many of the entities are asked about.</summary>
    public int Asked => Count - _dropped;

    /// <summary>Finds and writes the entities of a group.</summary>
    public static EntityBatch Collect(
        DataTree tree, int root, CompiledGroup group, bool[] conditions, ExecutionLimits limits)
    {
        var batch = new EntityBatch(tree, group, conditions, limits);
        var found = new PooledList<int>(64);
        foreach (var path in group.Paths)
        {
            found.Clear();
            _ = PathWalker.Collect(tree, path, root, ref found);
            foreach (var id in found.Span)
            {
                batch.Add(id, tree.ObjectAt(id).Ways);
            }

            batch._path++;
        }

        found.Dispose();
        return batch;
    }

    /// <summary>The entities' types and keys, as the gate is asked: indexes into this batch by type.</summary>
    public ILookup<string, int> ByType() =>
        Enumerable.Range(0, Count).ToLookup(entity => _group.Representations[_entities[entity].Kind].TypeName);

    /// <summary>What the gate will rule on each entity by.</summary>
    /// <param name="gate">The gate.</param>
    /// <param name="response">What the operation answers.</param>
    /// <param name="root">The root of merged data.</param>
    public object?[] Note(IFetchGate gate, ResponseSet response, DataObject root)
    {
        var noted = new object?[Count];
        for (var entity = 0; entity < noted.Length; entity++)
        {
            var known = _places[_entities[entity].FirstPlace].Object;
            var key = _tree.Leaf(known, RepresentationOf(entity).IdSlot);
            noted[entity] = gate.Note(
                response,
                _group.Group,
                root,
                TypeName(entity),
                key.IsEmpty ? null : JsonText.Scalar(key),
                new DataObject(_tree, known));
        }

        return noted;
    }

    /// <summary>False when an answer is of another <c>id</c> than the entity's, or of none where it was asked for:
    /// entities are answered by position.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="given">The object that was given for it.</param>
    public bool IsAnsweredBy(int entity, int given)
    {
        if (!RepresentationOf(entity).AsksForKey)
        {
            return true;
        }

        var slot = RepresentationOf(entity).IdSlot;
        var asked = _tree.Leaf(_places[_entities[entity].FirstPlace].Object, slot);
        var answered = _tree.Leaf(given, slot);
        return asked.SequenceEqual(answered)
            || (!answered.IsEmpty && !asked.IsEmpty && JsonText.Scalar(asked) == JsonText.Scalar(answered));
    }

    private CompiledRepresentation RepresentationOf(int entity) => _group.Representations[_entities[entity].Kind];

    /// <summary>Takes what may be asked of an entity: of nothing it is kept out of the request.</summary>
    public void Admit(int entity, Admission admission)
    {
        _dropped += admission == Admission.None ? 1 : 0;
        _entities[entity].Admission = admission;
    }

    public bool IsDropped(int entity) => _entities[entity].Admission == Admission.None;

    public bool IsForAgencies(int entity) => _entities[entity].Admission == Admission.ForAgencies;

    /// <summary>Writes the list of representations.</summary>
    public void Write(PooledBytes body)
    {
        body.Add((byte)'[');
        foreach (ref readonly var entity in _entities.Span)
        {
            if (entity.Admission != Admission.None)
            {
                body.Add(_json.Span.Slice(entity.At, entity.Length));
                body.Add((byte)',');
            }
        }

        body.Close((byte)']');
    }

    /// <summary>Writes the variables that are taken from the entities' context.</summary>
    public void WriteContexts(PooledBytes body)
    {
        for (var at = 0; at < _group.Contexts.Length; at++)
        {
            body.Add(Encoding.UTF8.GetBytes($"\"{_group.Contexts[at].Name}{_group.Suffix}\":"));
            body.Add(_contexts[at]);
            body.Add((byte)',');
        }
    }

    /// <summary>The entities that were asked about, in the order of the request.</summary>
    public AskedEntities AskedEntities() => new(
        Asked, _dropped == 0 ? null : [.. Enumerable.Range(0, Count).Where(entity => !IsDropped(entity))]);

    /// <summary>The objects that an entity stands for.</summary>
    public int FirstPlace(int entity) => _entities[entity].FirstPlace;

    public (int Object, int Next) PlaceAt(int place) => (_places[place].Object, _places[place].Next);

    /// <summary>Which of the group's paths found a place.</summary>
    public int PathTo(int place) => _places[place].Path;

    /// <summary>In how many places of the answer a place's object stands.</summary>
    public int WaysTo(int place) => _places[place].Ways;

    /// <summary>How many objects an entity has, and in how many places of the answer these stand.</summary>
    public (int Objects, long Places) SpreadOf(int entity)
    {
        var (objects, places) = (0, 0L);
        for (var place = _entities[entity].FirstPlace; place >= 0; place = _places[place].Next)
        {
            objects++;
            places += _places[place].Ways;
        }

        return (objects, places);
    }

    public string TypeName(int entity) => _group.Representations[_entities[entity].Kind].TypeName;

    public void Dispose()
    {
        _json.Dispose();
        _entities.Dispose();
        _places.Dispose();
        ArrayPool<int>.Shared.Return(_buckets);
        _buckets = [];
    }

    /// <summary>Adds an object of merged data, if it can be asked about.</summary>
    /// <param name="id">The object.</param>
    /// <param name="ways">In how many places of the answer it stands.</param>
    public void Add(int id, int ways)
    {
        if (_group.Group.UnlessFrom is { } giver && _tree.HasSource(id, giver.Index))
        {
            return;
        }

        var kind = KindOf(_tree.ObjectAt(id).Type);
        if (kind < 0 || _group.Representations[kind].Condition is var when && when >= 0 && !_conditions[when])
        {
            return;
        }

        var entity = HashOfLeaves(kind, id, out var hash) ? FindByLeaves(kind, id, hash) : FindOrWrite(kind, id);
        if (entity >= 0)
        {
            AddPlace(entity, id, ways);
        }
    }

    // Most keys are leaves, and most places are of an entity that is there already: it is known without writing it
    // again. False for a key with an object or a null in it.
    private bool HashOfLeaves(int kind, int id, out uint hash)
    {
        hash = (uint)kind;
        foreach (var field in _group.Representations[kind].Fields)
        {
            var leaf = _tree.Leaf(id, field.Slot);
            if (leaf.IsEmpty)
            {
                return false;
            }

            hash = (hash * 31) + ByteHash.Of(leaf);
        }

        return true;
    }

    private int FindByLeaves(int kind, int id, uint hash)
    {
        var bucket = (int)(hash & (uint)_mask);
        for (; _buckets[bucket] != 0; bucket = (bucket + 1) & _mask)
        {
            var entity = _buckets[bucket] - 1;
            if (_entities[entity].Hash == hash && HasLeavesOf(entity, kind, id))
            {
                return entity;
            }
        }

        var start = _json.Length;
        return RepresentationWriter.Write(_tree, _group.Representations[kind], id, _json)
            ? Keep(start, kind, hash, bucket)
            : Forget(start);
    }

    private bool HasLeavesOf(int entity, int kind, int id)
    {
        if (_entities[entity].Kind != kind)
        {
            return false;
        }

        var known = _places[_entities[entity].FirstPlace].Object;
        foreach (var field in _group.Representations[kind].Fields)
        {
            if (!_tree.Leaf(id, field.Slot).SequenceEqual(_tree.Leaf(known, field.Slot)))
            {
                return false;
            }
        }

        return true;
    }

    private int FindOrWrite(int kind, int id)
    {
        var start = _json.Length;
        if (!RepresentationWriter.Write(_tree, _group.Representations[kind], id, _json))
        {
            return Forget(start);
        }

        var written = _json.Span[start..];
        var hash = ByteHash.Of(written);
        var bucket = (int)(hash & (uint)_mask);
        for (; _buckets[bucket] != 0; bucket = (bucket + 1) & _mask)
        {
            ref readonly var other = ref _entities[_buckets[bucket] - 1];
            if (other.Hash == hash && _json.Span.Slice(other.At, other.Length).SequenceEqual(written))
            {
                _json.Length = start;
                return _buckets[bucket] - 1;
            }
        }

        return Keep(start, kind, hash, bucket);
    }

    // What was written is cut off again.
    private int Forget(int start)
    {
        _json.Length = start;
        return -1;
    }

    private int KindOf(int type)
    {
        for (var kind = 0; kind < _group.Representations.Length; kind++)
        {
            if (_group.Representations[kind].OnTypes.Has(type))
            {
                return kind;
            }
        }

        return -1;
    }

    private int Keep(int start, int kind, uint hash, int bucket)
    {
        if (Count >= _limits.MaxRepresentations || _json.Length > _limits.MaxRepresentationBytes)
        {
            IsOverLimit = true;
            return Forget(start);
        }

        var entity = _entities.Add(new Entity
        {
            At = start,
            Length = _json.Length - start,
            Hash = hash,
            Kind = kind,
            FirstPlace = -1,
            LastPlace = -1,
        });
        _buckets[bucket] = entity + 1;
        if (Count * 2 > _mask)
        {
            Rehash();
        }

        return entity;
    }

    private void AddPlace(int entity, int id, int ways)
    {
        var place = _places.Add(new Place { Object = id, Next = -1, Path = _path, Ways = ways });
        ref var record = ref _entities[entity];
        if (record.LastPlace < 0)
        {
            record.FirstPlace = place;
        }
        else
        {
            _places[record.LastPlace].Next = place;
        }

        record.LastPlace = place;
    }

    private void Rehash()
    {
        ArrayPool<int>.Shared.Return(_buckets);
        _mask = (_mask * 4) + 3;
        _buckets = ArrayPool<int>.Shared.Rent(_mask + 1);
        Array.Clear(_buckets, 0, _mask + 1);
        for (var entity = 0; entity < Count; entity++)
        {
            var at = (int)(_entities[entity].Hash & (uint)_mask);
            while (_buckets[at] != 0)
            {
                at = (at + 1) & _mask;
            }

            _buckets[at] = entity + 1;
        }
    }

    private struct Entity
    {
        public int At;
        public int Length;
        public uint Hash;
        public int Kind;
        public int FirstPlace;
        public int LastPlace;
        public Admission? Admission;
    }

    private struct Place
    {
        public int Object;
        public int Next;
        public int Path;
        public int Ways;
    }
}
