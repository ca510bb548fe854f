using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>
/// What a labelled graph has besides what its subgraphs bring: <c>Query.disclosure</c>, which the gateway answers about
/// the answer itself.
/// </summary>
public static class DisclosureApi
{
    /// <summary>The root field.</summary>
    public const string Field = "disclosure";

    private const string Sdl = """
        type Query {
          "What this answer says of itself: by which policy, what was withheld and why, which sources are in it."
          disclosure: DisclosureReport! @join__field
        }

        "What an answer says of itself. It tells nothing of what is hidden."
        type DisclosureReport {
          "The policy that decided: its version and the hash of its content."
          policy: String!
          "The purpose that was stated."
          purpose: String
          "The stage that was decided by: CONTACT, S17 or S47; the lower of the claimed and the recorded one."
          stage: String!
          "The instant that the data is known as at, UTC."
          asAt: String!
          "Names the request in the access log."
          auditId: ID!
          "True when all connected sources answered and the hub's register was at hand."
          complete: Boolean!
          "LAST_KNOWN or UNAVAILABLE while the hub's register cannot be reached; null when it can."
          register: String
          "What was withheld or given in a coarser form. Redaction is not an error."
          withheld: [WithheldField!]!
          "How many more were withheld than are listed; null when all are."
          moreWithheld: Int
          "The sources that were asked, by agency code."
          sources: [DisclosureSource!]!
        }

        "A field that was withheld or given in a coarser form."
        type WithheldField {
          "Response keys and list indexes from the root; without indexes where it holds for every object alike."
          path: [String!]!
          "The field, as `Type.field`."
          coordinate: String!
          "The class of data that decided; null where it has none."
          class: String
          "GENERALISE, MASK, EXISTS or OMIT."
          effect: String!
          "Why, as far as the caller's role is told."
          reason: String!
          "Agency codes to ask."
          contact: String!
        }

        "A source that was asked."
        type DisclosureSource {
          "The agency code."
          agency: String!
          "OK, PARTIAL, UNAVAILABLE, NOT_COVERED, PENDING or NOT_CONNECTED."
          state: String!
          "The instant that its data is known as at, UTC."
          asOf: String!
          "What it holds at all: outside it, nothing found says nothing. Null when it does not say."
          coverage: DisclosureCoverage
          "Since when it has not answered, UTC; null when it did."
          since: String
        }

        "What a source holds."
        type DisclosureCoverage {
          "The first day; null for no such limit."
          from: String
          "Where."
          area: String!
          "Whom."
          cohort: String!
          "What is not in it."
          explanation: String!
        }
        """;

    private static readonly TypeSystem Added = DocumentReader.ReadTypes(Sdl).Document!;

    /// <summary>The types that no subgraph may define.</summary>
    public static ImmutableArray<string> TypeNames { get; } =
        [.. Added.Ordered.Select(type => type.Name).Where(name => name != "Query")];

    /// <summary>The types of a labelled graph with those of the report.</summary>
    /// <param name="types">The types that its subgraphs bring.</param>
    /// <param name="query">The name of the query type; null for none.</param>
    internal static IEnumerable<TypeDefinition> With(IEnumerable<TypeDefinition> types, string? query) => types
        .Select(type => type.Name == query ? WithReport(type) : type)
        .Concat(query is null ? [] : Added.Ordered.Where(type => type.Name != "Query"));

    private static TypeDefinition WithReport(TypeDefinition query) => new()
    {
        Name = query.Name,
        Kind = query.Kind,
        Description = query.Description,
        Directives = query.Directives,
        Fields = [.. query.Fields, .. Added.Type("Query")!.Fields],
        Interfaces = query.Interfaces,
        At = query.At,
    };

    /// <summary>What of a document's own is named as the report is; null for nothing.</summary>
    /// <param name="types">The document's types.</param>
    internal static string? Taken(TypeSystem types) =>
        TypeNames.FirstOrDefault(name => types.Type(name) is not null)
        ?? (types.QueryName is { } query && types.Type(query)?.Field(Field) is not null ? $"{query}.{Field}" : null);
}
