using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Resolvers;

namespace Aggregator.Kit;

/// <summary>The federation field `_entities`: persons and records by id, fetched together.</summary>
/// <param name="contract">The agency's contract.</param>
/// <param name="fields">The agency's code.</param>
internal sealed class EntityResolver(AgencyContract contract, FieldResolvers fields) : IFieldResolver
{
    public const int MaxEntities = 1_000;

    public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
    {
        var representations = context.GetArgument<List<object?>>("representations");
        if (representations.Count > MaxEntities)
        {
            throw new AgencyException(
                AgencyErrors.TooManyEntities,
                $"{representations.Count} entities were asked for; ask for at most {MaxEntities} at a time");
        }

        var entities = representations.Select(representation => Entity(context, representation)).ToList();
        return ValueTask.FromResult<object?>(entities.Any(entity => entity is IDataLoaderResult)
            ? entities
                .Select(entity => entity is IDataLoaderResult loading
                    ? loading.Untyped(loaded => loaded)
                    : Loaded.Already(entity))
                .ToList()
                .All()
            : entities);
    }

    private object? Entity(IResolveFieldContext context, object? representation)
    {
        if (representation is not IDictionary<string, object?> values
            || !values.TryGetValue("__typename", out var typeName) || typeName is not string type
            || !values.TryGetValue("id", out var key) || key is not string id)
        {
            throw new AgencyException(
                AgencyErrors.BadArgument, "a representation needs the strings `__typename` and `id`");
        }

        if (fields.FindEntity(type) is { } own)
        {
            return own(new FieldCall(context, id) { Representation = values.AsReadOnly() });
        }

        if (type == "Person")
        {
            return new PersonRef(id);
        }

        return contract.IsKind(type)
            ? FieldCall.RequestOf(context).Record(id).Then(fact => fact?.Kind == type ? (object)fact : null)
            : throw new AgencyException(AgencyErrors.BadArgument, $"`{type}` is not an entity of this agency");
    }
}
