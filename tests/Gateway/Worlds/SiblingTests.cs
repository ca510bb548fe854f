using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// Which records a list shows depends on the caller and the records, never on what else is asked beside it: agencies
/// that something else is asked of give no more than those that are not asked.
/// </summary>
[Collection(LocalHubTests.Name)]
public class SiblingTests(LocalHubFixture hub)
{
    private static readonly Dictionary<string, string[]> Lists = new(StringComparer.Ordinal)
    {
        ["child(id: \"P1\")"] =
        [
            "chronology(first: 60) { nodes { __typename id sortAt } }",
            "consultations(first: 60) { nodes { __typename id sortAt } }",
            "incidents(first: 60) { nodes { __typename id sortAt } }",
            "referrals(first: 60) { nodes { __typename id sortAt } }",
            "involvements { __typename agency service }",
            "markers { __typename id }",
        ],
        ["person(id: \"P2\")"] = OfPerson(),
        ["person(id: \"P3\")"] = OfPerson(),
    };

    public static TheoryData<string, string?> Callers
    {
        get
        {
            var callers = new TheoryData<string, string?>();
            foreach (var user in DemonstrationUsers.All)
            {
                callers.Add(user.Name, null);
                callers.Add(user.Name, "POL");
            }

            return callers;
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task What_is_asked_beside_a_list_changes_nothing_in_it(string user, string? recipient)
    {
        var access = new Access(Recipient: recipient);
        foreach (var (owner, lists) in Lists)
        {
            var alone = new Dictionary<string, string>(StringComparer.Ordinal);
            var markers = new Dictionary<string, IEnumerable<string>>(StringComparer.Ordinal);
            foreach (var list in lists)
            {
                // What the role is never given refuses the operation, whatever stands beside it.
                var answer = await hub.AskAsync(user, $"{{ {owner} {{ {list} }} }}", access);
                if (answer["errors"] is null)
                {
                    alone[list] = Items(answer, list);
                    markers[list] = Markers(answer, list);
                }
            }

            var all = await hub.AskAsync(user, $"{{ {owner} {{ {string.Join(' ', alone.Keys)} }} }}", access);

            Assert.All(alone, list => Assert.Equal(list.Value, Items(all, list.Key)));
            Assert.All(markers, list => Assert.Equal(list.Value, Markers(all, list.Key)));
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task What_is_asked_of_the_items_of_a_list_changes_nothing_in_which_there_are(
        string user, string? recipient)
    {
        var access = new Access(Recipient: recipient);
        foreach (var owner in Lists.Keys)
        {
            foreach (var list in new[] { "chronology", "consultations" })
            {
                string Query(string fields) => $"{{ {owner} {{ {list}(first: 60) {{ nodes {{ {fields} }} }} }} }}";
                var place = $"{owner.Split('(')[0]}.{list}.nodes.__typename";
                var plain = (await hub.AskAsync(user, Query("__typename id"), access)).Texts(place);

                foreach (var fields in new[] { "__typename", "__typename headline", "__typename informed { agency }" })
                {
                    Assert.Equal(plain, (await hub.AskAsync(user, Query(fields), access)).Texts(place));
                }
            }
        }
    }

    [Fact]
    public async Task Records_of_a_class_that_a_role_is_not_granted_are_left_out_and_the_answer_says_so()
    {
        const string Query = """{ person(id: "P2") { consultations(first: 60) { nodes { id agency } } } }""";

        var answer = await hub.AskAsync("police-desk", Query);
        var beside = await hub.AskAsync("police-desk", Query.Replace("{ consult", "{ involvements { id } consult"));
        var marker = Assert.Single(
            answer["extensions"]!["disclosure"]!["withheld"]!.AsArray(),
            marker => marker!["class"]!.ToString() == "HEALTH_CONTACT")!;

        Assert.Equal(["ADV"], answer.Texts("person.consultations.nodes.agency").Distinct());
        Assert.Equal(Items(answer, "consultations"), Items(beside, "consultations"));
        Assert.Equal("""["person","consultations","nodes"]""", marker["path"]!.ToJsonString());
        Assert.Equal("CareContactConnection.nodes", marker["coordinate"]!.ToString());
        Assert.Equal("OMIT", marker["effect"]!.ToString());
        Assert.Contains(beside["extensions"]!["disclosure"]!["withheld"]!.AsArray(), other =>
            JsonNode.DeepEquals(other, marker));
    }

    private static string[] OfPerson() =>
    [
        "chronology(first: 60) { nodes { __typename id sortAt } }",
        "consultations(first: 60) { nodes { __typename id sortAt } }",
        "incidents(first: 60) { nodes { __typename id sortAt } }",
        "referrals(first: 60) { nodes { __typename id sortAt } }",
        "involvements { __typename agency service }",
        "markers { __typename id }",
        "registrations { __typename agency }",
        "assessments { __typename id }",
    ];

    private static string Items(JsonNode answer, string list)
    {
        var owner = answer["data"]!["child"] ?? answer["data"]!["person"];
        return owner?[list.Split('(', ' ')[0]]?.ToJsonString() ?? "";
    }

    private static IEnumerable<string> Markers(JsonNode answer, string list) =>
        answer["extensions"]!["disclosure"]!["withheld"]!.AsArray()
            .Where(marker => marker!["path"]!.AsArray().ElementAtOrDefault(1)?.ToString() == list.Split('(', ' ')[0])
            .Select(marker => marker!.ToJsonString());
}
