using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Families of two worlds that differ in what was coded of somebody hidden from the caller: what is worked out for the
/// child and its carer, who are open, is the same.
/// </summary>
public sealed class CodedFactsTests(LocalHubFixture hub) : TwinFamilies(hub), IClassFixture<LocalHubFixture>
{
    private const string WorkedOut = """
        alerts { rule severity because { recordId agency kind category } show { child } }
        notes { rule because { recordId agency } missing { code recordId } show { contact { agency reference } } }
        knowledgeMatrix { title firstKnown cells { agency state at } }
        firstScreen { lastSeen { at agency recordId place } lastReferralAt }
        """;

    [Theory]
    [InlineData("gp", "QM30")]
    [InlineData("analyst", "QM31")]
    [InlineData("social-worker", "QM32")]
    public async Task What_was_coded_from_a_shielded_childs_referral_counts_for_nobody_else_who_is_named_in_it(
        string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await HappensAsync(family, null);
            if (!hidden)
            {
                return;
            }

            string[] people = [family + "9", family + "2"];
            var referral = new { child = people[0], from = "POL", to = "CSC", intent = "REQUEST_FOR_SERVICE" };
            await WriteAsync("police", PeopleIndex.Record("POL", "Referral", "POL-F" + family, people, referral));
            await WriteAsync(
                "social-care",
                PeopleIndex.Record("POL", "Referral", "POL-F" + family, people, new { child = people[0] }),
                Coded("CSC", "POL-F" + family, "REFERRAL", "PARENT_MENTAL_HEALTH", people));
        });

        await SameAsync(user, one, two, Of("referrals { nodes { id } } chronology { nodes { id } }"));
        await SameAsync(user, one, two, Of(WorkedOut));
    }

    [Theory]
    [InlineData("gp", "QM36")]
    [InlineData("health-visitor", "QM37")]
    [InlineData("analyst", "QM38")]
    public async Task What_was_coded_of_a_shielded_child_in_an_open_incident_is_no_other_childs(
        string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await HappensAsync(family, hidden ? family + "9" : null);
            if (hidden)
            {
                await WriteAsync("police", Coded(
                    "POL", "POL-I" + family, "POLICE_INCIDENT", "CHILD_HELD_DURING_ASSAULT",
                    [family + "9", family + "2"], Impact(family + "9", "HELD_DURING_ABUSE")));
            }
        });

        await SameAsync(user, one, two, Of(WorkedOut));
        await SameAsync(user, one, two, Of("incidents { nodes { id childImpact { code } } }"));
    }

    [Theory]
    [InlineData("gp", "QM39", "CHILD_PRESENT", "SEEN_WELL")]
    [InlineData("analyst", "QM40", "RELATIONSHIP_CRISIS", "SEEN_WELL")]
    [InlineData("health-visitor", "QM41", "RELATIONSHIP_CRISIS", "WITNESSED")]
    public async Task How_a_shielded_child_was_seen_is_not_how_another_was(
        string user, string name, string category, string code)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await HappensAsync(family, hidden ? family + "9" : null);
            string[] people = [family + "1", family + "2"];
            if (hidden)
            {
                await WriteAsync("police", Coded(
                    "POL", "POL-I" + family, "POLICE_INCIDENT", category, [.. people, family + "9"],
                    Impact(family + "9", code)));
            }
            else if (category != "CHILD_PRESENT")
            {
                await WriteAsync(
                    "police", Coded("POL", "POL-I" + family, "POLICE_INCIDENT", category, people));
            }
        });

        await SameAsync(user, one, two, Of(WorkedOut));
    }

    [Theory]
    [InlineData("gp", "QM33")]
    [InlineData("analyst", "QM34")]
    [InlineData("social-worker", "QM35")]
    public async Task Plan_of_a_shielded_child_is_in_nothing_that_is_said_of_its_open_parent(string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, (family, hidden) => hidden
            ? WriteAsync("social-care", PeopleIndex.Record("CSC", "Plan", "CSC-P" + family, [], new
            {
                plan = "CHILD_PROTECTION_PLAN",
                from = "2025-06-01",
                category = "neglect",
            }) with
            {
                Subjects = new Dictionary<string, string> { [family + "9"] = "CHILD", [family + "2"] = "PARENT" },
            })
            : Task.CompletedTask);

        await SameAsync(
            user, one, two,
            """
            { person(id: "FAMILY2") {
                planStatus { childProtectionPlan childInNeedPlan lookedAfter wording plans { id from category } } } }
            """);
    }

    private Task HappensAsync(string family, string? caller)
    {
        string[] people = [family + "1", family + "2", .. caller is null ? Enumerable.Empty<string>() : [caller]];
        return WriteAsync(
            "police",
            PeopleIndex.Record("POL", "PoliceIncident", "POL-I" + family, people, new
            {
                headline = "Dispute at home",
                incidentType = "DOMESTIC_DISPUTE",
                personOfConcern = family + "2",
                caller,
                childrenPresent = new[] { new { child = family + "1", place = "PRESENT", certainty = "RECORDED" } },
            }),
            Coded("POL", "POL-I" + family, "POLICE_INCIDENT", "DOMESTIC_ABUSE", people));
    }

    private static object Impact(string person, string code) => new[] { new { person, code } };

    private static FactDraft Coded(
        string agency, string record, string kind, string category, string[] people, object? childImpact = null) =>
        PeopleIndex.Record(agency, "SafeguardingFact", $"{record}/{category}", people, new
        {
            recordId = record,
            recordKind = kind,
            category,
            certainty = "RECORDED",
            accountOf = "OFFICERS",
            childImpact,
        }) with
        {
            ParentId = record,
        };
}
