using GraphQL;

namespace Aggregator.Kit;

/// <summary>A subscription field that is being followed.</summary>
public sealed class StreamCall
{
    private readonly IResolveFieldContext _context;
    private readonly StreamSources _sources;

    internal StreamCall(IResolveFieldContext context, StreamSources sources)
    {
        _context = context;
        _sources = sources;
    }

    /// <summary>Who asked, as vouched for when the stream was opened.</summary>
    public CallerContext Caller => FieldCall.RequestOf(_context).Caller;

    /// <summary>Reads what stands now, at each read anew.</summary>
    public FactReader Current => new(_sources.Databases, DateTimeOffset.MaxValue);

    /// <summary>The domain clock's now, UTC.</summary>
    public DateTimeOffset Now => _sources.Clock.GetUtcNow();

    /// <summary>An argument; the default of its type when it was not given.</summary>
    /// <param name="name">Name in the contract.</param>
    public T? Argument<T>(string name) => _context.GetArgument<T?>(name);

    /// <summary>Watches the outbox for a person, from now on. Dispose it to stop.</summary>
    /// <param name="person">The key People issued.</param>
    public PersonWatch Watch(string person) => _sources.Watch.Of(person);
}

/// <summary>What streams of events are made of.</summary>
/// <param name="Databases">The agency's database.</param>
/// <param name="Watch">Its changes.</param>
/// <param name="Clock">The domain clock.</param>
internal sealed record StreamSources(AgencyDatabases Databases, ChangeWatch Watch, TimeProvider Clock);
