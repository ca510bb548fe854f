using System.Collections.Immutable;
using Aggregator.Policy;
using Xunit;

namespace Aggregator.Redaction.Tests;

public class SubjectScopesTests
{
    private const string Named = "GP-C1";
    private readonly AccessTally _tally = new();

    [Fact]
    public void Objects_about_the_same_persons_share_a_decision_whatever_the_record()
    {
        var scopes = Scopes();

        Assert.Same(Scope(scopes, "GP", "GP-C2"), Scope(scopes, "GP", "GP-C3"));
    }

    [Theory]
    [InlineData("GP", Named)]
    [InlineData("HV", "GP-C2")]
    [InlineData("GP", null)]
    public void What_can_matter_parts_them(string owner, string? record)
    {
        var scopes = Scopes();

        Assert.NotSame(Scope(scopes, "GP", "GP-C2"), Scope(scopes, owner, record));
    }

    [Fact]
    public void Another_part_is_decided_by_itself()
    {
        var scopes = Scopes();

        Assert.NotSame(
            Scope(scopes, "GP", "GP-C2", SubjectRole.Confider), Scope(scopes, "GP", "GP-C2", SubjectRole.ThirdParty));
        Assert.NotSame(
            Scope(scopes, "HV", "GP-C2", SubjectRole.ThirdParty), Scope(scopes, "HV", "GP-C2", SubjectRole.Confider));
    }

    [Fact]
    public void Who_stands_in_another_persons_record_is_decided_in_each_by_itself()
    {
        var scopes = Scopes();
        var first = Scope(scopes, "GP", "GP-C2");
        var second = Scope(scopes, "GP", Named);

        Assert.NotSame(Within(scopes, first), Within(scopes, second));
        Assert.Same(Within(scopes, first), Within(scopes, first));
    }

    [Fact]
    public void A_record_that_the_register_does_not_name_counts_as_one_all_the_same()
    {
        var scopes = Scopes();

        Assert.Equal<string>([SubjectScopes.NotNamed], scopes.Known([], "GP-C2"));
        Assert.Equal<string>([SubjectScopes.NotNamed], scopes.Known([SubjectScopes.NotNamed], "GP-C3"));
        Assert.Equal<string>([SubjectScopes.NotNamed, Named], scopes.Known([SubjectScopes.NotNamed], Named));
        Assert.Empty(scopes.Known([], null));
    }

    // A decision not to share one record keeps back what cannot be told to be another; and only that.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_no_record_of_its_own_is_kept_back_whichever_is_met_first(bool isRecordFirst)
    {
        var scopes = Scopes();
        var first = Scope(scopes, "GP", isRecordFirst ? "GP-C2" : null);
        var second = Scope(scopes, "GP", isRecordFirst ? null : "GP-C2");
        var (record, other) = isRecordFirst ? (first, second) : (second, first);
        var classes = CaseGraph.Table.SetOf(["HEALTH_CONTACT"]);

        Assert.Equal(Effect.Exists, other.Decision.Decide(classes).Effect);
        Assert.True(record.Decision.Decide(classes).Effect < Effect.Exists);
        Assert.Equal(Effect.Exists, Scope(scopes, "GP", Named).Decision.Decide(classes).Effect);
    }

    private static SubjectScope Scope(
        SubjectScopes scopes, string owner, string? record, SubjectRole role = SubjectRole.Confider) =>
        scopes.Of(new SubjectQuery([("P2", role)], null, owner, scopes.Known([], record)));

    private static SubjectScope Within(SubjectScopes scopes, SubjectScope around) => scopes.Of(new SubjectQuery(
        [("P5", SubjectRole.ThirdParty)], around.Context, around.Context.Owner, around.Context.Records));

    private SubjectScopes Scopes()
    {
        var row = new CallerRow(
            CaseGraph.Table,
            new Caller
            {
                Role = "DECISION_MAKER",
                Agency = "HUB",
                Subject = "caller-1",
                Recipient = "desk",
                Purpose = "SAFEGUARD_ENQUIRY",
                AsAt = CaseWorld.Now,
            },
            CaseWorld.Now);
        var facts = new PersonFacts
        {
            Links = [new RegisterLink("OPEN_ENQUIRY", "P2", LinkReach.View, null, null)],
            Sharing = [new SharingFact("D1", "DO_NOT_SHARE", ["HUB"], ["HEALTH_CONTACT"], "", null) { Records = [Named] }],
        };
        var persons = ImmutableDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("P2", facts)]);
        return new SubjectScopes(row, new RegisterAnswer(RegisterState.Current, persons, []), _tally);
    }
}
