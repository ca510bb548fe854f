using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Two families of a child (1) and its carer (2), both open to the user, and beside them somebody shielded (9): of two
/// worlds that differ in what is recorded of the second.
/// </summary>
public abstract class TwinFamilies(LocalHubFixture hub)
{
    private static readonly string[] Holders = ["police", "social-care", "community-health"];
    private static readonly string[] People = ["1", "2", "9"];

    protected LocalHubFixture Hub => hub;

    /// <summary>A question about the child of either family.</summary>
    protected static string Of(string selected) => $$"""{ child(id: "FAMILY1") { {{selected}} } }""";

    /// <summary>Both are answered alike.</summary>
    protected async Task SameAsync(string user, string one, string two, string query, Access? access = null)
    {
        var without = await AnswerAsync(user, one, query, access);

        Assert.DoesNotContain("\"errors\"", without, StringComparison.Ordinal);
        Assert.Equal(without, await AnswerAsync(user, two, query, access));
    }

    /// <summary>What is answered of a family, in words that do not tell which it is.</summary>
    protected async Task<string> AnswerAsync(string user, string family, string query, Access? access) => Comparable.Of(
        (await hub.AskAsync(user, query.Replace("FAMILY", family, StringComparison.Ordinal), access)).ToJsonString())
        .Replace(family, "FAMILY", StringComparison.Ordinal);

    /// <summary>Makes both families, and has each recorded of, the second as such.</summary>
    protected async Task<(string One, string Two)> MeetAsync(
        string user, string name, Func<string, bool, Task> recordAsync)
    {
        foreach (var (family, isSecond) in new[] { (name + "A", false), (name + "B", true) })
        {
            await ShieldedFamily.MeetAsync(hub, family + "1", family + "2", shielded: false);
            await PeopleIndex.WriteAsync(hub, [family + "9"], PeopleIndex.Draft(
                family + "9", "PersonRecord", [family + "9"], new { dateOfBirth = "2019-01-02", shielded = true }));
            await ShieldedFamily.LinkAsync(hub, family + "1", "analyst", null, null);
            await hub.EvaluateAsync(family + "1", family + "9");
            await KnowAsync(family);
            await recordAsync(family, isSecond);
            await LinkAsync(user, family);
            Assert.Single(
                await hub.Hub.Agencies.Find("hub")!.Current.ByIdAsync([$"HUB-SHIELD-{family}9"], default));
        }

        return (name + "A", name + "B");
    }

    protected Task WriteAsync(string agency, params FactDraft[] facts) =>
        hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync([], facts, default);

    private async Task LinkAsync(string user, string family)
    {
        var (agency, link) = user switch
        {
            "gp" => ("GP", "PATIENT"),
            "therapist" => ("THX", "OWN_CLIENT"),
            "police-desk" => ("POL", "ROUTED_ALERT"),
            "health-visitor" => ("HV", "ROUTED_ALERT"),
            _ => ("CSC", "ROUTED_ALERT"),
        };
        foreach (var person in user is "analyst" or "decision-maker" ? [] : new[] { family + "1", family + "2" })
        {
            var given = new { holder = user, holderAgency = agency, link, person, from = "2025-07-01" };
            await WriteAsync("hub", PeopleIndex.Record("HUB", "RegisteredLink", "HUB-L-" + person, [person], given));
        }

        _ = await hub.UntilAsync(
            user, $$"""{ person(id: "{{family}}2") { id } }""", answer => answer.Texts("person.id").Length == 1);
    }

    // Whom each agency knows by the keys of the index.
    private async Task KnowAsync(string family)
    {
        foreach (var agency in Holders)
        {
            await hub.Hub.Agencies.Find(agency)!.Writer.WriteAsync(
                [
                    .. People.Select(person => new LinkDraft(
                        family + person, family + person, MatchState.Confirmed, "name and date of birth",
                        PeopleIndex.RecordedAt)),
                ],
                [],
                default);
        }
    }
}
