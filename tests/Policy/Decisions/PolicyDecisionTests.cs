using System.Collections.Immutable;
using Xunit;

namespace Aggregator.Policy.Tests;

public class PolicyDecisionTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly PersonFacts OnCaseload = new()
    {
        Links = [new RegisterLink("CASELOAD", "P1", LinkReach.View, null, null)],
        Stage = Stage.Contact,
    };

    private static readonly ConsentFact AgreedWithSocialCare = new("C1", "GIVEN_WITH_RELUCTANCE", ["CSC"], null);

    [Fact]
    public void Nothing_is_given_without_a_link()
    {
        var ruling = Decide("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD", "POLICE_INCIDENT", null);

        Assert.Equal((Effect.Omit, ReasonCodes.NoRelationship), (ruling.Effect, ruling.Reason));
    }

    [Fact]
    public void Health_visitor_sees_the_incident_and_not_its_narrative()
    {
        Assert.Equal(Effect.Clear, HealthVisitor("POLICE_INCIDENT").Effect);
        Assert.Equal(Effect.Omit, HealthVisitor("POLICE_NARRATIVE").Effect);
        Assert.Equal(Effect.Hide, HealthVisitor("INTELLIGENCE").Effect);
    }

    [Theory]
    [InlineData(SealState.None, Effect.Clear)]
    [InlineData(SealState.Closed, Effect.Hide)]
    public void Who_a_child_is_goes_with_what_is_passed_on_and_not_where_the_child_is_shielded(
        SealState seal, Effect effect)
    {
        var row = new CallerRow(
            ShippedPolicy.Table,
            Row("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD").Caller with { OnwardTo = "GP" },
            Now);
        var register = Seal.Open(Answer(RegisterState.Current, ("P1", OnCaseload with { Seal = seal })), row);

        var ruling = PolicyDecision.Decide(
            row, ShippedPolicy.Table.SetOf(["CHILD_IDENTITY"]),
            Context(new DecidedSubject("P1", SubjectRole.Child, register.Persons["P1"])), register);

        Assert.Equal(effect, ruling.Effect);
    }

    [Fact]
    public void Child_impact_reaches_the_health_visitor_on_the_standing_decision_only()
    {
        var with = HealthVisitor("CHILD_IMPACT", new StandingDecisionFact("SD-1", 1));

        Assert.Equal(Effect.Clear, with.Effect);
        Assert.Equal(Effect.Omit, HealthVisitor("CHILD_IMPACT").Effect);
        Assert.Equal(Effect.Omit, HealthVisitor("CHILD_IMPACT", new StandingDecisionFact("SD-1", 2)).Effect);
    }

    [Fact]
    public void Therapy_narrative_is_a_category_for_whom_the_agreement_does_not_name()
    {
        var facts = Enquiry(AgreedWithSocialCare);

        Assert.Equal(Effect.Generalise, DecisionMaker("THERAPY_NARRATIVE", facts).Effect);
        Assert.Equal(ReasonCodes.ConsentOutOfScope, DecisionMaker("THERAPY_NARRATIVE", facts).Reason);
        Assert.Equal(
            Effect.Clear, Decide("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY", "THERAPY_NARRATIVE", facts).Effect);
    }

    [Fact]
    public void Recorded_decision_on_a_basis_that_may_override_stands_in_place_of_agreement()
    {
        var facts = Enquiry(AgreedWithSocialCare) with
        {
            Sharing = [new SharingFact("S1", "SHARE_PART", ["HUB"], ["THERAPY_NARRATIVE"], "ART6_1E", null)],
        };
        var vital = facts with { Sharing = [facts.Sharing[0] with { Basis = "ART6_1D" }] };

        Assert.Equal(Effect.Clear, DecisionMaker("THERAPY_NARRATIVE", facts).Effect);
        Assert.Equal(Effect.Generalise, DecisionMaker("THERAPY_NARRATIVE", vital).Effect);
    }

    [Fact]
    public void Decision_not_to_share_wins_over_agreement()
    {
        var facts = Enquiry(new ConsentFact("C1", "GIVEN", ["HUB"], null)) with
        {
            Sharing = [new SharingFact("S1", "DO_NOT_SHARE", ["HUB"], [], "ART6_1E", null)],
        };

        Assert.Equal(Effect.Exists, DecisionMaker("GP_NARRATIVE", facts).Effect);
    }

    [Fact]
    public void Agreement_ends_at_the_very_instant_it_expires()
    {
        Assert.Equal(Effect.Generalise, DecisionMaker("GP_NARRATIVE", Enquiry(Until(Now))).Effect);
        Assert.Equal(Effect.Clear, DecisionMaker("GP_NARRATIVE", Enquiry(Until(Now.AddTicks(1)))).Effect);
    }

    [Fact]
    public void Claimed_stage_above_the_recorded_one_reveals_nothing_more()
    {
        var facts = Enquiry(AgreedWithSocialCare);

        Assert.Equal(Effect.Generalise, DecisionMaker("GP_NARRATIVE", facts, Stage.S47).Effect);
        Assert.Equal(Effect.Clear, DecisionMaker("GP_NARRATIVE", facts with { Stage = Stage.S47 }, Stage.S47).Effect);
        Assert.Equal(Effect.Generalise, DecisionMaker("GP_NARRATIVE", facts with { Stage = Stage.S47 }).Effect);
    }

    [Fact]
    public void Link_through_the_other_parent_gives_the_alert_category_and_nothing_else()
    {
        var facts = new PersonFacts { Links = [new RegisterLink("PATIENT", "P3", LinkReach.AlertOnly, null, null)] };

        Assert.Equal(Effect.Generalise, Decide("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "ALERT", facts).Effect);
        Assert.Equal(Effect.Omit, Decide("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "ADDRESS", facts).Effect);
        Assert.Equal(Effect.Omit, Decide("GP", "GP", "SAFEGUARD_OWN_CASELOAD", "POLICE_INCIDENT", facts).Effect);
    }

    [Fact]
    public void Stranger_in_the_record_of_a_linked_person_is_a_category_at_most()
    {
        var around = Context(new DecidedSubject("P1", SubjectRole.Child, Enquiry()));
        var stranger = Context(new DecidedSubject("P5", SubjectRole.ThirdParty, null)) with { Around = around };

        Assert.Equal(Effect.Generalise, In(stranger, "FAMILY_NETWORK").Effect);
        Assert.Equal(Effect.Omit, In(stranger, "ADDRESS").Effect);
        Assert.Equal(Effect.Omit, In(stranger with { Around = null }, "FAMILY_NETWORK").Effect);
    }

    [Fact]
    public void Stranger_who_is_shielded_is_no_more_than_there_in_the_record_of_a_linked_person()
    {
        var around = Context(new DecidedSubject("P1", SubjectRole.Child, Enquiry()));
        var stranger = Context(new DecidedSubject("P5", SubjectRole.ThirdParty, null)) with { Around = around };
        Ruling Sealed(string cls) => PolicyDecision.Decide(
            Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY"), ShippedPolicy.Table.SetOf([cls]), stranger,
            Answer(RegisterState.Current) with { Sealed = ["P5"] });

        Assert.Equal(Effect.Omit, Sealed("FAMILY_NETWORK").Effect);
        Assert.Equal(ReasonCodes.Sealed, Sealed("FAMILY_NETWORK").Reason);
        Assert.Equal(Effect.Exists, Sealed("CHILD_IDENTITY").Effect);
    }

    [Fact]
    public void Broken_glass_lifts_to_the_ceiling_for_one_person_and_never_what_is_hidden()
    {
        var facts = new PersonFacts { BreakGlass = new BreakGlassFact("BG-1", Now.AddMinutes(1)) };
        var expired = new PersonFacts { BreakGlass = new BreakGlassFact("BG-1", Now) };

        Assert.Equal(Effect.Clear, Broken("ADDRESS", facts).Effect);
        Assert.Equal(Effect.Hide, Broken("INTELLIGENCE", facts).Effect);
        Assert.Equal(Effect.Omit, Broken("ADDRESS", expired).Effect);
        Assert.Equal(Effect.Omit, Broken("ADDRESS", null).Effect);
        Assert.Equal(Effect.Omit, Broken("ADDRESS", facts, "BG-2").Effect);
    }

    [Fact]
    public void Broken_glass_never_tells_of_a_class_that_is_hidden_where_it_is_withheld()
    {
        var facts = new PersonFacts { BreakGlass = new BreakGlassFact("BG-1", Now.AddMinutes(1)) };
        var keptBack = facts with
        {
            Sharing = [new SharingFact("S1", "DO_NOT_SHARE", ["HUB"], ["SENSITIVE_INVOLVEMENT"], "ART6_1E", null)],
        };
        var broken = Row("SOCIAL_WORKER", "CSC", "S47_ENQUIRY", Stage.Contact, "BG-1");
        var row = Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY", Stage.Contact, "BG-1");
        var involvement = row.Table.SetOf(["SENSITIVE_INVOLVEMENT"]);

        Assert.Equal(Effect.Omit, Broken("SENSITIVE_INVOLVEMENT", facts).Effect);
        Assert.Equal(Effect.Omit, PolicyDecision.Statically(broken, involvement, canBeOwn: false).Effect);

        // Who is shown that it is there is told what it is.
        Assert.Equal(Effect.Generalise, PolicyDecision.Decide(
            row, involvement, Context(new DecidedSubject("P1", SubjectRole.Child, keptBack)),
            Answer(RegisterState.Current)).Effect);
    }

    [Fact]
    public void Link_by_one_referral_says_nothing_of_another_about_the_same_child()
    {
        var facts = new PersonFacts
        {
            Links = [new RegisterLink("REFERRAL", "P1", LinkReach.View, "POL-F1", null)],
        };
        var mine = Context(new DecidedSubject("P1", SubjectRole.ThirdParty, facts)) with
        {
            Owner = "CSC",
            Records = ["POL-F1"]
        };
        var theirs = mine with { Records = ["THX-F3"] };

        Assert.Equal(Effect.Clear, ByPolice(mine, "REFERRAL_STATE"));
        Assert.Equal(Effect.Generalise, ByPolice(theirs, "REFERRAL_STATE"));
        Assert.Equal(Effect.Omit, ByPolice(theirs, "REFERRAL_CONTENT"));
    }

    [Fact]
    public void Unreachable_register_leaves_identity_and_involvement_of_last_known_links()
    {
        var known = Answer(RegisterState.LastKnown, ("P1", OnCaseload));

        Assert.Equal(Effect.Clear, WithRegister(known, "CHILD_IDENTITY").Effect);
        Assert.Equal(ReasonCodes.RegisterUnavailable, WithRegister(known, "POLICE_INCIDENT").Reason);
        Assert.Equal(Effect.Omit, WithRegister(RegisterAnswer.Unavailable, "CHILD_IDENTITY").Effect);
    }

    private static ConsentFact Until(DateTimeOffset end) => new("C1", "GIVEN", ["HUB"], end);

    private static PersonFacts Enquiry(params ConsentFact[] consents) => new()
    {
        Links = [new RegisterLink("OPEN_ENQUIRY", "P1", LinkReach.View, null, null)],
        Stage = Stage.Contact,
        Consents = [.. consents],
    };

    [Fact]
    public void What_is_forbidden_is_not_even_asked_for_whatever_is_granted()
    {
        var shipped = ShippedPolicy.Table.Model;
        var table = PolicyCompiler.Compile(shipped with
        {
            Forbids = shipped.Forbids.Add(new Forbid(["SOCIAL_WORKER"], ["POLICE_INCIDENT"], [], Effect.Omit, "test")),
        });
        var caller = Row("SOCIAL_WORKER", "CSC", "S47_ENQUIRY", Stage.S47, "BG-1").Caller;

        Effect Most(PolicyTable policy) => PolicyDecision.Statically(
            new CallerRow(policy, caller, Now), policy.SetOf(["POLICE_INCIDENT"]), canBeOwn: true).Effect;

        Assert.Equal((Effect.Clear, Effect.Omit), (Most(ShippedPolicy.Table), Most(table)));
    }

    [Fact]
    public void Data_that_nobody_classed_is_given_to_nobody()
    {
        var row = Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY");
        var context = Context(new DecidedSubject("P1", SubjectRole.Child, Enquiry(AgreedWithSocialCare)));

        Assert.Equal(Effect.Omit, PolicyDecision.Statically(row, ClassSet.Unlabelled, canBeOwn: true).Effect);
        Assert.Equal(Effect.Omit, PolicyDecision.Surely(row, ClassSet.Unlabelled));
        Assert.Equal(
            Effect.Omit,
            PolicyDecision.Decide(row, ClassSet.Unlabelled, context, Answer(RegisterState.Current)).Effect);
    }

    private static Ruling HealthVisitor(string cls, params StandingDecisionFact[] standing) => Decide(
        "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD", cls, OnCaseload, Stage.Contact, standing);

    private static Ruling DecisionMaker(string cls, PersonFacts facts, Stage stage = Stage.Contact) =>
        Decide("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY", cls, facts, stage);

    private static Ruling Decide(
        string role,
        string agency,
        string purpose,
        string cls,
        PersonFacts? facts,
        Stage stage = Stage.Contact,
        params StandingDecisionFact[] standing) => PolicyDecision.Decide(
            Row(role, agency, purpose, stage),
            ShippedPolicy.Table.SetOf([cls]),
            Context(new DecidedSubject("P1", SubjectRole.Confider, facts)),
            Answer(RegisterState.Current) with { Standing = [.. standing] });

    private static Ruling In(SubjectContext context, string cls) => PolicyDecision.Decide(
        Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY"), ShippedPolicy.Table.SetOf([cls]), context,
        Answer(RegisterState.Current));

    private static Effect ByPolice(SubjectContext context, string cls) => PolicyDecision.Decide(
        Row("POLICE_DESK", "POL", "REFERRAL_FOLLOW_UP"), ShippedPolicy.Table.SetOf([cls]), context,
        Answer(RegisterState.Current)).Effect;

    private static Ruling Broken(string cls, PersonFacts? facts, string id = "BG-1") => PolicyDecision.Decide(
        Row("SOCIAL_WORKER", "CSC", "S47_ENQUIRY", Stage.Contact, id),
        ShippedPolicy.Table.SetOf([cls]),
        Context(new DecidedSubject("P1", SubjectRole.Child, facts)),
        Answer(RegisterState.Current));

    private static Ruling WithRegister(RegisterAnswer register, string cls) => PolicyDecision.Decide(
        Row("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD"),
        ShippedPolicy.Table.SetOf([cls]),
        Context(new DecidedSubject("P1", SubjectRole.Child, register.Persons.GetValueOrDefault("P1"))),
        register);

    private static CallerRow Row(
        string role, string agency, string purpose, Stage stage = Stage.Contact, string? breakGlass = null) => new(
        ShippedPolicy.Table,
        new Caller
        {
            Role = role,
            Agency = agency,
            Subject = "caller",
            Recipient = "desk",
            Purpose = purpose,
            Stage = stage,
            BreakGlass = breakGlass,
        },
        Now);

    private static SubjectContext Context(DecidedSubject subject) => new() { Subjects = [subject] };

    private static RegisterAnswer Answer(RegisterState state, params (string Person, PersonFacts Facts)[] persons) =>
        new(state, persons.ToImmutableDictionary(each => each.Person, each => each.Facts), []);
}
