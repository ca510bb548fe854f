using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Aggregator.Kit;

/// <summary>Makes the contract executable: GraphQL.NET's schema-first builder, a resolver for every field.</summary>
internal static class ContractSchema
{
    public static Schema Build(AgencyContract contract, FieldResolvers fields, StreamSources streams)
    {
        Schema? schema = null;
        IObjectGraphType TypeOf(object value) => (IObjectGraphType)schema!.AllTypes[TypeName(value)]!;

        var sdl = ExecutableSdl.Of(contract.Sdl);
        schema = Schema.For(sdl, builder =>
        {
            builder.AllowUnknownFields = true;
            foreach (var type in contract.Served)
            {
                if (type.Name == "Subscription")
                {
                    Follow(builder.Types.For(type.Name), fields, type, streams);
                }
                else
                {
                    Configure(builder.Types.For(type.Name), contract, fields, type, TypeOf);
                }
            }

            builder.Types.For("_Service").FieldFor("sdl").Resolver = new FuncFieldResolver<string>(_ => contract.Sdl);
            var query = builder.Types.For("Query");
            query.FieldFor("_service").Resolver = new FuncFieldResolver<object>(_ => contract);
            if (ExecutableSdl.HasEntities(sdl))
            {
                builder.Types.For("_Entity").ResolveType = TypeOf;
                query.FieldFor("_entities").Resolver = new EntityResolver(contract, fields);
            }
        });
        foreach (var scalar in contract.Served.Where(type => type.Form == ContractForm.Scalar))
        {
            schema.RegisterType(new PassThroughScalar(scalar.Name));
        }

        schema.RegisterType(new PassThroughScalar("_Any"));
        schema.Initialize();
        return schema;
    }

    private static void Follow(TypeConfig config, FieldResolvers fields, ContractType type, StreamSources streams)
    {
        foreach (var field in type.Fields.Keys)
        {
            var follow = fields.FindStream($"{type.Name}.{field}") ?? throw new InvalidOperationException(
                $"`{type.Name}.{field}` has no code; add it in `Resolve`");
            var configured = config.FieldFor(field);
            configured.StreamResolver = new StreamResolver(follow, streams);
            configured.Resolver = new FuncFieldResolver<object>(context => context.Source);
        }
    }

    private static void Configure(
        TypeConfig config,
        AgencyContract contract,
        FieldResolvers fields,
        ContractType type,
        Func<object, IObjectGraphType> typeOf)
    {
        if (type.Form is ContractForm.Interface or ContractForm.Union)
        {
            config.ResolveType = typeOf;
        }
        else if (type.Form == ContractForm.Object)
        {
            foreach (var field in type.Fields.Values)
            {
                if (type.Name is "Query" or "Mutation" && fields.Find($"{type.Name}.{field.Name}") is null)
                {
                    throw new InvalidOperationException($"`{type.Name}.{field.Name}` has no code; add it in `Resolve`");
                }

                config.FieldFor(field.Name).Resolver = new ContractResolver(contract, fields, type, field);
            }
        }
    }

    private static string TypeName(object value) => value switch
    {
        PersonRef => "Person",
        Fact fact => fact.Kind,
        LazyEntity entity => entity.TypeName,
        JsonElement element when element.TryGetProperty("__typename", out var name) => name.GetString()!,
        _ => throw new InvalidOperationException("a value of an abstract type does not say which it is"),
    };
}
