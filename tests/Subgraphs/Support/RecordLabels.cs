using GraphQLParser;
using GraphQLParser.AST;

namespace Aggregator.Subgraphs.Tests;

/// <summary>A kind of record in an agency's contract, with the ways to whose it is as its labels (`@subject`) have
/// them.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Ways">The fields on each way.</param>
internal sealed record RecordLabels(string Kind, IReadOnlyList<IReadOnlyList<string>> Ways)
{
    private static readonly char[] NotAName = [' ', '{', '}'];

    private readonly HashSet<string> _lists = new(StringComparer.Ordinal);

    /// <summary>The kinds of an agency that say whose they are, as the text of its contract has them.</summary>
    public static IReadOnlyList<RecordLabels> Of(string agency) =>
    [
        .. Parser.Parse(File.ReadAllText(ContractFile.PathOf(agency))).Definitions
            .OfType<GraphQLObjectTypeDefinition>().Where(IsRecord).Select(Read).Where(kind => kind.Ways.Count > 0),
    ];

    /// <summary>The agency's own number of whom a way leads to.</summary>
    public static string NumberOf(int way) => $"L-{way}";

    /// <summary>The person that a way leads to.</summary>
    public static string PersonOf(int way) => $"P-{way}";

    /// <summary>Whose such a record is: on a day before they were matched whom it is about is nobody yet.</summary>
    public IEnumerable<string> Owners(bool isBefore) =>
        Ways.Select((way, place) => (way, place)).Where(each => !isBefore || !IsOfAll(each.way))
            .Select(each => PersonOf(each.place));

    /// <summary>The content of such a record, which names somebody at the end of each way.</summary>
    public Dictionary<string, object> Content() => Each().Where(each => !IsOfAll(each.Way)).ToDictionary(
        each => each.Way[0],
        each =>
        {
            var value = each.Way.Skip(1).Reverse().Aggregate(
                (object)each.Number, (inner, step) => new Dictionary<string, object> { [step] = inner });
            return _lists.Contains(each.Way[0]) ? new[] { value } : value;
        });

    /// <summary>Whom such a record is about, where that makes it theirs.</summary>
    public Dictionary<string, string> Subjects() =>
        Each().Where(each => IsOfAll(each.Way)).ToDictionary(each => each.Number, _ => "MENTIONED");

    private static bool IsOfAll(IReadOnlyList<string> way) => way[0] == "subjects";

    private static bool IsRecord(GraphQLObjectTypeDefinition type) => ((string[])["id", "sortAt"])
        .All(name => type.Fields!.Items.Any(field => field.Name.StringValue == name));

    private static RecordLabels Read(GraphQLObjectTypeDefinition type)
    {
        var labels = new RecordLabels(type.Name.StringValue,
        [
            .. type.Directives!.Items.Where(directive => directive.Name.StringValue == "subject")
                .Select(directive => (GraphQLStringValue)directive.Arguments!.Items[0].Value)
                .Select(key => key.Value.ToString().Split(NotAName, StringSplitOptions.RemoveEmptyEntries)[..^1]),
        ]);
        labels._lists.UnionWith(type.Fields!.Items.Where(field => field.Type is GraphQLListType)
            .Select(field => field.Name.StringValue));
        return labels;
    }

    private IEnumerable<(IReadOnlyList<string> Way, string Number)> Each() =>
        Ways.Select((way, place) => (way, NumberOf(place)));
}
