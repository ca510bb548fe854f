using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What callers read in their own log says of nobody that a record is theirs unless the answer said so; those who
/// oversee the hub read it.
/// </summary>
public sealed class OwnLogTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    [Fact]
    public async Task Own_log_of_a_record_is_one_without_whom_is_shielded_in_it()
    {
        await ShieldedFamily.MeetAsync(hub, "P61", "P62", shielded: false);
        await ShieldedFamily.MeetAsync(hub, "P71", "P72", shielded: false);
        await ShieldedFamily.JoinAsync(hub, "P71", "P79");
        await ShieldedRecords.HappensAsync(hub, "P6", []);
        await ShieldedRecords.HappensAsync(hub, "P7", ["P79"]);
        foreach (var child in new[] { "P61", "P71" })
        {
            _ = await hub.AskAsync("analyst", $$"""
                mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
                """);
            _ = await hub.UntilAsync(
                "analyst", Incidents(child), answer => answer.Texts("child.incidents.nodes.id").Length > 0);
        }

        var without = await AskAsync("analyst", Incidents("P61"));
        var with = await AskAsync("analyst", Incidents("P71"));

        var entries = await LogOfAsync("analyst", without);
        Assert.Contains(entries, entry => entry.Contains("PoliceIncident.id", StringComparison.Ordinal));
        Assert.Equal(entries, await LogOfAsync("analyst", with));
        Assert.Empty(await AccessesAsync("analyst", "P79", with));
        Assert.Contains("PoliceIncident.id", Assert.Single(await AccessesAsync("auditor", "P79", with)));
    }

    [Fact]
    public async Task Who_guesses_whom_a_record_is_about_does_not_find_it_in_their_own_log()
    {
        var asked = await AskAsync("ambulance", """
            { person(id: "P3") { incidents(first: 1) { nodes { id subjects { person { id } } } } }
              other: person(id: "P1") { id } }
            """);

        Assert.Contains("PoliceIncident.id", Assert.Single(await AccessesAsync("ambulance", "P3", asked)));
        Assert.DoesNotContain("PoliceIncident.id", Assert.Single(await AccessesAsync("ambulance", "P1", asked)));
        Assert.Empty(await AccessesAsync("ambulance", "P2", asked));
        foreach (var subject in new[] { "P1", "P2", "P3" })
        {
            Assert.Contains("PoliceIncident.id", Assert.Single(await AccessesAsync("auditor", subject, asked)));
        }
    }

    [Fact]
    public async Task Whom_the_answer_names_in_a_record_is_in_the_own_log_with_it()
    {
        var asked = await AskAsync("health-visitor", """
            { child(id: "P1") { incidents { nodes { id subjects { person { id } } } } } }
            """);

        Assert.Contains("PoliceIncident.id", Assert.Single(await AccessesAsync("health-visitor", "P2", asked)));
    }

    [Fact]
    public async Task Who_stands_above_the_person_whose_record_it_is_does_not_find_themselves_confirmed_in_it()
    {
        const string Through = "{ id relationships { to { id incidents { nodes { id } } } } }";
        var logs = new List<string[]>();
        foreach (var (family, isThere) in new[] { ("P8", false), ("P9", true) })
        {
            await ShieldedFamily.MeetAsync(hub, family + "1", family + "2", shielded: false);
            await ShieldedFamily.CareElsewhereAsync(hub, family + "1", family + "3");
            await ShieldedRecords.HappensAsync(hub, family, isThere ? [family + "3"] : []);
            await LinkAsync(hub, family + "1", "gp");
            var query = $$"""{ person(id: "{{family}}3") {{Through}} }""";
            _ = await hub.UntilAsync(
                "gp", query, answer => answer.Texts("person.relationships.to.incidents.nodes.id").Length > 0);
            var asked = await AskAsync("gp", query);
            logs.Add(await AccessesAsync("gp", family + "3", asked));
            Assert.Equal(isThere, Assert.Single(await AccessesAsync("auditor", family + "3", asked))
                .Contains("PoliceIncident.id", StringComparison.Ordinal));
            Assert.Contains("PoliceIncident.id", Assert.Single(await AccessesAsync("gp", family + "1", asked)));
        }

        Assert.Equal(logs[0], logs[1]);
    }

    /// <summary>Registers a child that the hub has a case of with a demonstration user.</summary>
    internal static async Task LinkAsync(LocalHubFixture hub, string child, string user)
    {
        var holder = DemonstrationUsers.Find(user)!;
        _ = await hub.AskAsync("analyst", $$"""
            mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
            """);
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [],
            [
                PeopleIndex.Draft($"HUB-L-{user}-{child}", "RegisteredLink", [child], new
                {
                    holder = user,
                    holderAgency = holder.Agency,
                    link = holder.Agency == "GP" ? "PATIENT" : "CASELOAD",
                    person = child,
                    from = "2025-07-01",
                }) with
                {
                    Agency = "HUB",
                },
            ],
            default);
    }

    private static string Incidents(string child) => $$"""{ child(id: "{{child}}") { incidents { nodes { id } } } }""";

    private async Task<string> AskAsync(string user, string query)
    {
        var answer = await hub.AskAsync(user, query);
        Assert.Contains("\"POL-", answer["data"]!.ToJsonString(), StringComparison.Ordinal);
        return answer["extensions"]!["disclosure"]!["auditId"]!.ToString();
    }

    private async Task<string[]> LogOfAsync(string user, string auditId) => Entries(
        (await hub.AskAsync(user, """
            { accessLog(first: 40) { nodes { auditId delivered forms { coordinate effect } withheld { coordinate } } } }
            """))["data"]!["accessLog"]!, auditId);

    private async Task<string[]> AccessesAsync(string user, string subject, string auditId) => Entries(
        (await hub.AskAsync(user, $$"""
            { accesses(subject: "{{subject}}", first: 40) {
                nodes { auditId delivered forms { coordinate effect } withheld { coordinate } } } }
            """))["data"]!["accesses"]!, auditId);

    private static string[] Entries(JsonNode page, string auditId) =>
    [
        .. page["nodes"]!.AsArray().Where(node => node!["auditId"]!.ToString() == auditId)
            .Select(node => $"{node!["delivered"]!.ToJsonString()} {node["forms"]!.ToJsonString()} "
                + node["withheld"]!.ToJsonString())
            .Order(StringComparer.Ordinal),
    ];
}
