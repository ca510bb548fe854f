using System.Collections.Immutable;
using CsCheck;
using Xunit;

namespace Aggregator.Policy.Tests;

public class DecisionProperties
{
    private static readonly ImmutableArray<StandingDecisionFact> InForce = [new("D0", 1)];

    private static readonly Gen<Question> Questions = Gen.Select(
        RandomPolicy.Model, RandomPolicy.Caller, RandomPolicy.Class, RandomPolicy.SubjectRole, RandomPolicy.Facts,
        RandomPolicy.Owner, Gen.Bool,
        (model, caller, cls, role, facts, owner, standing) =>
            new Question(model, caller, cls, role, facts, owner, standing ? InForce : []));

    [Fact]
    public void Compiled_policy_decides_as_the_plain_reading_does() => Questions.Sample(
        question => Assert.Equal(Reference(question), Decide(question).Effect), iter: 20_000);

    [Fact]
    public void Screening_never_denies_what_a_decision_would_give() => Questions.Sample(question =>
    {
        var row = Row(question);
        var most = PolicyDecision.Statically(row, row.Table.SetOf([question.Class]), true).Effect;

        Assert.True(most <= Decide(question).Effect || Decide(question).Effect >= Effect.Omit);
    });

    [Fact]
    public void Nothing_is_granted_that_no_grant_and_no_ceiling_names() => Questions.Sample(question =>
    {
        var bare = question with
        {
            Model = question.Model with { Grants = [] },
            Caller = question.Caller with { BreakGlass = null },
        };

        Assert.True(Decide(bare).Effect >= Effect.Omit);
    });

    [Fact]
    public void Forbid_wins_over_grants_and_broken_glass() =>
        Gen.Select(Questions, RandomPolicy.Forbid).Sample((question, forbid) =>
        {
            var more = question with { Model = question.Model with { Forbids = question.Model.Forbids.Add(forbid) } };

            // Where it takes the link to somebody shielded away, nothing is given, and that is said as of anybody whom
            // there is no link to.
            Assert.True(Decide(more).Effect >= Decide(question).Effect || Decide(more).Effect >= Effect.Omit);
        });

    [Fact]
    public void Order_and_duplicates_of_grants_and_forbids_mean_nothing() => Questions.Sample(question =>
    {
        var model = question.Model with
        {
            Grants = [.. question.Model.Grants.Reverse(), .. question.Model.Grants],
            Forbids = [.. question.Model.Forbids.Reverse(), .. question.Model.Forbids],
        };

        Assert.Equal(Decide(question), Decide(question with { Model = model }));
    });

    [Fact]
    public void Taking_a_grant_away_never_reveals_more() => Questions.Where(each => each.Model.Grants.Length > 0)
        .Sample(question =>
        {
            var less = question with { Model = question.Model with { Grants = question.Model.Grants.RemoveAt(0) } };

            Assert.True(Effects.Meet(Decide(less).Effect, Effect.Omit) >= Effects.Meet(Decide(question).Effect,
                Effect.Omit));
            Assert.True(Decide(less).Effect >= Decide(question).Effect || Decide(question).Effect >= Effect.Omit);
        });

    [Fact]
    public void Adding_a_class_never_reveals_more() =>
        Gen.Select(Questions, RandomPolicy.Class).Sample((question, cls) =>
            Assert.True(Decide(question, cls).Effect >= Decide(question).Effect));

    [Fact]
    public void Refusal_of_the_confider_never_reveals_more() => Questions.Sample(question =>
    {
        var facts = question.Facts ?? new PersonFacts();
        var refused = question with
        {
            Facts = facts with
            {
                Consents = facts.Consents.Add(new ConsentFact("r", "REFUSED", [question.Caller.Agency], null)),
            },
        };

        Assert.True(Decide(refused).Effect >= Decide(question).Effect);
    });

    [Fact]
    public void Consent_of_anyone_but_the_confider_changes_nothing() => Questions
        .Where(each => each.SubjectRole != SubjectRole.Confider && each.Facts is not null)
        .Sample(question =>
        {
            var refused = question with
            {
                Facts = question.Facts! with { Consents = [new ConsentFact("r", "REFUSED", [], null)] },
            };

            Assert.Equal(Decide(question), Decide(refused));
        });

