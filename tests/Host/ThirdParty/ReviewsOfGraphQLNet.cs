using GraphQL;
using GraphQL.Federation;
using GraphQL.Transport;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aggregator.Host.Tests;

/// <summary>
/// A subgraph of GraphQL.NET with its own federation package, on loopback: reviews of books that another subgraph owns.
/// </summary>
internal sealed class ReviewsOfGraphQLNet : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ReviewsOfGraphQLNet(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/graphql";

    public static async Task<ReviewsOfGraphQLNet> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.Services.AddGraphQL(graph => graph
            .AddSchema(services => new GraphQL.Types.Schema(services)
            {
                Query = services.GetRequiredService<QueryType>(),
            })
            .AddSystemTextJson()
            .AddFederation("2.3"));
        _ = builder.Services.AddSingleton<QueryType>().AddSingleton<ReviewType>().AddSingleton<BookType>();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        _ = app.MapPost("/graphql", AnswerAsync);
        await app.StartAsync();
        return new ReviewsOfGraphQLNet(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task AnswerAsync(
        HttpContext context, IDocumentExecuter<ISchema> executer, IGraphQLTextSerializer serializer)
    {
        var request = await serializer.ReadAsync<GraphQLRequest>(context.Request.Body, context.RequestAborted);
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Query = request!.Query,
            Variables = request.Variables,
            OperationName = request.OperationName,
            RequestServices = context.RequestServices,
            CancellationToken = context.RequestAborted,
        });
        context.Response.ContentType = "application/json";
        await serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }

    private sealed record Review(string Id, string Book, int Stars);

    private sealed class Book
    {
        public static readonly Review[] Reviews = [new("r1", "b1", 5), new("r2", "b2", 3), new("r3", "b1", 4)];

        public string Upc { get; set; } = "";

        public string Name { get; set; } = "";
    }

    private sealed class QueryType : ObjectGraphType
    {
        public QueryType()
        {
            Name = "Query";
            _ = Field<ReviewType>("latest").Resolve(_ => Book.Reviews[^1]);
        }
    }

    private sealed class ReviewType : ObjectGraphType<Review>
    {
        public ReviewType()
        {
            Name = "Review";
            _ = this.Key("id");
            this.ResolveReference((_, review) => Book.Reviews.First(known => known.Id == review.Id));
            _ = Field<NonNullGraphType<IdGraphType>>("id").Resolve(context => context.Source.Id);
            _ = Field<NonNullGraphType<IntGraphType>>("stars").Resolve(context => context.Source.Stars);
            _ = Field<BookType>("of").Resolve(context => new Book { Upc = context.Source.Book });
        }
    }

    private sealed class BookType : ObjectGraphType<Book>
    {
        public BookType()
        {
            Name = "Book";
            _ = this.Key("upc");
            this.ResolveReference((_, book) => book);
            _ = Field<NonNullGraphType<IdGraphType>>("upc").Resolve(context => context.Source.Upc);
            _ = Field<NonNullGraphType<StringGraphType>>("name").External().Resolve(context => context.Source.Name);
            _ = Field<StringGraphType>("praise").Requires("name")
                .Resolve(context => $"{context.Source.Name} is worth it");
            _ = Field<ListGraphType<NonNullGraphType<ReviewType>>>("reviews")
                .Resolve(context => Book.Reviews.Where(each => each.Book == context.Source.Upc));
        }
    }
}
