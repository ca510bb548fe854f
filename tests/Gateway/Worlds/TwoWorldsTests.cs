using Xunit;

namespace Aggregator.Gateway.Tests.Worlds;

/// <summary>
/// Two hubs that differ only in what a role is not given answer that role alike: bytes, status, headers, errors,
/// cursors, page shapes and the report. The agencies are asked alike too, but by their own data.
/// </summary>
[Collection(TwinHubTests.Name)]
public class TwoWorldsTests(TwinHubs hubs)
{
    private static readonly string[] Everybody =
    [
        "analyst", "decision-maker", "social-worker", "out-of-hours", "police-desk", "health-desk", "therapist",
        "emergency", "ambulance", "gp", "health-visitor", "midwife", "dashboard", "auditor", "dpo",
    ];

    private const string View = """
        {
          child(id: "P1") {
            name nhsNumber person { intelligence { id contact { team } } }
            residences { kind address { id lines postcode district } }
            circle { relation person { id name ageBand } } halfSiblings { relation person { id name } }
            chronology(first: 4) { nodes { __typename id agency headline } pageInfo { hasNextPage endCursor }
              missing { agency } }
            incidents(first: 2) {
              nodes { id incidentType narrative narrativeCategory itemsFound }
              pageInfo { hasNextPage endCursor }
            }
            consultations { nodes { __typename id headline
              ... on TherapySession { narrative measures { score band } verbatim { text } }
              ... on Consultation { narrative } } pageInfo { hasNextPage endCursor } }
            referrals { nodes { id heading content contentCategory } pageInfo { endCursor } }
            involvements { __typename agency service }
            alerts { rule severity because { recordId } }
            knowledgeMatrix { concern cells { agency state } }
          }
          sourceStatus { agency state }
        }
        """;

    internal const string Existence = """
        {
          child(id: "P1") {
            chronology(first: 30) { nodes { __typename id agency headline } missing { agency } }
            incidents { nodes { id } } consultations { nodes { __typename id } } referrals { nodes { id heading } }
            involvements { __typename agency service }
            alerts { id rule for severity because { recordId agency kind at category } components { name sources }
              missing { code state recordId agency couldNotCheck } firedAt state overdue mayBeIncomplete
              show { type categories date parties contact { agency } } }
            notes { id rule because { recordId agency } missing { code agency } }
            nextRuleDueAt
            knowledgeMatrix { concern title firstKnown uninformedInvolved mayBeIncomplete
              cells { agency state at consideredAt presumed reason couldNotCheck extent } }
            unseenConcerns { recordId agency }
            firstScreen { lastReferralAt lastSeen { agency recordId } newSinceLastReferral { recordId }
              newSinceLastLook { recordId } mayBeIncomplete }
            markersAtAddresses { markerId wording }
            circle { person { id consents { id state scope obtainedBy how note }
              sharingDecisions { id from to records } toldRecords { record told } } }
          }
          sourceStatus { agency state lastUpdated unmatchedPersons }
        }
        """;

    // As known before anything was shown here: that is the gateway's own knowledge and goes its own way in each world.
    private static readonly Access Known = Access.On(48);

