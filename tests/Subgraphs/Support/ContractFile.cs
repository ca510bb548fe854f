using GraphQLParser;
using GraphQLParser.AST;

namespace Aggregator.Subgraphs.Tests;

/// <summary>An agency's agreed SDL: its own part, then the copy of the shared words that it uses.</summary>
internal static class ContractFile
{
    public const string AcceptVariable = "AGGREGATOR_ACCEPT";

    private const string Marker = "# ---- shared vocabulary, copied from schema/vocabulary.graphql ----\n";

    public static string Root { get; } = RepositoryRoot.Folder;

    public static string PathOf(string agency) => Path.Combine(Root, "schema", "subgraphs", agency + ".graphql");

    /// <summary>The contract as it should be: the shared words exactly as agreed, and only those it uses.</summary>
    public static string WithVocabulary(string agency)
    {
        var text = File.ReadAllText(PathOf(agency));
        var end = text.IndexOf(Marker, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InvalidOperationException(
                $"{PathOf(agency)}: the marker line is missing below the agency's own types: `{Marker.Trim()}`");
        }

        var own = text[..(end + Marker.Length)];
        var vocabulary = File.ReadAllText(Path.Combine(Root, "schema", "vocabulary.graphql"));
        var shared = Definitions(vocabulary);
        var present = Definitions(own).Keys.ToHashSet();
        var missing = new Queue<string>(References(own));
        var taken = new HashSet<string>();
        while (missing.TryDequeue(out var name))
        {
            if (!present.Contains(name) && shared.TryGetValue(name, out var definition) && taken.Add(name))
            {
                References(definition).ToList().ForEach(missing.Enqueue);
            }
        }

        // In the vocabulary's order, so that files differ only in what they use.
        var copied = shared.Where(entry => taken.Contains(entry.Key)).Select(entry => entry.Value);
        return own + string.Join('\n', copied) + "\n";
    }

    private static Dictionary<string, string> Definitions(string sdl) =>
        Parser.Parse(sdl).Definitions.OfType<GraphQLTypeDefinition>().ToDictionary(
            definition => definition.Name.StringValue,
            definition => sdl[StartOf(definition, sdl)..definition.Location.End]);

    // The parser places a block description at its last quotation mark.
    private static int StartOf(GraphQLTypeDefinition definition, string sdl)
    {
        var start = (definition.Description ?? (ASTNode)definition).Location.Start;
        while (start > 0 && sdl[start - 1] == '"')
        {
            start--;
        }

        return start;
    }

    private static IEnumerable<string> References(string sdl)
    {
        var names = new NameCollector();
        names.VisitAsync(Parser.Parse(sdl), default).AsTask().GetAwaiter().GetResult();
        return names.Names;
    }

    private sealed class NameCollector : GraphQLParser.Visitors.ASTVisitor<NameCollector.Nothing>
    {
        public HashSet<string> Names { get; } = [];

        protected override ValueTask VisitNamedTypeAsync(GraphQLNamedType namedType, Nothing context)
        {
            Names.Add(namedType.Name.StringValue);
            return ValueTask.CompletedTask;
        }

        internal readonly struct Nothing : GraphQLParser.Visitors.IASTVisitorContext
        {
            public CancellationToken CancellationToken => default;
        }
    }
}
