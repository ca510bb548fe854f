using System.Collections.Immutable;
using Aggregator.Hub.Register;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// Who is shielded is open by the same links at the hub, which works things out, as by the policy, which hides them.
/// </summary>
public sealed class OpenedByLinkTests(LocalHubFixture hub) : TwinFamilies(hub), IClassFixture<LocalHubFixture>
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);
    private static readonly PolicyModel Policy = LabGraph.ShippedModel();

    public static TheoryData<string> RolesWithLinks =>
        [.. Policy.Roles.Values.Where(role => role.NeedsLink).Select(role => role.Code)];

    [Theory]
    [MemberData(nameof(RolesWithLinks))]
    public void The_hub_opens_the_shielded_by_the_links_and_the_glass_of_the_policys_row(string role)
    {
        string[] expected = [.. Policy.Links.Keys.Where(kind => IsOpen(role, Through(kind)))];

        Assert.Equal(expected, Policy.Links.Keys.Where(kind => ShieldedPersons.OpensByLink(role, kind)));
        Assert.Equal(
            IsOpen(role, new PersonFacts { BreakGlass = new BreakGlassFact("G1", Now.AddMinutes(1)) }),
            ShieldedPersons.OpensByGlass(role));
    }

    [Theory]
    [InlineData("gp", "GP", "CASELOAD", "PL1")]
    [InlineData("health-visitor", "HV", "ALLOCATED", "PL2")]
    [InlineData("social-worker", "CSC", "CASELOAD", "PL3")]
    [InlineData("police-desk", "POL", "ALLOCATED", "PL4")]
    [InlineData("analyst", "HUB", "ALLOCATED", "PL5")]
    public async Task Link_of_a_kind_that_opens_the_shielded_to_another_role_lets_nothing_of_theirs_be_worked_out(
        string user, string agency, string kind, string name)
    {
        var (one, two) = await MeetAsync(user, name, async (family, isRecorded) =>
        {
            var parent = family + "8";
            await ShieldedFamily.JoinAsync(Hub, family + "1", parent);
            await Hub.EvaluateAsync(family + "1", parent);
            var given = new { holder = user, holderAgency = agency, link = kind, person = parent, from = "2025-07-01" };
            await WriteAsync(
                "hub", PeopleIndex.Record("HUB", "RegisteredLink", "HUB-LY-" + family, [parent], given));
            if (isRecorded)
            {
                await ShieldedRecords.OfParentAsync(Hub, parent, $"A-{family}1");
            }

            await Hub.EvaluateAsync(family + "1");
        });

        await SameAsync(
            user, one, two,
            """{ person(id: "FAMILY8") { id name } child(id: "FAMILY1") { circle { person { id } } } }""");
        await SameAsync(user, one, two, Of(
            """
            knowledgeMatrix { title firstKnown cells { agency state at } } alerts { rule because { recordId } }
            unseenConcerns { recordId } firstScreen { newSinceLastLook { recordId } }
            """));
    }

    private static PersonFacts Through(string kind) => new()
    {
        Links = [new RegisterLink(kind, "P1", LinkReach.View, null, null) { IsSealed = true }],
    };

    // Whether this opens somebody who is shielded to a role, for any purpose.
    private static bool IsOpen(string role, PersonFacts facts) => Policy.Purposes.Keys.Any(purpose =>
    {
        var caller = new Caller
        {
            Role = role,
            Agency = "HUB",
            Subject = "caller",
            Recipient = "desk",
            Purpose = purpose,
            BreakGlass = "G1",
        };
        var answer = new RegisterAnswer(
            RegisterState.Current,
            ImmutableDictionary<string, PersonFacts>.Empty.Add("P1", facts with { Seal = SealState.Closed }), []);
        var opened = Seal.Open(answer, new CallerRow(LabGraph.Shipped, caller, Now)).Persons["P1"];
        return opened.BreakGlass is not null || opened.Links.Any(link => link.Reach == LinkReach.View);
    });
}
