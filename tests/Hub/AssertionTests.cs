using Aggregator.Hub.Rules;
using Xunit;

namespace Aggregator.Hub.Tests;

/// <summary>The acceptance assertions of the demonstration case, as far as rules carry them.</summary>
public class AssertionTests
{
    private readonly CaseFile _case = CaseFile.Read("demonstration");

    [Fact]
    public void Assertion_1_health_visitor_gets_the_two_cards_of_day_two_and_nothing_dangerous()
    {
        var cards = CardsFor(AgencyCode.HV, "D+2 18:00");

        Assert.Contains(cards, card => card.Rule == RuleCode.Under2DaNotify && card.Show.Grade == "MEDIUM");
        Assert.Contains(cards, card => card.Rule == RuleCode.ParentSelfHarm && card.Severity == Severity.Immediate);
        Assert.All(cards, card => Assert.DoesNotContain(card.Show.Categories, IsDangerous));
        Assert.All(cards, card => Assert.Equal("SD-1", card.StandingDecision.Id));
    }

    [Fact]
    public void Assertion_1_card_shows_what_a_visitor_needs()
    {
        var card = Assert.Single(CardsFor(AgencyCode.HV, "D+2 18:00"), card => card.Rule == RuleCode.Under2DaNotify);

        Assert.Equal(EventKind.PoliceIncident, card.Show.Type);
        Assert.Equal("01632 960101", card.Show.Contact!.Phone);
        Assert.Equal(ScreeningOutcome.InformationAndAdvice, card.Show.SocialCareOutcome);
        Assert.Contains("father", card.Handling.DoNotRaiseWith);
        Assert.NotNull(card.Handling.HomeVisitSafety);
    }

    [Fact]
    public void Assertion_2_self_harm_risk_is_held_by_three_and_two_were_not_told()
    {
        var row = Row("K2", "D+2 18:00");

        Assert.Equal("POL Held D0 22:15", Cell(row, AgencyCode.POL));
        Assert.Equal("CSC Held D+1 15:05 considered D+2 10:30", Cell(row, AgencyCode.CSC));
        Assert.Equal("AMB Held D0 20:55", Cell(row, AgencyCode.AMB));
        Assert.Equal(["HV NotTold", "GP NotTold"], [Cell(row, AgencyCode.HV), Cell(row, AgencyCode.GP)]);
        Assert.Equal([AgencyCode.GP, AgencyCode.HV], row.UninformedInvolved);
    }

    [Fact]
    public void Assertion_3_decision_on_the_first_referral_lists_what_it_lacks()
    {
        var card = Assert.Single(CardsFor(AgencyCode.HUB, "D+2 18:00"), card => card.Rule == RuleCode.DecisionCheck);

        Assert.Equal(
            [MissingCode.NobodyInformed, MissingCode.NoAgencyChecks, MissingCode.NoImpactStatement],
            card.Missing.Select(item => item.Code));
    }

    [Theory]
    [InlineData("D+21 10:35", "POL-I1, POL-I2, GP-C1")]
    [InlineData("D+101 10:35", "POL-I1, POL-I2, GP-C1, THX-S1, POL-I3, ADV-C1")]
    public void Assertion_5_health_visitor_sees_what_was_not_shared_before(string asAt, string records)
    {
        var unseen = UnseenConcerns.For(At(asAt), AgencyCode.HV);

        Assert.Equal(records, string.Join(", ", unseen.Select(concern => concern.RecordId)));
    }

    [Fact]
    public void Assertion_6_marker_reaches_the_second_address_with_its_path()
    {
        var marker = Assert.Single(MarkerPaths.Find(At("D+43 20:00")), marker => marker.AddressId == "A2");

        Assert.Equal("A1 → P3 → P1 → A2", string.Join(" → ", marker.Path.Select(step => step.Id)));
        Assert.StartsWith(
            "held against A1 about the child's father; he is not", marker.Wording, StringComparison.Ordinal);
    }

    [Fact]
    public void Assertion_6_second_address_is_unknown_before_it_is_reported() =>
        Assert.DoesNotContain(MarkerPaths.Find(At("D+20 12:00")), marker => marker.AddressId == "A2");

    [Fact]
    public void Assertion_7_three_referrals_and_the_cluster_with_its_certainties()
    {
        var cards = CardsFor(AgencyCode.HUB, "D+44 18:00");
        var repeat = Assert.Single(cards, card => card.Rule == RuleCode.RepeatReferrals);
        var cluster = Assert.Single(cards, card => card.Rule == RuleCode.ClusterU2);

        Assert.Equal(["POL-F1", "POL-F2", "THX-F3"], repeat.Because.Select(record => record.RecordId));
        Assert.Equal(
            [Certainty.Recorded, Certainty.ScreenPositive, Certainty.Possible],
            cluster.Components.Select(component => component.Certainty!.Value));
        Assert.Equal([AgencyCode.POL, AgencyCode.GP, AgencyCode.THX], cluster.Components[0].Sources);
        Assert.Equal([AccountOf.Mother, AccountOf.Officers], cluster.Components[0].Accounts);
    }

    [Fact]
    public void Assertion_8_all_eleven_concerns_stand_on_day_44() =>
        Assert.Equal(
            Enumerable.Range(1, 11).Select(number => $"K{number}"),
            KnowledgeMatrix.Read(At("D+44 18:00")).Select(row => row.Concern));

    [Fact]
    public void Assertion_8_gravest_item_is_held_by_one_agency()
    {
        var row = Row("K5", "D+44 18:00");

        var holder = Assert.Single(row.Cells, cell => cell.State == KnowledgeState.Held);
        Assert.Equal(AgencyCode.ADV, holder.Agency);
    }