    /// <summary>A change of an agency's data, and who is given what it changes.</summary>
    public static TheoryData<string, string, string, string> Changes { get; } = new()
    {
        // The father's self-harm, in the words of the police.
        { "police", Replace("PoliceIncident", "narrative"), "analyst decision-maker police-desk", "another narrative" },

        // What the mother told her therapist.
        {
            "talking-therapies", Replace("TherapySession", "narrative"), "therapist", "another session"
        },

        // The grandparents' address; its district stays.
        {
            "people",
            "UPDATE facts SET Content = replace(Content, '17 Beech Court', '99 Other Street') WHERE Id = 'A2'",
            "analyst decision-maker social-worker out-of-hours police-desk health-desk health-visitor midwife gp",
            "another street"
        },

        // Intelligence that is there, and that is not.
        {
            "police", "DELETE FROM facts WHERE Kind = 'IntelligenceEntry'",
            "police-desk decision-maker auditor dpo", "no intelligence"
        },

        // The practice's own words.
        {
            // The mother agreed that social care is told.
            "primary-care", Replace("Consultation", "narrative"), "gp social-worker out-of-hours",
            "another consultation"
        },
        {
            "urgent-care", Replace("AdviceLineContact", "narrative"), "decision-maker health-desk gp", "another call"
        },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Whoever_is_not_given_what_changed_cannot_tell_that_it_changed(
        string agency, string sql, string given, string what)
    {
        var readers = given.Split(' ');
        var before = new Dictionary<string, string>();
        foreach (var user in Everybody.Except(readers))
        {
            before[user] = await hubs.One.WholeAsync(user, View, Known);
            Same(user, before[user], await hubs.Two.WholeAsync(user, View, Known));
        }

        var backup = hubs.Two.Remember(agency);
        try
        {
            Assert.True(hubs.Two.Change(agency, sql) > 0, what);
            hubs.One.Asked.Clear();
            hubs.Two.Asked.Clear();
            foreach (var user in Everybody.Except(readers))
            {
                _ = await hubs.One.WholeAsync(user, View, Known);
                Same(user, before[user], await hubs.Two.WholeAsync(user, View, Known));
            }

            Assert.Equal(Others(hubs.One, agency), Others(hubs.Two, agency));
        }
        finally
        {
            hubs.Two.Restore(agency, backup);
        }
    }

    // Whoever works there may not be known to others: not that there is a session, and not what the hub makes of one.
    [Theory]
    [InlineData("social-worker", 42)]
    [InlineData("social-worker", 48)]
    [InlineData("out-of-hours", 48)]
    [InlineData("police-desk", 42)]
    [InlineData("police-desk", 48)]
    [InlineData("emergency", 48)]
    [InlineData("ambulance", 42)]
    [InlineData("ambulance", 48)]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_that_it_holds_anything(string user, int day)
    {
        var access = Access.On(day);
        var backup = hubs.Two.Remember("talking-therapies");
        try
        {
            // The referral it made is social care's as well.
            Assert.True(hubs.Two.Change("talking-therapies", "DELETE FROM facts WHERE Kind <> 'Referral'") > 0);
            Same(user, await hubs.One.WholeAsync(user, Existence, access),
                await hubs.Two.WholeAsync(user, Existence, access));
        }
        finally
        {
            hubs.Two.Restore("talking-therapies", backup);
        }
    }

    // Of its referral social care's copy stays, which is the service's record there too.
    [Theory]
    [InlineData("police-desk", 44)]
    [InlineData("police-desk", 48)]
    [InlineData("emergency", 48)]
    [InlineData("ambulance", 48)]
    public async Task Whom_a_service_is_hidden_from_cannot_tell_whether_it_referred(string user, int day)
    {
        var access = Access.On(day);
        var backup = hubs.Two.Remember("talking-therapies");
        try
        {
            Assert.True(hubs.Two.Change("talking-therapies", "DELETE FROM facts") > 0);
            Same(user, await hubs.One.WholeAsync(user, Existence, access),
                await hubs.Two.WholeAsync(user, Existence, access));
        }
        finally
        {
            hubs.Two.Restore("talking-therapies", backup);
        }
    }

    [Fact]
    public async Task Twins_that_nobody_changed_answer_everybody_alike()
    {
        foreach (var user in Everybody)
        {
            Same(user, await hubs.One.WholeAsync(user, View, Known), await hubs.Two.WholeAsync(user, View, Known));
        }
    }

    [Fact]
    public async Task Errors_of_bad_requests_are_alike_whatever_the_agencies_hold()
    {
        foreach (var query in new[]
        {
            """{ child(id: "P1") { incidents(first: 0) { nodes { id } } } }""",
            """{ child(id: "P1") { incidents(after: "eyJ4IjoxfQ") { nodes { id } } } }""",
            """{ child(id: "P1") { nope } }""",
            """{ child(nhsNumber: "9990001007") { id } }""",
        })
        {
            Assert.Equal(
                await hubs.One.WholeAsync("health-visitor", query), await hubs.Two.WholeAsync("health-visitor", query));
        }
    }

    internal static void Same(string user, string one, string two)
    {
        var at = one.Zip(two).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.True(one == two, $"{user} can tell at …{Around(one, at)}… from …{Around(two, at)}…");
    }

    private static string Around(string text, int at) =>
        text.Substring(Math.Max(0, at - 80), Math.Min(160, text.Length - Math.Max(0, at - 80)));

    private static string Replace(string kind, string field) =>
        $"UPDATE facts SET Content = json_set(Content, '$.{field}', 'quite other words') "
        + $"WHERE Kind = '{kind}' AND json_extract(Content, '$.{field}') IS NOT NULL";

    private static string[] Others(TwinHub hub, string agency) =>
        [.. hub.Asked.Where(each => each.Agency != agency).Select(each => each.Agency + each.Body)
            .Order(StringComparer.Ordinal)];
}
