using System.Collections.Immutable;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Who of a record's subjects counts where somebody shielded is among them.</summary>
public class HiddenAmongOthersTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly DecidedSubject Child = Subject("P1", SubjectRole.Child, new PersonFacts
    {
        Links = [new RegisterLink("OPEN_ENQUIRY", "P1", LinkReach.View, null, null)],
    });

    private static readonly DecidedSubject Shielded = Confiding("P9", "GIVEN", SealState.Closed);

    [Fact]
    public void Refusal_of_a_confider_whom_there_is_no_link_to_counts_whoever_shielded_agreed()
    {
        var stranger = Confiding("P8", "REFUSED", SealState.None);

        Assert.Equal(Effect.Generalise, Narrative("ANALYST", Child));
        Assert.Equal(Effect.Generalise, Narrative("ANALYST", Child, Shielded));
        Assert.Equal(Effect.Exists, Narrative("ANALYST", Child, stranger));
        Assert.Equal(Effect.Exists, Narrative("ANALYST", Child, stranger, Shielded));
    }

    [Theory]
    [InlineData("ANALYST", Effect.Generalise)]
    [InlineData("DECISION_MAKER", Effect.Exists)]
    public void Refusal_of_who_is_shielded_counts_for_whom_it_may_be_known_that_they_are_there(
        string role, Effect left) =>
        Assert.Equal(left, Narrative(role, Child, Confiding("P9", "REFUSED", SealState.Closed)));

    [Theory]
    [InlineData(RegisterState.Current, true)]
    [InlineData(RegisterState.LastKnown, false)]
    public void Glass_opens_no_record_of_who_is_only_held_to_be_shielded(RegisterState state, bool opens)
    {
        var adult = Subject("P2", SubjectRole.PersonOfConcern, new PersonFacts
        {
            BreakGlass = new BreakGlassFact("G1", Now.AddHours(1)),
        });

        var decision = Decision(Row("EMERGENCY", "G1"), state, adult, Shielded);

        Assert.Equal(opens, decision.IsLinked);
        Assert.Equal(!opens, decision.IsHidden);
    }

    private static DecidedSubject Confiding(string person, string state, SealState seal) =>
        Subject(person, SubjectRole.Confider, new PersonFacts
        {
            Seal = seal,
            Consents = [new ConsentFact("C" + person, state, [], null)],
        });

    private static DecidedSubject Subject(string person, SubjectRole role, PersonFacts facts) =>
        new(person, role, facts);

    private static Effect Narrative(string role, params DecidedSubject[] subjects) =>
        Decision(Row(role, null), RegisterState.Current, subjects)
            .Decide(ShippedPolicy.Table.SetOf(["GP_NARRATIVE"])).Effect;

    private static ObjectDecision Decision(CallerRow row, RegisterState state, params DecidedSubject[] subjects)
    {
        var persons = subjects.ToImmutableDictionary(subject => subject.Person, subject => subject.Facts!);
        var register = Seal.Open(new RegisterAnswer(state, persons, []), row);
        return new ObjectDecision(
            row, new SubjectContext { Subjects = register.Knowing([.. subjects]) }, register);
    }

    private static CallerRow Row(string role, string? glass) => new(
        ShippedPolicy.Table,
        new Caller
        {
            Role = role,
            Agency = "HUB",
            Subject = "caller",
            Recipient = "desk",
            Purpose = glass is null ? "SAFEGUARD_ENQUIRY" : "DIRECT_CARE",
            BreakGlass = glass,
        },
        Now);
}
