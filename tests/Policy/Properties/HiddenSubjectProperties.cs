using System.Collections.Immutable;
using CsCheck;
using Xunit;

namespace Aggregator.Policy.Tests;

/// <summary>Records that somebody hidden from the caller is a subject of besides others, on generated policies and
/// registers.</summary>
public class HiddenSubjectProperties
{
    private static readonly Gen<Part> Parts = Gen.Select(
        RandomPolicy.SubjectRole, RandomPolicy.Facts, Gen.Int[0, 4],
        (role, facts, third) => new Part(third == 0 ? SubjectRole.ThirdParty : role, facts));

    // Half of them of the class that agreement gates.
    private static readonly Gen<string> Classes = Gen.Select(
        RandomPolicy.Class, Gen.Bool, (cls, isGated) => isGated ? RandomPolicy.Classes[0] : cls);

    private static readonly Gen<Record> Records = Gen.Select(
        RandomPolicy.Model, RandomPolicy.Caller, Classes, RandomPolicy.Owner,
        Gen.Select(Parts.Array[1, 3], Parts.Array[1, 2], Parts.Array[0, 1], Gen.Bool),
        (model, caller, cls, owner, parts) => new Record(
            Concealing(Granting(model, caller.Role, cls)),
            parts.Item4 ? caller with { OnwardTo = "A1" } : caller,
            cls,
            owner,
            [.. parts.Item1.Select((part, place) => Named("P" + place, part))],
            [.. parts.Item2.Select((part, place) => ("H" + place, part with { Facts = Hidden(part.Facts) }))],
            [.. parts.Item3.Select((part, place) => Named("Q" + place, part))]));

    [Fact]
    public void Record_of_whoever_may_be_known_is_decided_as_without_who_is_hidden() =>
        Records.Where(record => IsHiddenFromCaller(record) && Of(record with { Around = [] }).IsLinked).Sample(
            record => AreAlike(record, Of(record), Of(record, isWithHidden: true)), iter: 5_000);

    [Fact]
    public void What_names_third_parties_alone_is_decided_as_in_a_record_without_who_is_hidden() =>
        Records.Where(record => IsHiddenFromCaller(record) && Of(record).IsLinked).Sample(
            record => AreAlike(record, Of(record), Of(record, isAroundWithHidden: true)), iter: 25_000);

    [Fact]
    public void Naming_a_recipient_opens_nothing_that_is_closed_to_who_names_it() =>
        Records.Where(record => record.Caller.OnwardTo is not null).Sample(
            record =>
            {
                var kept = record with { Caller = record.Caller with { OnwardTo = null } };
                var cls = Row(record).Table.SetOf([record.Class]);

                var own = Of(kept, isWithHidden: true).Decide(cls).Effect;

                Assert.True(Of(record, isWithHidden: true).Decide(cls).Effect >= own);
            },
            iter: 5_000);

    [Fact]
    public void Nobody_who_is_hidden_opens_anything_of_a_record_of_others() =>
        Records.Select(record => record with { Around = [] })
            .Where(record => !Of(record).Context.Subjects.IsEmpty).Sample(
                record =>
                {
                    var (cls, with) = (Row(record).Table.SetOf([record.Class]), Of(record, isWithHidden: true));

                    Assert.True(with.Decide(cls).Effect >= Of(record).Decide(cls).Effect);
                },
                iter: 5_000);

    [Fact]
    public void Record_of_nobody_who_may_be_known_is_hidden_with_who_is() =>
        Records.Where(record => !Of(record with { Around = [] }).IsLinked).Sample(
            record => Assert.True(Of(record, isWithHidden: true).IsHidden));

    private static void AreAlike(Record record, ObjectDecision without, ObjectDecision with)
    {
        var classes = Row(record).Table.SetOf([record.Class]);

        Assert.Equal(without.Decide(classes), with.Decide(classes));
        Assert.Equal(
            (without.IsLinked, without.IsHidden, without.IsAlertOnly, without.Stage),
            (with.IsLinked, with.IsHidden, with.IsAlertOnly, with.Stage));
        Assert.Equal(without.ReliedOn, with.ReliedOn);
    }

    private static ObjectDecision Of(Record record, bool isWithHidden = false, bool isAroundWithHidden = false)
    {
        var row = Row(record);
        var register = Register(record);

        // Of the others too some are hidden.
        SubjectContext Context(ImmutableArray<(string Person, Part Part)> others, bool withHidden) => new()
        {
            Subjects = register.Knowing(
            [
                .. others.Where(each => !register.Hidden.Contains(each.Person))
                    .Concat(withHidden ? record.Hidden : [])
                    .Select(each => new DecidedSubject(each.Person, each.Part.Role, null)),
            ]),
            Owner = record.Owner,
        };
        return new ObjectDecision(
            row,
            Context(record.Others, isWithHidden) with
            {
                Around = record.Around.IsEmpty ? null : Context(record.Around, isAroundWithHidden),
            },
            register);
    }

    private static bool IsHiddenFromCaller(Record record) =>
        record.Hidden.All(each => Register(record).HiddenFromCaller.Contains(each.Person));

    private static RegisterAnswer Register(Record record)
    {
        var all = record.Others.AddRange(record.Hidden).AddRange(record.Around)
            .Where(each => each.Part.Facts is not null)
            .ToImmutableDictionary(each => each.Person, each => each.Part.Facts!);
        return Seal.Open(new RegisterAnswer(RegisterState.Current, all, []), Row(record));
    }

    private static CallerRow Row(Record record) =>
        new(PolicyCompiler.Compile(record.Model), record.Caller, RandomPolicy.Now);

    // Mostly in full, so that it is the persons of the record that decide.
    private static PolicyModel Granting(PolicyModel model, string role, string cls) => model.Grants.Length % 3 == 0
        ? model
        : model with { Grants = model.Grants.Add(new Grant(role, cls, Effect.Clear, [], Stage.Contact, [], null)) };

    // Whom no link and no glass opens is hidden where their presence is; no grant is of the class that says who is.
    private static PolicyModel Concealing(PolicyModel model) => model with
    {
        Grants = model.Grants.RemoveAll(grant => grant.Class == model.Sealed.Class),
        Classes = model.Classes.SetItem(
            model.Sealed.Class, model.Classes[model.Sealed.Class] with { Presence = Presence.Hidden }),
        Roles = model.Roles.ToImmutableSortedDictionary(
            role => role.Key, role => role.Value with { NeedsLink = true }, StringComparer.Ordinal),
        Onward = model.Onward.SetItem("A1", new OnwardRule("A1", "R1", "U0", ["R0", "R2"])),
    };

    private static PersonFacts Hidden(PersonFacts? facts) =>
        (facts ?? new PersonFacts()) with { Seal = SealState.Closed, Links = [], BreakGlass = null };

    // The links that are to this very person.
    private static (string Person, Part Part) Named(string person, Part part) => (person, part with
    {
        Facts = part.Facts is not { } facts ? null : facts with
        {
            Links = [.. facts.Links.Select(link => link.Via == "P" ? link with { Via = person } : link)],
        },
    });

    private sealed record Part(SubjectRole Role, PersonFacts? Facts);

    private sealed record Record(
        PolicyModel Model,
        Caller Caller,
        string Class,
        string? Owner,
        ImmutableArray<(string Person, Part Part)> Others,
        ImmutableArray<(string Person, Part Part)> Hidden,
        ImmutableArray<(string Person, Part Part)> Around);
}
