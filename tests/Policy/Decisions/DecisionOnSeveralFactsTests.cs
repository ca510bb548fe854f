using System.Collections.Immutable;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Decisions on several persons, agreements, links and decisions at once, and at the instants at which they
/// end.</summary>
public class DecisionOnSeveralFactsTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly CallerRow DecisionMaker = Row("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY");
    private static readonly CallerRow HealthVisitor = Row("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD");
    private static readonly CallerRow Police = Row("POLICE_DESK", "POL", "REFERRAL_FOLLOW_UP");

    [Fact]
    public void What_only_an_agencys_own_staff_may_have_is_not_asked_of_another_agency()
    {
        var narrative = ShippedPolicy.Table.SetOf(["POLICE_NARRATIVE"]);

        Assert.Equal(Effect.Clear, PolicyDecision.Statically(Police, narrative, canBeOwn: true).Effect);
        Assert.Equal(Effect.Omit, PolicyDecision.Statically(Police, narrative, canBeOwn: false).Effect);
    }

    [Fact]
    public void Of_two_confiders_both_have_to_agree()
    {
        var shipped = ShippedPolicy.Table.Model;
        var table = PolicyCompiler.Compile(shipped with
        {
            Grants = shipped.Grants.Add(new Grant(
                "HEALTH_VISITOR", "POLICE_NARRATIVE", Effect.Clear, ["inScopeAgreement"], Stage.Contact, [], null)),
        });
        var row = new CallerRow(table, HealthVisitor.Caller, Now);
        DecidedSubject Confider(string id, string state) =>
            new(id, SubjectRole.Confider, Linked("CASELOAD") with { Consents = [new("C" + id, state, ["HV"], null)] });
        Effect Of(params DecidedSubject[] subjects) => PolicyDecision.Decide(
            row, table.SetOf(["POLICE_NARRATIVE"]), new SubjectContext { Subjects = [.. subjects] }, Known).Effect;

        Assert.Equal(Effect.Clear, Of(Confider("P1", "GIVEN"), Confider("P2", "GIVEN")));
        Assert.Equal(Effect.Omit, Of(Confider("P1", "GIVEN"), Confider("P2", "REFUSED")));
    }

    [Fact]
    public void Of_two_confiders_the_refusal_holds()
    {
        DecidedSubject Confider(string id, string state) =>
            new(id, SubjectRole.Confider, Enquiry with { Consents = [new("C" + id, state, ["HUB"], null)] });

        Assert.Equal(
            Effect.Exists,
            Decide(DecisionMaker, "THERAPY_NARRATIVE", Confider("P1", "GIVEN"), Confider("P2", "REFUSED")));
    }

    [Theory]
    [InlineData("GIVEN", "REFUSED")]
    [InlineData("REFUSED", "GIVEN")]
    [InlineData("WITHDRAWN", "GIVEN_WITH_CONDITIONS")]
    public void Of_agreements_that_conflict_over_one_recipient_the_refusal_is_what_counts(string one, string two) =>
        Assert.Equal(Effect.Exists, Decide(DecisionMaker, "THERAPY_NARRATIVE", new DecidedSubject(
            "P1", SubjectRole.Confider, Enquiry with
            {
                Consents = [new("C1", one, ["HUB"], null), new("C2", two, ["HUB"], null)],
            })));

    [Theory]
    [InlineData("GIVEN", null, "GP", Effect.Clear)]
    [InlineData("GIVEN", "GP", "GP", Effect.Clear)]
    [InlineData("GIVEN", "THX", "GP", Effect.Generalise)]
    [InlineData("GIVEN", "THX", null, Effect.Generalise)]
    [InlineData("REFUSED", null, "GP", Effect.Exists)]
    [InlineData("REFUSED", "GP", "GP", Effect.Exists)]
    [InlineData("REFUSED", "THX", "GP", Effect.Generalise)]
    [InlineData("REFUSED", "THX", null, Effect.Exists)]
    public void What_was_said_to_an_agency_is_about_its_own_records(
        string state, string? from, string? owner, Effect left)
    {
        var confider = new DecidedSubject("P1", SubjectRole.Confider, Enquiry with
        {
            Consents = [new ConsentFact("C", state, ["HUB"], null) { From = from }],
        });

        Assert.Equal(left, PolicyDecision.Decide(
            DecisionMaker,
            ShippedPolicy.Table.SetOf(["GP_NARRATIVE"]),
            new SubjectContext { Subjects = [confider], Owner = owner },
            Known).Effect);
    }

    [Theory]
    [InlineData("GIVEN", "GP", "GP", Effect.Clear)]
    [InlineData("GIVEN", "GP HV", "HV", Effect.Clear)]
    [InlineData("GIVEN", "GP HV", "THX", Effect.Generalise)]
    [InlineData("REFUSED", "GP", "GP", Effect.Exists)]
    [InlineData("REFUSED", "GP HV", "HV", Effect.Generalise)]
    public void Agency_that_keeps_records_of_several_is_asked_unless_all_of_them_were_refused(
        string state, string asked, string from, Effect left)
    {
        var confider = new DecidedSubject("P1", SubjectRole.Confider, Enquiry with
        {
            Consents = [new ConsentFact("C", state, ["HUB"], null) { From = from }],
        });

        Assert.Equal(left, PolicyDecision.Decide(
            DecisionMaker,
            ShippedPolicy.Table.SetOf(["GP_NARRATIVE"]),
            new SubjectContext { Subjects = [confider], AskedOf = [.. asked.Split(' ')] },
            Known).Effect);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    public void Link_ends_at_its_very_instant(long ticks, bool holds)
    {
        var facts = new PersonFacts
        {
            Links = [new RegisterLink("CASELOAD", "P1", LinkReach.View, null, Now.AddTicks(ticks))],
        };

        Assert.Equal(
            holds ? Effect.Clear : Effect.Omit,
            Decide(HealthVisitor, "POLICE_INCIDENT", new DecidedSubject("P1", SubjectRole.Child, facts)));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(0, false)]
    public void Decision_to_share_ends_at_its_very_instant(long ticks, bool holds) => Assert.Equal(
        holds ? Effect.Clear : Effect.Generalise,
        Decide(DecisionMaker, "THERAPY_NARRATIVE", new DecidedSubject("P1", SubjectRole.Confider, Enquiry with
        {
            Sharing = [new SharingFact("S", "SHARE", ["HUB"], ["THERAPY_NARRATIVE"], "ART6_1E", Now.AddTicks(ticks))],
        })));

    [Fact]
    public void Decision_not_to_share_leaves_no_trace_of_what_another_would_have_opened()
    {
        SharingFact Sharing(string decision) =>
            new(decision, decision, ["POL"], ["THERAPY_NARRATIVE"], "ART6_1E", null);
        Effect With(params SharingFact[] sharing) => Decide(Police, "THERAPY_NARRATIVE", new DecidedSubject(
            "P1", SubjectRole.Confider, Linked("REFERRAL_RECEIVED") with { Sharing = [.. sharing] }));

        Assert.Equal(Effect.Generalise, With(Sharing("SHARE")));
        Assert.Equal(Effect.Hide, With(Sharing("SHARE"), Sharing("DO_NOT_SHARE")));
    }

    [Theory]
    [InlineData("HUB", Effect.Clear, Effect.Exists)]
    [InlineData("HV HUB", Effect.Clear, Effect.Exists)]
    [InlineData("HV", Effect.Generalise, Effect.Clear)]
    [InlineData("HV POL", Effect.Generalise, Effect.Clear)]
    public void Decision_about_one_recipient_is_about_no_other(string recipients, Effect shared, Effect kept)
    {
        Effect With(string decision, string consent) => Decide(
            DecisionMaker,
            "THERAPY_NARRATIVE",
            new DecidedSubject("P1", SubjectRole.Confider, Enquiry with
            {
                Consents = [new ConsentFact("C", consent, ["HUB"], null)],
                Sharing =
                [
                    new SharingFact(
                        "S", decision, [.. recipients.Split(' ')], ["THERAPY_NARRATIVE"], "ART6_1E", null),
                ],
            }));

        Assert.Equal(shared, With("SHARE", "EXPIRED"));
        Assert.Equal(kept, With("DO_NOT_SHARE", "GIVEN"));
    }

    [Theory]
    [InlineData("GP", "R1", Effect.Clear, Effect.Exists)]
    [InlineData("GP", "R2", Effect.Generalise, Effect.Clear)]
    [InlineData("HV", "R1", Effect.Generalise, Effect.Clear)]
    [InlineData(null, null, Effect.Generalise, Effect.Exists)]
    public void Decision_about_records_of_one_agency_is_about_no_other(
        string? owner, string? record, Effect shared, Effect kept)
    {
        // With agreement, so that what a decision keeps back is what it leaves of all.
        Effect With(string decision, string consent) => PolicyDecision.Decide(
            DecisionMaker,
            ShippedPolicy.Table.SetOf(["GP_NARRATIVE"]),
            new SubjectContext
            {
                Subjects =
                [
                    new DecidedSubject("P1", SubjectRole.Confider, Enquiry with
                    {
                        Consents = [new ConsentFact("C", consent, ["HUB"], null)],
                        Sharing =
                        [
                            new SharingFact("S", decision, ["HUB"], [], "ART6_1E", null)
                            {
                                From = "GP",
                                Records = ["R1"],
                            },
                        ],
                    }),
                ],
                Owner = owner,
                Records = record is null ? [] : [record],
            },
            Known).Effect;

        Assert.Equal(shared, With("SHARE", "EXPIRED"));
        Assert.Equal(kept, With("DO_NOT_SHARE", "GIVEN"));
    }

    [Fact]
    public void Of_two_persons_cases_the_less_advanced_decides()
    {
        var row = Row("SOCIAL_WORKER", "CSC", "S47_ENQUIRY", Stage.S47);
        DecidedSubject Child(string id, Stage stage) => new(id, SubjectRole.Child, Enquiry with { Stage = stage });

        Assert.Equal(Effect.Clear, Decide(row, "POLICE_NARRATIVE", Child("P1", Stage.S47), Child("P4", Stage.S47)));
        Assert.Equal(
            Effect.Generalise, Decide(row, "POLICE_NARRATIVE", Child("P1", Stage.S47), Child("P4", Stage.Contact)));
    }

    [Fact]
    public void Confider_without_a_link_beside_a_third_party_is_no_third_party()
    {
        var context = new SubjectContext
        {
            Subjects =
            [
                new DecidedSubject("P8", SubjectRole.Confider, null),
                new DecidedSubject("P9", SubjectRole.ThirdParty, null),
            ],
            Around = new SubjectContext
            {
                Subjects = [new DecidedSubject("P1", SubjectRole.Child, Linked("CASELOAD"))],
            },
        };

        Assert.Equal(
            Effect.Omit,
            PolicyDecision.Decide(
                HealthVisitor, ShippedPolicy.Table.SetOf(["HEALTH_CONTACT"]), context, Known).Effect);
    }

    [Fact]
    public void Link_of_a_treatment_opens_no_tier_above_its_own()
    {
        var therapist = Row("THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD");
        var client = new DecidedSubject("P1", SubjectRole.Child, Linked("OWN_CLIENT"));

        Assert.Equal(Effect.Clear, Decide(therapist, "CHILD_IDENTITY", client));
        Assert.Equal(Effect.Omit, Decide(therapist, "ADDRESS", client));
    }

    [Fact]
    public void Half_siblings_family_is_decided_as_the_other_parents_identity()
    {
        var facts = new PersonFacts
        {
            Links = [new RegisterLink("CASELOAD", "P1", LinkReach.OtherHousehold, null, null)],
        };

        Assert.Equal(
            Effect.Omit,
            Decide(HealthVisitor, "CHILD_IDENTITY", new DecidedSubject("P4", SubjectRole.Child, facts)));
    }

    [Theory]
    [InlineData("HEALTH_CONTACT")]
    [InlineData("CHILD_HEALTH_CONTENT")]
    [InlineData("UNIVERSAL_INVOLVEMENT")]
    [InlineData("POLICE_INCIDENT")]
    public void What_is_not_named_of_the_half_siblings_family_is_not_given(string cls)
    {
        var facts = new PersonFacts
        {
            Links = [new RegisterLink("CASELOAD", "P1", LinkReach.OtherHousehold, null, null)],
        };

        Assert.Equal(Effect.Omit, Decide(HealthVisitor, cls, new DecidedSubject("P5", SubjectRole.Confider, facts)));
    }

    [Fact]
    public void Ones_own_patient_in_a_record_does_not_name_who_confided_it_and_is_not()
    {
        var surgery = Row("GP", "GP", "SAFEGUARD_OWN_CASELOAD");
        DecidedSubject Patient(string person, SubjectRole role) => new(person, role, new PersonFacts
        {
            Links = [new RegisterLink("PATIENT", person, LinkReach.View, null, null)],
        });
        var father = Patient("P3", SubjectRole.PersonOfConcern);

        Assert.Equal(Effect.Clear, Decide(surgery, "FAMILY_NETWORK", father));
        Assert.Equal(Effect.Clear, Decide(surgery, "FAMILY_NETWORK", father, Patient("P2", SubjectRole.Confider)));
        Assert.Equal(
            Effect.Generalise,
            Decide(surgery, "FAMILY_NETWORK", father, new DecidedSubject("P2", SubjectRole.Confider, null)));
        Assert.Equal(
            Effect.Generalise,
            Decide(
                surgery, "FAMILY_NETWORK", father, Patient("P2", SubjectRole.Confider),
                new DecidedSubject("P1", SubjectRole.Child, null)));
    }

    [Fact]
    public void Element_for_brokers_shows_to_brokers_only()
    {
        var incident = ShippedPolicy.Table.SetOf(["CRITICAL_INCIDENT"]);

        Assert.True(DecisionMaker.ShowsWithheld(incident));
        Assert.False(HealthVisitor.ShowsWithheld(incident));
    }

    [Theory]
    [InlineData("SAFEGUARD_OWN_CASELOAD", null)]
    [InlineData("SAFEGUARD_ENQUIRY", PolicyErrors.PurposeNotPermitted)]
    [InlineData("CURIOSITY", PolicyErrors.PurposeUnknown)]
    public void Role_states_its_own_purposes_only(string purpose, string? refusal) =>
        Assert.Equal(refusal, Row("HEALTH_VISITOR", "HV", purpose).Refusal);

    [Fact]
    public void Named_rule_is_met_by_its_roles_for_its_purposes_and_scopes_by_whole_alternatives()
    {
        var table = PolicyCompiler.Compile(ShippedPolicy.Table.Model with
        {
            NamedRules = ImmutableSortedDictionary<string, NamedRule>.Empty
                .Add("desk", new NamedRule(["HEALTH_VISITOR"], ["SAFEGUARD_OWN_CASELOAD"])),
        });
        bool Meets(AccessDemandKind kind, string names, string scopes) => new CallerRow(
            table, HealthVisitor.Caller with { Scopes = [.. scopes.Split(' ')] }, Now).Meets(new AccessDemand(
                kind, [.. names.Split('|').Select(alternative => alternative.Split(' ').ToImmutableArray())]));

        Assert.True(Meets(AccessDemandKind.Policies, "desk", ""));
        Assert.False(Meets(AccessDemandKind.Policies, "no-such-rule", "no-such-rule"));
        Assert.False(Meets(AccessDemandKind.Policies, "desk no-such-rule", ""));
        Assert.True(Meets(AccessDemandKind.Scopes, "a b|c", "c"));
        Assert.False(Meets(AccessDemandKind.Scopes, "a b", "a"));
    }

    private static PersonFacts Enquiry => Linked("OPEN_ENQUIRY");

    private static RegisterAnswer Known => new(RegisterState.Current, [], []);

    private static PersonFacts Linked(string kind) => new()
    {
        Links = [new RegisterLink(kind, "P1", LinkReach.View, null, null)],
        Stage = Stage.Contact,
    };

    private static Effect Decide(CallerRow row, string cls, params DecidedSubject[] subjects) => PolicyDecision.Decide(
        row, ShippedPolicy.Table.SetOf([cls]), new SubjectContext { Subjects = [.. subjects] }, Known).Effect;

    private static CallerRow Row(string role, string agency, string purpose, Stage stage = Stage.Contact) => new(
        ShippedPolicy.Table,
        new Caller
        {
            Role = role,
            Agency = agency,
            Subject = "caller",
            Recipient = "desk",
            Purpose = purpose,
            Stage = stage,
        },
        Now);
}
