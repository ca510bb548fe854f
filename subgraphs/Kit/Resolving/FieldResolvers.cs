using System.Text.Json;
using GraphQL;

namespace Aggregator.Kit;

/// <summary>The fields of an agency that need code, by `Type.field`; all else follows from the contract.</summary>
public sealed class FieldResolvers
{
    private readonly Dictionary<string, Func<FieldCall, ValueTask<object?>>> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<FieldCall, object?>> _entities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<StreamCall, CancellationToken, IAsyncEnumerable<object>>> _streams =
        new(StringComparer.Ordinal);

    /// <summary>Every field with code of its own.</summary>
    public IReadOnlySet<string> Names => _fields.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>A field resolved at once, or to a batched load.</summary>
    /// <param name="field">`Type.field`.</param>
    /// <param name="resolve">Gives a record, a person, a page, a list, a load of these, or an object with the
    /// contract's fields.</param>
    public FieldResolvers Add(string field, Func<FieldCall, object?> resolve)
    {
        _fields.Add(field, call => ValueTask.FromResult(resolve(call)));
        return this;
    }

    /// <summary>A field resolved asynchronously: for root fields only, since it is not batched.</summary>
    /// <param name="field">`Type.field`.</param>
    /// <param name="resolve">Gives what <see cref="Add"/> takes.</param>
    public FieldResolvers AddAsync(string field, Func<FieldCall, Task<object?>> resolve)
    {
        _fields.Add(field, async call => await resolve(call).ConfigureAwait(false));
        return this;
    }

    /// <summary>An entity that is neither a person nor a record.</summary>
    /// <param name="type">The object type.</param>
    /// <param name="resolve">Gives the entity; its source is the representation's `id`.</param>
    public FieldResolvers Entity(string type, Func<FieldCall, object?> resolve)
    {
        _entities.Add(type, resolve);
        return this;
    }

    /// <summary>A field of `Subscription`.</summary>
    /// <param name="field">`Subscription.field`.</param>
    /// <param name="follow">Gives an object with the contract's fields for each event, until it is cancelled. The next
    /// is only asked for when the last was sent.</param>
    public FieldResolvers AddStream(
        string field, Func<StreamCall, CancellationToken, IAsyncEnumerable<object>> follow)
    {
        _streams.Add(field, follow);
        return this;
    }

    internal Func<StreamCall, CancellationToken, IAsyncEnumerable<object>>? FindStream(string field) =>
        _streams.GetValueOrDefault(field);

    internal Func<FieldCall, ValueTask<object?>>? Find(string field) => _fields.GetValueOrDefault(field);

    internal Func<FieldCall, object?>? FindEntity(string type) => _entities.GetValueOrDefault(type);
}

/// <summary>One field being resolved.</summary>
public sealed class FieldCall
{
    private readonly IResolveFieldContext _context;

    internal FieldCall(IResolveFieldContext context, object? source)
    {
        _context = context;
        Source = source;
    }

    /// <summary>What the field is asked of: a <see cref="Fact"/>, a <see cref="PersonRef"/>, JSON, or null at the
    /// root.</summary>
    public object? Source { get; }

    /// <summary>What the gateway handed over with an entity: its key and the fields that `@requires` names; null
    /// for a field.</summary>
    public IReadOnlyDictionary<string, object?>? Representation { get; init; }

    /// <summary>The request.</summary>
    public AgencyRequest Request => RequestOf(_context);

    /// <summary>The record the field is asked of.</summary>
    public Fact Fact => (Fact)Source!;

    /// <summary>The id of the person, record or entity the field is asked of.</summary>
    public string Id => Source switch
    {
        PersonRef person => person.Id,
        Fact fact => fact.Id,
        LazyEntity entity => entity.Id,
        string id => id,
        JsonElement element => element.GetProperty("id").GetString()!,
        _ => throw new InvalidOperationException("the field is not asked of anything with an id"),
    };

    /// <summary>Stops with the request.</summary>
    public CancellationToken Cancellation => _context.CancellationToken;

    /// <summary>An argument; the default of its type when it was not given.</summary>
    /// <param name="name">Name in the contract.</param>
    public T? Argument<T>(string name) => _context.GetArgument<T?>(name);

    internal static AgencyRequest RequestOf(IResolveFieldContext context) =>
        (AgencyRequest)context.UserContext["request"]!;
}