    [Theory]
    [InlineData("POL-F1", "D+2 17:00", "D+4 17:00")]
    [InlineData("POL-F2", "D+45 17:00", "D+49 17:00")]
    [InlineData("THX-F3", "D+45 17:00", "D+49 17:00")]
    public void Assertion_11_clocks_run_in_working_days(string referral, string ackDue, string chaseFrom)
    {
        var entry = At("D+49 18:00").Referrals.Single(entry => entry.Id == referral);

        Assert.Equal(ackDue, _case.Clock.Print(entry.AckDueAt));
        Assert.Equal(chaseFrom, _case.Clock.Print(entry.ChaseFrom));
    }

    [Fact]
    public void Assertion_12_negatives_about_a_silent_source_cannot_be_told()
    {
        var evidence = new Evidence(CaseFile.Read("urgent-care-down").At("D+44 18:00"));
        var cells = KnowledgeMatrix.Read(evidence).SelectMany(row => row.Cells).ToArray();

        Assert.All(
            cells.Where(cell => cell.Agency is AgencyCode.AMB or AgencyCode.ADV),
            cell => Assert.Equal(CannotTellReason.SourceNotAnswering, cell.Reason));
        Assert.All(AlertDesk.Cards(evidence), card => Assert.True(card.MayBeIncomplete));
    }

    [Fact]
    public void Where_people_were_left_out_of_the_circle_everything_says_that_there_may_be_more()
    {
        var whole = CaseFile.Read("demonstration").At("D+44 18:00");
        var cut = new Evidence(whole with { PeopleLeftOut = 1 });

        Assert.All(AlertDesk.Cards(new Evidence(whole)), card => Assert.False(card.MayBeIncomplete));
        Assert.NotEmpty(AlertDesk.Cards(cut));
        Assert.All(AlertDesk.Cards(cut), card => Assert.True(card.MayBeIncomplete));
        Assert.All(KnowledgeMatrix.Read(cut), row => Assert.True(row.MayBeIncomplete));
    }

    [Fact]
    public void Assertion_13_thin_record_is_neither_down_nor_not_held()
    {
        Assert.Equal("AMB CannotTell RecordInsufficient", Cell(Row("K11", "D+2 18:00"), AgencyCode.AMB));
        Assert.Equal("AMB NotTold", Cell(Row("K3", "D+2 18:00"), AgencyCode.AMB));
        Assert.Contains(AlertDesk.Notes(At("D+2 18:00")), note => note.Rule == RuleCode.RecordInsufficient);
    }

    [Fact]
    public void Assertion_10_without_the_standing_decision_only_those_who_can_decide_are_asked()
    {
        var input = _case.At("D+44 18:00");
        var without = input.Register.StandingDecisions.Where(decision => decision.Id != "SD-1");
        var cards = AlertDesk.Cards(new Evidence(input with
        {
            Register = input.Register with { StandingDecisions = [.. without] },
        }));

        Assert.DoesNotContain(cards, card => card.Recipient == AgencyCode.GP);
        Assert.Equal(
            [RuleCode.MarkerPropagate],
            cards.Where(card => card.Recipient == AgencyCode.HV).Select(card => card.Rule));
        Assert.Equal(
            [AgencyCode.HST, AgencyCode.THX, AgencyCode.HUB],
            cards.First(card => card.Rule == RuleCode.ConsentScopeGap).For);
    }

    [Theory]
    [InlineData("P2", false)]
    [InlineData("P1", true)]
    public void Gap_is_closed_by_a_decision_about_who_agreed_and_by_none_about_another(string person, bool isOpen)
    {
        var input = _case.At("D+44 18:00");
        var confider = Assert.Single(input.Register.Consents).Confider;
        var cards = AlertDesk.Cards(new Evidence(input with
        {
            Register = input.Register with
            {
                SharingDecisions =
                [
                    new SharingDecisionFact(
                        "S1", person, "SHARE", [AgencyCode.HV, AgencyCode.GP, AgencyCode.HST], [], input.AsAt),
                ],
            },
        }));

        Assert.Equal("P2", confider);
        Assert.Equal(isOpen, cards.Any(card => card.Rule == RuleCode.ConsentScopeGap));
    }

    [Fact]
    public void Assertion_23b_other_family_is_told_of_a_concern_and_a_desk_and_nothing_else()
    {
        var evidence = new Evidence(CaseFile.Read("other-family").At("D+11 12:00"));
        var card = Assert.Single(AlertDesk.Cards(evidence), card => card.Recipient == AgencyCode.HV);

        Assert.Equal(["father"], card.Show.Parties);
        Assert.Equal(AgencyCode.HST, card.Show.ContactAgency);
        Assert.Empty(card.Because);
        Assert.Null(card.Show.Reference);
        Assert.Empty(card.Show.Categories);
    }

    private static bool IsDangerous(ConcernCategory category) =>
        category is ConcernCategory.Weapons or ConcernCategory.ItemsFound or ConcernCategory.Substance;

    private Evidence At(string asAt) => new(_case.At(asAt));

    private IReadOnlyList<Alert> CardsFor(AgencyCode recipient, string asAt) =>
        [.. AlertDesk.Cards(At(asAt)).Where(card => card.Recipient == recipient)];

    private KnowledgeRow Row(string concern, string asAt) =>
        KnowledgeMatrix.Read(At(asAt)).Single(row => row.Concern == concern);

    private string Cell(KnowledgeRow row, AgencyCode agency) =>
        CasePrint.Cell(_case, row.Cells.Single(cell => cell.Agency == agency));
}
