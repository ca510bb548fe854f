using System.Text.Json;
using Aggregator.Kit;
using Aggregator.People;
using Aggregator.Police;
using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>A list in which somebody can be left out is never null where nothing is recorded: it would not be where
/// all who are in it are left out.</summary>
public sealed class NamingListTests
{
    private const string Contract = """
        type Query { visit: Visit }
        type Visit {
          there: [Person!] screenings: [Screening!] events: [Event!] mixed: [Any!]
          notes: [Note!] words: [String!] carer: Person screening: Screening
        }
        type Person @key(fields: "id") { id: ID! }
        type Screening @subject(key: "person { id }", role: NAMED) { person: Person }
        interface Event { text: String }
        type Fall implements Event @subject(key: "of { id }", role: CHILD) { text: String of: Person }
        type Note { text: String }
        union Any = Note | Screening
        """;

    private const string All = """
        { visit { there { id } screenings { person { id } } events { text } mixed { __typename }
            notes { text } words carer { id } screening { person { id } } } }
        """;

    private const string Expected = """
        {"there":[],"screenings":[],"events":[],"mixed":[],"notes":null,"words":null,"carer":null,"screening":null}
        """;

    private static readonly string[] Coded = ["there", "screenings", "events", "mixed", "notes", "words", "carer"];

    [Fact]
    public async Task List_of_those_who_can_be_left_out_is_empty_where_the_record_says_nothing_of_it()
    {
        var answer = await AskAsync(All, _ => { });

        Assert.Equal(Expected, Visit(answer).GetRawText());
    }

    [Fact]
    public async Task List_of_those_who_can_be_left_out_is_empty_where_the_agencys_own_code_finds_none()
    {
        var answer = await AskAsync(All, fields =>
        {
            foreach (var field in Coded)
            {
                fields.Add("Visit." + field, field == "there" ? _ => Loaded.Already(null) : _ => null);
            }
        });

        Assert.Equal(Expected, Visit(answer).GetRawText());
    }

    [Fact]
    public async Task List_that_cannot_be_read_is_null_with_an_error()
    {
        var answer = await AskAsync("{ visit { there { id } } }", fields => fields.Add(
            "Visit.there", _ => throw new AgencyException(AgencyErrors.TooManyFacts, "there are too many")));

        Assert.Equal("""{"there":null}""", Visit(answer).GetRawText());
        Assert.Equal("there are too many", answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Incident_of_which_nothing_is_recorded_names_nobody()
    {
        await using var agency = await RunningAgency.StartAsync(new PoliceAgency(), seed: false);
        using var recorded = await agency.RecordAsync("""
            {"links": [{"local": "POL-N-70", "person": "P70", "match": "CONFIRMED", "by": "records desk"}],
             "records": [{"PoliceIncident": "POL-I70", "event": "2025-07-21T16:30:00Z",
               "subjects": {"POL-N-70": "CALLER"}, "headline": "Dispute", "incidentType": "DOMESTIC_DISPUTE"}]}
            """);

        var person = await agency.PersonAsync(
            "P70", "incidents { nodes { childrenPresent { place } gradings { grade } } }");

        Assert.Equal(
            """{"childrenPresent":[],"gradings":null}""",
            person.GetProperty("incidents").GetProperty("nodes")[0].GetRawText());
    }

    [Fact]
    public async Task Address_that_is_kept_from_nobody_says_so()
    {
        await using var agency = await RunningAgency.StartAsync(new PeopleAgency());

        var answer = await agency.AskAsync(
            """{ child(id: "P1") { residences { address { doNotDiscloseTo { id } } } } }""");

        var homes = answer.GetProperty("data").GetProperty("child").GetProperty("residences").EnumerateArray();
        Assert.NotEmpty(homes);
        Assert.All(homes, home => Assert.Equal(
            JsonValueKind.Array, home.GetProperty("address").GetProperty("doNotDiscloseTo").ValueKind));
    }

    private static JsonElement Visit(JsonElement answer) => answer.GetProperty("data").GetProperty("visit");

    private static async Task<JsonElement> AskAsync(string query, Action<FieldResolvers> code)
    {
        var fields = new FieldResolvers().Add("Query.visit", _ => new { });
        code(fields);
        using Schema schema = ContractSchema.Build(
            new AgencyContract(Contract, ""), fields, new StreamSources(null!, null!, TimeProvider.System));
        var result = await new DocumentExecuter().ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Query = query,
            UserContext = new Dictionary<string, object?> { ["request"] = null },
        });
        return JsonDocument.Parse(new GraphQLSerializer().Serialize(result)).RootElement;
    }
}
