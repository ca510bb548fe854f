using System.Collections.Immutable;
using CsCheck;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>What the register said when it was decided whom to ask, and says at release, on generated policies.
/// </summary>
public class EarlierAnswerProperties
{
    private static readonly Gen<Record> Records = Gen.Select(
        RandomPolicy.Model, RandomPolicy.Caller, RandomPolicy.Class, RandomPolicy.Owner,
        Gen.Select(RandomPolicy.SubjectRole, RandomPolicy.Facts, RandomPolicy.Facts).Array[1, 3],
        (model, caller, cls, owner, persons) => new Record(
            model with
            {
                Grants = model.Grants.Add(new Grant(caller.Role, cls, Effect.Clear, [], Stage.Contact, [], null)),
            },
            caller, cls, owner, [.. persons]));

    [Fact]
    public void Nothing_is_open_that_was_not_or_is_not() => Records.Sample(
        record =>
        {
            var (before, now) = (Answer(record, isNow: false), Answer(record, isNow: true));

            var both = Decision(record, now with { Earlier = before });

            var cls = Row(record).Table.SetOf([record.Class]);
            Assert.Equal(
                Effects.Meet(Decision(record, before).Decide(cls).Effect, Decision(record, now).Decide(cls).Effect),
                both.Decide(cls).Effect);
            Assert.Equal(Decision(record, before).IsLinked && Decision(record, now).IsLinked, both.IsLinked);
        },
        iter: 5_000);

    [Fact]
    public void What_is_said_anew_and_alike_is_the_same() => Records.Sample(record =>
    {
        var (said, again) = (Answer(record, isNow: true), Answer(record, isNow: true));

        Assert.True(said.SaysOfEach(Names(record), again));
    });

    [Fact]
    public void What_is_said_otherwise_is_not() => Records.Where(record => record.Persons[0].Now is not null).Sample(
        record =>
        {
            var (said, facts) = (Answer(record, isNow: true), record.Persons[0].Now!);
            PersonFacts?[] others =
            [
                null,
                facts with { Links = facts.Links.Add(new RegisterLink("L0", "X", LinkReach.View, null, null)) },
                facts with { Stage = facts.Stage == Stage.S47 ? null : Stage.S47 },
                facts with { Consents = facts.Consents.Add(new ConsentFact("d", "GIVEN", [], null)) },
                facts with { Sharing = facts.Sharing.Add(new SharingFact("t", "SHARE", [], [], "B0", null)) },
                facts with { BreakGlass = facts.BreakGlass is null ? new BreakGlassFact("H", RandomPolicy.Now) : null },
            ];

            Assert.All(others, other => Assert.False(said.SaysOfEach(["P0"], said with
            {
                Persons = other is null ? said.Persons.Remove("P0") : said.Persons.SetItem("P0", other),
            })));
        });

    private static ObjectDecision Decision(Record record, RegisterAnswer register) => new(
        Row(record),
        new SubjectContext
        {
            Subjects = register.Knowing(
                [.. record.Persons.Select((person, place) => new DecidedSubject("P" + place, person.Role, null))]),
            Owner = record.Owner,
        },
        register);

    private static IEnumerable<string> Names(Record record) => record.Persons.Select((_, place) => "P" + place);

    // As read anew: alike, and not the same.
    private static RegisterAnswer Answer(Record record, bool isNow) => new(
        RegisterState.Current,
        record.Persons
            .Select((person, place) => (Name: "P" + place, Facts: isNow ? person.Now : person.Before))
            .Where(each => each.Facts is not null)
            .ToImmutableDictionary(each => each.Name, each => each.Facts! with
            {
                Links = [.. each.Facts!.Links],
                Consents = [.. each.Facts!.Consents.Select(consent => consent with { Scope = [.. consent.Scope] })],
                Sharing =
                [
                    .. each.Facts!.Sharing.Select(fact => fact with
                    {
                        Recipients = [.. fact.Recipients],
                        Classes = [.. fact.Classes],
                        Records = [.. fact.Records],
                    }),
                ],
            }),
        []);

    private static CallerRow Row(Record record) =>
        new(PolicyCompiler.Compile(record.Model), record.Caller, RandomPolicy.Now);

    private sealed record Record(
        PolicyModel Model,
        Caller Caller,
        string Class,
        string? Owner,
        ImmutableArray<(SubjectRole Role, PersonFacts? Before, PersonFacts? Now)> Persons);
}