    [Fact]
    public void Claiming_a_lower_stage_never_reveals_more() => Questions.Sample(question =>
    {
        var lower = question with { Caller = question.Caller with { Stage = Stage.Contact } };

        Assert.True(Decide(lower).Effect >= Decide(question).Effect || Decide(question).Effect >= Effect.Omit);
    });

    [Fact]
    public void What_is_passed_on_is_exactly_what_both_the_caller_and_the_recipient_would_get() =>
        Questions.Where(IsOfNobodyShielded).Sample(question =>
        {
            var onward = new OnwardRule("A1", "R1", "U0", [question.Caller.Role]);
            var model = question.Model with { Onward = question.Model.Onward.SetItem("A1", onward) };
            var passedOn = question with { Model = model, Caller = question.Caller with { OnwardTo = "A1" } };

            // Who hands over a record of the own agency tells of that agency.
            var told = question.Model with
            {
                Classes = question.Model.Classes.ToImmutableSortedDictionary(
                    cls => cls.Key, cls => cls.Value with { Agencies = [] }, StringComparer.Ordinal),
            };
            var recipient = question with
            {
                Model = WithoutConditionsOfLinks(question.Owner == question.Caller.Agency ? told : question.Model),
                Caller = question.Caller with { Role = "R1", Agency = "A1", Purpose = "U0", BreakGlass = null },
            };

            Assert.Equal(
                Effects.Meet(Decide(question).Effect, Decide(recipient).Effect), Decide(passedOn).Effect);
        });

    // The link is the caller's: what it makes true of the caller is not true of the recipient, but for an open enquiry.
    private static PolicyModel WithoutConditionsOfLinks(PolicyModel model) => model with
    {
        Links = model.Links.ToImmutableSortedDictionary(
            link => link.Key,
            link => link.Value.Condition == "openEnquiry" ? link.Value
                : link.Value with { Condition = null, OfRecord = false },
            StringComparer.Ordinal),
    };

    // What is passed on rests on the caller's links, which the seal leaves to the caller and not to the recipient.
    private static bool IsOfNobodyShielded(Question question) =>
        question.Facts is not { } facts || (facts.Seal != SealState.Closed && !facts.Links.Any(link => link.IsSealed));

    [Fact]
    public void Of_who_is_shielded_nothing_is_passed_on() => Questions
        .Where(question => question.Facts?.Seal == SealState.Closed && question.Model.Classes[question.Class].NeedsLink
            && question.Model.Roles.GetValueOrDefault(question.Caller.Role)?.NeedsLink != false)
        .Sample(question =>
        {
            var onward = new OnwardRule("A1", "R1", "U0", [question.Caller.Role]);
            var model = question.Model with { Onward = question.Model.Onward.SetItem("A1", onward) };

            var caller = question.Caller with { OnwardTo = "A1" };

            Assert.True(Decide(question with { Model = model, Caller = caller }).Effect >= Effect.Omit);
        });

    [Fact]
    public void Nothing_is_passed_on_by_whom_no_rule_names() => Questions.Sample(question =>
    {
        var passedOn = question with { Caller = question.Caller with { OnwardTo = "A1" } };

        Assert.True(Decide(passedOn).Effect >= Effect.Omit);
    });

    private static Effect Reference(Question question) => ReferenceEvaluator.Evaluate(
        question.Model, question.Caller, question.Class, question.SubjectRole, "P", question.Facts, question.Owner,
        question.Standing, RandomPolicy.Now);

    private static Ruling Decide(Question question, params string[] more)
    {
        var row = Row(question);
        var persons = ImmutableDictionary<string, PersonFacts>.Empty;
        var register = Seal.Open(
            new RegisterAnswer(
                RegisterState.Current,
                question.Facts is { } facts ? persons.Add("P", facts) : persons,
                question.Standing),
            row);
        var context = new SubjectContext
        {
            Subjects = register.Knowing([new DecidedSubject("P", question.SubjectRole, null)]),
            Owner = question.Owner,
        };
        return PolicyDecision.Decide(row, row.Table.SetOf([question.Class, .. more]), context, register);
    }

    private static CallerRow Row(Question question) =>
        new(PolicyCompiler.Compile(question.Model), question.Caller, RandomPolicy.Now);

    private sealed record Question(
        PolicyModel Model,
        Caller Caller,
        string Class,
        SubjectRole SubjectRole,
        PersonFacts? Facts,
        string? Owner,
        ImmutableArray<StandingDecisionFact> Standing);
}
