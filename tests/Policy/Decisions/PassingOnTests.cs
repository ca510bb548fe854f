using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>What whoever sees it may hand to another agency.</summary>
public class PassingOnTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("SOCIAL_WORKER", "CSC", "ALLOCATED", "POL", Effect.Clear)]
    [InlineData("SOCIAL_WORKER", "CSC", "OPEN_ENQUIRY", "POL", Effect.Omit)]
    [InlineData("SOCIAL_WORKER", "CSC", "OPEN_ENQUIRY", "CSC", Effect.Omit)]
    [InlineData("HEALTH_DESK", "HST", "ROUTED_ALERT", "HST", Effect.Clear)]
    [InlineData("HEALTH_DESK", "HST", "ROUTED_ALERT", "POL", Effect.Omit)]
    [InlineData("DECISION_MAKER", "HUB", "OPEN_ENQUIRY", "POL", Effect.Clear)]
    public void Only_ones_own_case_or_record_is_passed_on_and_whom_it_is_about(
        string role, string agency, string link, string owner, Effect passedOn)
    {
        var row = new CallerRow(
            ShippedPolicy.Table, Of(role, agency, "SAFEGUARD_ENQUIRY") with { OnwardTo = "GP" }, Now);
        Effect Decided(string cls) => PolicyDecision.Decide(
            row,
            ShippedPolicy.Table.SetOf([cls]),
            new SubjectContext
            {
                Subjects = [new DecidedSubject("P1", SubjectRole.Child, Linked(link))],
                Owner = owner,
            },
            Known).Effect;

        Assert.Equal(passedOn, Decided("HEALTH_CONTACT"));
        Assert.Equal(Effect.Clear, Decided("CHILD_IDENTITY"));
    }

    [Theory]
    [InlineData("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD", "CASELOAD", "MID", "ADDRESS")]
    [InlineData("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "PATIENT", "GP", "FAMILY_NETWORK")]
    [InlineData("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY", "REFERRAL_RECEIVED", "POL", "OTHER_PARENT_IDENTITY")]
    [InlineData("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY", "REFERRAL", "HV", "REFERRAL_CONTENT")]
    [InlineData("THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD", "OWN_CLIENT", "GP", "FAMILY_NETWORK")]
    public void What_a_link_makes_true_of_whoever_passes_on_is_not_true_of_whom_it_goes_to(
        string role, string agency, string purpose, string link, string recipient, string cls)
    {
        var caller = Of(role, agency, purpose);
        Effect Decided(Caller each) => PolicyDecision.Decide(
            new CallerRow(ShippedPolicy.Table, each, Now),
            ShippedPolicy.Table.SetOf([cls]),
            new SubjectContext
            {
                Subjects = [new DecidedSubject("P1", SubjectRole.Child, Linked(link))],
                Owner = agency == "POL" ? "POL" : null,
            },
            Known).Effect;

        Assert.Equal(Effect.Clear, Decided(caller));
        Assert.NotEqual(Effect.Clear, Decided(caller with { OnwardTo = recipient }));
    }

    private static RegisterAnswer Known => new(RegisterState.Current, [], []);

    private static PersonFacts Linked(string kind) => new()
    {
        Links = [new RegisterLink(kind, "P1", LinkReach.View, null, null)],
        Stage = Stage.Contact,
    };

    private static Caller Of(string role, string agency, string purpose) => new()
    {
        Role = role,
        Agency = agency,
        Subject = "caller",
        Recipient = "desk",
        Purpose = purpose,
    };
}
