using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.SocialCare;

/// <summary>Children's social care: referrals received, screening, contacts with families, clocks.</summary>
public sealed class SocialCareAgency : Agency
{
    private readonly WorkingDayCalendar _calendar = WorkingDayCalendar.England;

    /// <inheritdoc/>
    public override string Name => "social-care";

    /// <inheritdoc/>
    public override int DefaultPort => 5120;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "CSC",
            "Children's social care",
            new AgencyContact("Duty and assessment team", "01632 960120", "weekdays 08:30-17:30"),
            new SourceCoverage(
                new DateOnly(2015, 4, 1),
                "whole council area",
                "children referred to social care and people named in referrals",
                "early help records are kept elsewhere and are not in it")),
    ];

    /// <inheritdoc/>
    public override void Resolve(FieldResolvers fields) => fields
        .Add("Referral.clock", call => Dossier(call).Then(dossier => dossier.Clock()))
        .Add("Referral.feedback", call => Dossier(call).Then(dossier => dossier.Feedback()))
        .Add("ScreeningDecision.gaps", call => DecisionGaps.Of(call.Fact.Content))
        .Add("Person.planStatus", call => call.Request.AllOfPerson(call.Id, [PlanRecords.Kind])
            .Then(page => PlanRecords.Status(page.Nodes, call.Request.AsAt, Sources[0])))
        .Add("SafeguardingFact.consideredAt", ConsideredAt)
        .Add("SafeguardingFact.referral", ReferralOf);

    private IDataLoaderResult<ReferralDossier> Dossier(FieldCall call)
    {
        var referral = call.Fact;
        return call.Request.Children(referral.Id, ReferralDossier.DecisionKind)
            .Then(decisions => new ReferralDossier(referral, decisions, _calendar, call.Request.AsAt));
    }

    // What was coded from a referral was considered when the referral was.
    private static IDataLoaderResult<string?>? ConsideredAt(FieldCall call) =>
        call.Fact is { ParentId: { } record } fact && fact.Text("recordKind") == "REFERRAL"
            ? call.Request.Record(record).Then(referral => referral?.Text("consideredAt"))
            : null;

    private object? ReferralOf(FieldCall call)
    {
        if (ReferralDossier.IdIn(call.Fact) is not { } id)
        {
            return null;
        }

        // Both are asked for before either is awaited, so that many facts take two statements.
        var (fact, request) = (call.Fact, call.Request);
        var referral = request.Record(id);
        var decisions = request.Children(id, ReferralDossier.DecisionKind);
        return referral.Then(found => found is null
            ? null
            : (object)decisions.Then(made => new ReferralDossier(found, made, _calendar, request.AsAt).Coded(fact)));
    }

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedReferrals.Of(families, anchor);
}
