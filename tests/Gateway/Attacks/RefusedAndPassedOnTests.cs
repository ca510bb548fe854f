using System.Text.Json.Nodes;
using Aggregator.Kit;
using Xunit;

namespace Aggregator.Gateway.Tests.Attacks;

/// <summary>
/// What somebody shielded refused closes what they confided to whoever may know of them, also where these say that they
/// pass it on.
/// </summary>
public sealed class RefusedAndPassedOnTests(LocalHubFixture hub) : IClassFixture<LocalHubFixture>
{
    private static readonly string[] Agencies = ["HUB", "POL", "CSC", "GP"];

    [Theory]
    [InlineData("decision-maker", "PK1", "HV", "ConsentRecord")]
    [InlineData("decision-maker", "PK2", "GP", "ConsentRecord")]
    [InlineData("decision-maker", "PK3", "HV", "SharingDecision")]
    [InlineData("social-worker", "PK4", "HV", "ConsentRecord")]
    [InlineData("social-worker", "PK5", "HV", "SharingDecision")]
    public async Task Naming_a_recipient_opens_nothing_that_is_closed_to_who_asks(
        string user, string family, string recipient, string kind)
    {
        await MeetAsync(user, family, kind);

        var own = await AskAsync(user, family, null);
        var passedOn = await AskAsync(user, family, new Access(Recipient: recipient));

        Assert.Equal(["HV-" + family], own.Texts("child.consultations.nodes.id"));
        Assert.Empty(own.Texts("child.consultations.nodes.narrative"));
        Assert.Empty(passedOn.Texts("child.consultations.nodes.narrative"));
    }

    [Theory]
    [InlineData("PK6", "HV")]
    [InlineData("PK7", "GP")]
    public async Task Nor_the_words_at_a_stage_where_a_decision_not_to_share_them_alone_closes_them(
        string family, string recipient)
    {
        await MeetAsync("decision-maker", family, "SharingDecision", "S47");
        var asked = new Access(Stage: "S47", Purpose: "S47_ENQUIRY");

        var own = await AskAsync("decision-maker", family, asked);
        var passedOn = await AskAsync("decision-maker", family, asked with { Recipient = recipient });

        Assert.Equal(["HV-" + family], own.Texts("child.consultations.nodes.id"));
        Assert.Empty(own.Texts("child.consultations.nodes.narrative"));
        Assert.Empty(passedOn.Texts("child.consultations.nodes.narrative"));
    }

    private Task<JsonNode> AskAsync(string user, string family, Access? access) => hub.AskAsync(
        user,
        $$"""
        { child(id: "{{family}}1") { consultations { nodes { id
            ... on HealthVisit { narrative narrativeCategory } } } } }
        """,
        access);

    private async Task MeetAsync(string user, string family, string kind, string? stage = null)
    {
        var (child, parent) = (family + "1", family + "9");
        await ShieldedFamily.MeetAsync(hub, child, family + "2", shielded: false);
        await ShieldedFamily.JoinAsync(hub, child, parent);
        var opened = await hub.AskAsync("decision-maker", $$"""
            mutation { openEnquiry(child: "{{child}}", contact: "telephone", purpose: "SAFEGUARD_ENQUIRY") { id } }
            """);
        _ = await hub.UntilAsync(
            "decision-maker", $$"""{ child(id: "{{child}}") { circle { person { id } } } }""",
            answer => answer.Texts("child.circle.person.id").Contains(family + "2"));
        await hub.Hub.Agencies.Find("community-health")!.Writer.WriteAsync(
            [
                new LinkDraft(child, child, MatchState.Confirmed, "clerk", PeopleIndex.RecordedAt),
                new LinkDraft(parent, parent, MatchState.Confirmed, "clerk", PeopleIndex.RecordedAt),
            ],
            [
                PeopleIndex.Record("HV", "HealthVisit", "HV-" + family, [child], new
                {
                    child,
                    carer = parent,
                    narrative = "Spoke of the nights.",
                    narrativeCategory = "a conversation",
                }),
            ],
            default);
        object said = kind == "ConsentRecord"
            ? new { person = parent, state = "REFUSED", scope = Agencies, obtainedBy = "HV" }
            : new { person = parent, decision = "DO_NOT_SHARE", to = Agencies, from = "HV" };
        await hub.Hub.Agencies.Find("hub")!.Writer.WriteAsync(
            [], [PeopleIndex.Record("HUB", kind, "HUB-X-" + family, [parent], said)], default);
        if (stage is not null)
        {
            _ = await hub.AskAsync("decision-maker", $$"""
                mutation { changeStage(
                  enquiry: "{{opened.Texts("openEnquiry.id").Single()}}", stage: {{stage}}, decision: "discussed") {
                    id } }
                """);
        }

        if (user == "social-worker")
        {
            await ShieldedFamily.LinkAsync(hub, child, user, "CSC", "ALLOCATED");
        }

        // What the register says is obeyed within a second of its being said.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
    }
}
