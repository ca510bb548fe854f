using System.Collections.Immutable;
using Xunit;

namespace Aggregator.Policy.Tests;

public class HiddenAgenciesTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("POLICE_DESK", "POL", "REFERRAL_FOLLOW_UP", "THX|THX|THX")]
    [InlineData("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY", "THX||")]
    [InlineData("AMBULANCE", "AMB", "REFERRAL_FOLLOW_UP", "THX|THX|THX")]
    [InlineData("THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD", "||")]
    [InlineData("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "||")]
    [InlineData("ANALYST", "HUB", "SAFEGUARD_ENQUIRY", "||")]
    [InlineData("AUDITOR", "HUB", "AUDIT", "||")]
    [InlineData("NO_SUCH_ROLE", "HUB", "AUDIT", "THX|THX|THX")]
    public void Agency_is_hidden_from_whom_its_involvement_is_hidden_from_at_a_stage(
        string role, string agency, string purpose, string hidden) =>
        Assert.Equal(hidden, Codes(Caller(role, agency, purpose)));

    [Fact]
    public void Nothing_is_said_of_stages_above_the_one_that_is_stated() =>
        Assert.Equal("THX", Codes(Caller("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY") with { Stage = Stage.Contact }));

    [Fact]
    public void What_is_passed_on_is_worked_out_without_what_the_recipient_must_not_know() =>
        Assert.Equal(
            "THX|THX|THX", Codes(Caller("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY") with { OnwardTo = "POL" }));

    [Theory]
    [InlineData("POLICE_DESK", "POL", "REFERRAL_FOLLOW_UP", "THX", Effect.Hide)]
    [InlineData("POLICE_DESK", "POL", "REFERRAL_FOLLOW_UP", "CSC", Effect.Generalise)]
    [InlineData("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY", "THX", Effect.Hide)]
    [InlineData("AMBULANCE", "AMB", "REFERRAL_FOLLOW_UP", "THX", Effect.Hide)]
    [InlineData("THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD", "THX", Effect.Clear)]
    [InlineData("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "THX", Effect.Clear)]
    [InlineData("ANALYST", "HUB", "SAFEGUARD_ENQUIRY", "THX", Effect.Clear)]
    [InlineData("HUB_RULES", "HUB", "RULE_EVALUATION", "THX", Effect.Clear)]
    public void Record_of_an_agency_is_hidden_from_whom_its_involvement_is_hidden_from(
        string role, string agency, string purpose, string owner, Effect effect) =>
        Assert.Equal(effect, OfRecord(Caller(role, agency, purpose), owner));

    [Fact]
    public void Who_received_a_record_keeps_it_whoever_made_it() => Assert.Equal(
        Effect.Clear,
        OfRecord(
            Caller("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY"), "THX",
            new RegisterLink("REFERRAL_RECEIVED", "P1", LinkReach.View, "F3", null)));

    [Fact]
    public void Record_is_not_passed_on_to_whom_its_agency_is_hidden_from() => Assert.Equal(
        Effect.Hide,
        OfRecord(
            Caller("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY") with { OnwardTo = "POL" }, "THX",
            new RegisterLink("REFERRAL_RECEIVED", "P1", LinkReach.View, "F3", null)));

    [Fact]
    public void Record_of_the_own_agency_is_passed_on_as_its_class_says() => Assert.Equal(
        Effect.Clear,
        OfRecord(Caller("THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD") with { OnwardTo = "CSC" }, "THX"));

    private static Effect OfRecord(Caller caller, string owner, params RegisterLink[] more) => PolicyDecision.Decide(
        new CallerRow(ShippedPolicy.Table, caller, Now),
        ShippedPolicy.Table.SetOf(["REFERRAL_STATE"]),
        new SubjectContext
        {
            Subjects =
            [
                new DecidedSubject("P1", SubjectRole.Child, new PersonFacts
                {
                    Links = [new RegisterLink("PATIENT", "P1", LinkReach.View, null, null), .. more],
                }),
            ],
            Owner = owner,
            Records = ["F3"],
        },
        new RegisterAnswer(RegisterState.Current, ImmutableDictionary<string, PersonFacts>.Empty, [])).Effect;

    private static string Codes(Caller caller) => string.Join('|', HiddenAgencies
        .Of(new CallerRow(ShippedPolicy.Table, caller, Now)).Select(at => string.Join(' ', at.Codes)));

    private static Caller Caller(string role, string agency, string purpose) => new()
    {
        Role = role,
        Agency = agency,
        Purpose = purpose,
        Subject = "pseudonym",
        Recipient = "worker",
        Stage = Stage.S47,
    };
}
