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
        .Add("Referral.clock", call => Dossier(call.Request, call.Fact.Id).Then(dossier => dossier?.Clock()))
        .Add("Referral.feedback", call => Dossier(call.Request, call.Fact.Id).Then(dossier => dossier?.Feedback()))
        .Add("ScreeningDecision.answersTo", AnswersTo)
        .Add("ContactWithFamily.answersTo", AnswersTo)
        .Add("Assessment.answersTo", AnswersTo)
        .Add("ScreeningDecision.gaps", call => DecisionGaps.Of(call.Fact.Content))
        .Add("Person.planStatus", PlanStatus)
        .Add("SafeguardingFact.consideredAt", ConsideredAt)
        .Add("SafeguardingFact.referral", ReferralOf);

    private object PlanStatus(FieldCall call) => call.Request.AllOfPerson(call.Id, [PlanRecords.Kind])
        .Then(page => page.Nodes
            .Select(plan => call.Request.Subjects(plan).Then(subjects => (Plan: plan, Subjects: subjects))).ToList()
            .All()
            .Then(plans => PlanRecords.Status(
                [.. plans.Where(each => PlanRecords.IsOfChild(each.Subjects, call.Id)).Select(each => each.Plan)],
                call.Request.AsAt,
                Sources[0])));

    private IDataLoaderResult<ReferralDossier?> Dossier(AgencyRequest request, string referral) =>
        ReferralDecisions.On(request, referral).Then(decisions =>
            decisions is null ? null : new ReferralDossier(decisions, _calendar, request.AsAt));

    // What was coded from a referral was considered when the referral was.
    private static IDataLoaderResult<string?>? ConsideredAt(FieldCall call) =>
        call.Fact is { ParentId: { } record } fact && fact.Text("recordKind") == "REFERRAL"
            ? call.Request.Record(record).Then(referral => referral?.Text("consideredAt"))
            : null;

    private static object AnswersTo(FieldCall call)
    {
        var answer = call.Fact;
        return answer.ParentId is { } referral
            ? call.Request.Record(referral).Then(found => found?.Agency ?? answer.Agency)
            : answer.Agency;
    }

    private IDataLoaderResult<object?>? ReferralOf(FieldCall call) =>
        ReferralDossier.IdIn(call.Fact) is { } id
            ? Dossier(call.Request, id).Then(dossier => dossier?.Coded(call.Fact))
            : call.Fact.ParentId is { } record ? RestsOn(call.Request, record) : null;

    // Which referral a record is, or answers: whoever may not know of that one learns nothing of what came with it.
    private static IDataLoaderResult<object?> RestsOn(AgencyRequest request, string record) => request.Load<Fact>(
        "referral of record",
        record,
        async (ids, stop) =>
        {
            var records = await request.Reader.ByIdAsync(ids, stop).ConfigureAwait(false);
            string[] above = [.. records.Values.Select(found => found.ParentId).OfType<string>().Distinct()];
            var parents = await request.Reader.ByIdAsync(above, stop).ConfigureAwait(false);
            return records.Values
                .Select(found => (found.Id, Referral: found.Kind == ReferralDossier.Kind ? found
                    : found.ParentId is { } parent ? parents.GetValueOrDefault(parent) : null))
                .Where(each => each.Referral?.Kind == ReferralDossier.Kind)
                .ToDictionary(each => each.Id, each => each.Referral!, StringComparer.Ordinal);
        }).Then(referral => referral is null ? null : ReferralDossier.Ends(referral));

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedReferrals.Of(families, anchor);
}
