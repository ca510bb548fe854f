using Aggregator.Gateway.Tests.Following;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Families of two worlds that differ in one thing that is hidden from the caller: what is worked out from it, and what
/// is decided because of it, in the records of those who are open.
/// </summary>
public sealed class ShieldedTracesTests(LocalHubFixture hub) : TwinFamilies(hub), IClassFixture<LocalHubFixture>
{
    [Theory]
    [InlineData("analyst", "P910", null)]
    [InlineData("police-desk", "P911", null)]
    [InlineData("gp", "P912", null)]
    [InlineData("social-worker", "P913", null)]
    [InlineData("decision-maker", "P914", "POL")]
    public async Task Referral_that_is_decided_for_a_shielded_sibling_alone_reads_as_undecided(
        string user, string name, string? recipient)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await ReferAsync(family);
            if (hidden)
            {
                await WriteAsync("social-care", Decided(family));
            }
        });

        foreach (var selected in new[]
        {
            "referrals { nodes { id decisions { id } } }",
            "referrals { nodes { id feedback { state dueAt } } }",
            "referrals { nodes { id clock { decidedAt feedbackDueAt } } }",
            "alerts { rule because { recordId } show { socialCareOutcome socialCareOutcomeAt } }",
        })
        {
            await SameAsync(user, one, two, Of(selected), new Access(Recipient: recipient));
        }
    }

    [Fact]
    public async Task Follower_of_a_child_is_told_of_nothing_when_a_referral_is_decided_for_a_shielded_sibling_alone()
    {
        var (one, two) = await MeetAsync("analyst", "P916", (family, _) => ReferAsync(family));
        Dictionary<string, string[]> told = [];
        foreach (var family in new[] { one, two })
        {
            await Hub.EvaluateAsync(family + "1");
            var (events, _) = await EventReader.BeginAsync(
                "sse", Hub.Hub, DemonstrationUsers.Find("analyst")!,
                $$"""subscription { caseChanged(child: "{{family}}1") { raised ended } }""");
            await using var followed = events;
            if (family == two)
            {
                await WriteAsync("social-care", Decided(family));
                await Hub.EvaluateAsync(family + "1");
            }

            var next = events.NextAsync();
            told[family] = await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(3))) == next
                ? [.. (await next)!.Texts("caseChanged.raised").Concat((await next)!.Texts("caseChanged.ended"))]
                : [];
        }

        Assert.Empty(told[one]);
        Assert.Equal(told[one], told[two]);
    }

    [Theory]
    [InlineData("analyst", "P920")]
    [InlineData("gp", "P921")]
    [InlineData("health-visitor", "P922")]
    public async Task Marker_of_somebody_shielded_who_is_not_around_the_child_reaches_none_of_its_addresses(
        string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            string[] people = [family + "1", family + "2", family + "9"];
            var incident = "POL-I" + family;
            await WriteAsync("police", PeopleIndex.Record("POL", "PoliceIncident", incident, people[..2], new
            {
                caller = family + "2",
            }));
            if (hidden)
            {
                await WriteAsync("police", Fact("POL", incident, 1, people, new
                {
                    recordKind = "POLICE_INCIDENT",
                    category = "MARKER",
                    marker = new
                    {
                        markerId = "POL-M" + family,
                        code = "RISK_TO_OFFICERS",
                        person = family + "9",
                        addressId = $"A-{family}1",
                    },
                }));
            }
        });

        await SameAsync(user, one, two, Of("markers { id }"));
        await SameAsync(user, one, two, Of("markersAtAddresses { markerId code wordingCategory contact { agency } }"));
    }

    [Theory]
    [InlineData("analyst", "P930")]
    [InlineData("gp", "P931")]
    [InlineData("therapist", "P932")]
    public async Task Number_to_quote_of_a_record_is_not_that_of_one_about_somebody_shielded_alone(
        string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await IncidentOfShieldedAsync(family, hidden);
            await WriteAsync("police", PeopleIndex.Record("POL", "WarningMarker", "POL-W" + family, [family + "2"], new
            {
                person = family + "2",
                code = "WEAPONS",
            }) with
            {
                ParentId = hidden ? "POL-I" + family : null,
            });
        });

        await SameAsync(user, one, two, Of("incidents { nodes { id } }"));
        await SameAsync(user, one, two, Of("markers { id contact { reference } }"));
    }

    [Theory]
    [InlineData("analyst", "P933")]
    [InlineData("gp", "P934")]
    public async Task Incidents_that_a_referral_names_are_without_those_about_somebody_shielded_alone(
        string user, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, hidden) =>
        {
            await IncidentOfShieldedAsync(family, hidden);
            await WriteAsync("police", PeopleIndex.Record("POL", "Referral", "POL-F" + family, [family + "1"], new
            {
                child = family + "1",
                from = "POL",
                to = "CSC",
                linkedIncidents = hidden ? new[] { "POL-I" + family } : null,
            }));
        });

        await SameAsync(user, one, two, Of("referrals { nodes { id linkedIncidents { id } } }"));
    }

    private static FactDraft Decided(string family) => PeopleIndex.Record(
        "CSC", "ScreeningDecision", "CSC-D" + family, [family + "9"],
        new { child = family + "9", outcome = "NO_FURTHER_ACTION", closed = true }) with
    {
        ParentId = "POL-F" + family,
    };

    private static object Sent(string child) => new { child, from = "POL", to = "CSC", intent = "REQUEST_FOR_SERVICE" };

    private static object Category(string category, object referral) =>
        new { recordKind = "REFERRAL", category, certainty = "RECORDED", accountOf = "PROFESSIONAL", referral };

    private static FactDraft Fact(string code, string record, int number, string[] people, object content) =>
        PeopleIndex.Record(code, "SafeguardingFact", $"{record}/{number}", people, content) with { ParentId = record };

    private async Task ReferAsync(string family)
    {
        var (child, referral) = (family + "1", "POL-F" + family);
        var coded = new { referralId = referral, from = "POL", to = "CSC", intent = "REQUEST_FOR_SERVICE" };
        await WriteAsync(
            "police", PeopleIndex.Record("POL", "Referral", referral, [child], Sent(child)),
            Fact("POL", referral, 1, [child], Category("REFERRAL", coded)));
        await WriteAsync(
            "social-care", PeopleIndex.Record("POL", "Referral", referral, [child], new { child }),
            Fact("CSC", referral, 2, [child], Category("REFERRAL", new { referralId = referral })));
    }

    private Task IncidentOfShieldedAsync(string family, bool hidden) => !hidden ? Task.CompletedTask : WriteAsync(
        "police", PeopleIndex.Record("POL", "PoliceIncident", "POL-I" + family, [family + "9"], new
        {
            personOfConcern = family + "9",
        }));
}
