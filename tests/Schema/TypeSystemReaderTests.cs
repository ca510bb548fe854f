using Xunit;

namespace Aggregator.Schema.Tests;

public class TypeSystemReaderTests
{
    private static TypeSystem Read(string sdl)
    {
        var read = DocumentReader.ReadTypes(sdl);
        return read.Document ?? throw new InvalidOperationException($"{read.Fault}");
    }

    [Fact]
    public void Extensions_are_merged_into_what_they_extend()
    {
        var system = Read(
            """
            type Query { a: Int }
            extend type Query @later { b(c: Int = 1): [String!]! }
            extend enum Stage { CLOSED }
            enum Stage { OPEN }
            extend union Any = Query
            extend input Filter { x: Int }
            extend schema @link(url: "x") { mutation: Changes }
            type Changes { d: Int }
            """);

        Assert.Equal(["a", "b"], system.Type("Query")!.Fields.Select(field => field.Name));
        Assert.Equal("CLOSED OPEN", string.Join(' ', system.Type("Stage")!.Values.Select(value => value.Name)));
        Assert.True(system.Type("Any")!.IsExtensionOnly);
        Assert.Equal(("Query", "Changes", null), (system.QueryName, system.MutationName, system.SubscriptionName));
        Assert.Equal("link", Assert.Single(system.SchemaDirectives).Name);
    }

    [Fact]
    public void Only_the_named_roots_are_roots_when_the_schema_is_defined()
    {
        var system = Read("schema { query: Start } type Start { a: Int } type Mutation { a: Int }");

        Assert.Equal(("Start", null), (system.QueryName, system.MutationName));
    }

    [Fact]
    public void Usual_names_are_roots_when_the_schema_is_not_defined()
    {
        var system = Read("type Query { a: Int } type Subscription { a: Int } scalar Mutation");

        Assert.Equal(("Query", null, "Subscription"), (system.QueryName, system.MutationName, system.SubscriptionName));
    }

    [Fact]
    public void Possible_types_are_implementers_members_and_the_object_itself()
    {
        var system = Read(
            """
            interface Node { id: ID }
            interface Dated implements Node { id: ID }
            type B implements Dated & Node { id: ID }
            type A implements Node { id: ID }
            union Both = A | B
            scalar S
            """);

        Assert.Equal("B A | B | A B | A | ", string.Join(" | ", "Node Dated Both A S".Split(' ')
            .Select(name => string.Join(' ', system.PossibleTypes(system.Type(name)!)))));
        Assert.True(system.IsPossible(system.Type("Both")!, "B"));
        Assert.False(system.IsPossible(system.Type("Dated")!, "A"));
    }

    [Fact]
    public void Directives_keep_places_repeatability_and_arguments()
    {
        var directive = Read("directive @d(a: Int = 1) repeatable on FIELD_DEFINITION | INPUT_OBJECT").Directives["d"];

        Assert.True(directive.IsRepeatable);
        Assert.Equal("FIELD_DEFINITION INPUT_OBJECT", string.Join(' ', directive.Locations));
        Assert.False(directive.Arguments[0].IsRequired);
    }

    [Fact]
    public void Block_descriptions_lose_their_indentation() => Assert.Equal(
        "One.\n\n  Two.",
        Read("\"\"\"\n  One.\n\n    Two.\n\"\"\"\ntype A { b: Int }").Type("A")!.Description);

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_printed_schema_reads_back_and_prints_the_same(string file)
    {
        var printed = SchemaPrinter.Print(Read(File.ReadAllText(Path.Combine(RepositoryRoot.Folder, file))));

        Assert.Equal(printed, SchemaPrinter.Print(Read(printed)));
    }

    public static TheoryData<string> Schemas =>
    [
        .. Below("schema", "*.graphql").Concat(Below("tests/Validation/cases", "schema.graphql"))
            .Where(file => File.ReadAllText(file).Contains("type Query", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Folder, file))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Below(string folder, string files) => Directory.EnumerateFiles(
        Path.Combine(RepositoryRoot.Folder, folder), files, SearchOption.AllDirectories);
}
