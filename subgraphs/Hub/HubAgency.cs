using System.Text.Json;
using Aggregator.Hub.Evaluation;
using Aggregator.Hub.Following;
using Aggregator.Hub.Indicators;
using Aggregator.Hub.Mutations;
using Aggregator.Hub.Register;
using Aggregator.Kit;

namespace Aggregator.Hub;

/// <summary>The hub: who may ask about whom, what was agreed, decided and told, and what rules make of coded facts.
/// </summary>
public sealed class HubAgency : Agency
{
    /// <inheritdoc/>
    public override string Name => "hub";

    /// <inheritdoc/>
    public override int DefaultPort => 5180;

    /// <inheritdoc/>
    public override IReadOnlyList<AgencySource> Sources { get; } =
    [
        new(
            "HUB",
            "Safeguarding hub",
            new AgencyContact("Safeguarding hub", "01632 960180", "weekdays 08:00-18:00"),
            new SourceCoverage(
                new DateOnly(2024, 1, 1),
                "the partnership's area",
                "children with an enquiry, a referral or an alert, and those around them",
                "relationships, agreements, decisions and replies; no case content")),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<AgencyEndpoint> Endpoints { get; } =
    [
        new("/register/decisions", AccessFacts.AnswerAsync),
        new("/register/holds", HeldPersons.AnswerAsync),
        new("/register/origins", LogOrigins.RegisterAsync),
        new("/register/shown", ShownFeed.TakeAsync),
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> Terms(string kind, JsonElement content) =>
        RegisterTerms.Of(kind, content);

    /// <inheritdoc/>
    public override IEnumerable<PopulationEntry> Population(int families, DateOnly anchor) =>
        GeneratedRegister.Of(families, anchor);

    /// <inheritdoc/>
    public override void Resolve(FieldResolvers fields) =>
        RegisterMutations.Add(fields
            .Entity("Child", ChildEvaluation.Answer)
            .AddLists()
            .AddIndicators()
            .AddAsync("Query.logOrigins", async call => await call.Request.Current
                .OfKindAsync([RegisterKinds.LogOrigin], RegisterKinds.MaxEntriesOfKind, call.Cancellation)
                .ConfigureAwait(false))
            .AddStream("Subscription.caseChanged", CaseFollowing.FollowAsync)
            .AddAsync("Query.breakGlasses", BreakGlassView.GrantsAsync)
            .AddAsync("Query.notices", BreakGlassView.NoticesAsync)
            .AddAsync("Query.mayOpenEnquiry", call => Task.FromResult<object?>(
                EnquiryCommands.MayOpen(call.Request.Caller.Role)))
            .AddAsync("Query.standingDecisions", async call => await call.Request.Current
                .OfKindAsync([RegisterKinds.Standing], RegisterKinds.MaxEntriesOfKind, call.Cancellation)
                .ConfigureAwait(false)));
}
