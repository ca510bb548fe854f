using Aggregator.Kit;
using GraphQL.DataLoader;

namespace Aggregator.SocialCare;

/// <summary>A referral, with the decisions made on it in order.</summary>
/// <param name="Referral">The referral.</param>
/// <param name="All">Whoever they are about.</param>
/// <param name="OfOwnChild">Those about the referral's own child, or that name none.</param>
internal sealed record ReferralDecisions(Fact Referral, IReadOnlyList<Fact> All, IReadOnlyList<Fact> OfOwnChild)
{
    /// <summary>Reads those of many referrals at once. One child can have several numbers here: it is who they are
    /// matched to now that counts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="referral">The referral's id; null comes for one that is not there.</param>
    public static IDataLoaderResult<ReferralDecisions?> On(AgencyRequest request, string referral) =>
        request.Load<ReferralDecisions>("decisions on referral", referral, async (ids, stop) =>
        {
            var referrals = await request.Reader.ByIdAsync(ids, stop).ConfigureAwait(false);
            var made = await request.Reader.ChildrenAsync(ids, [ReferralDossier.DecisionKind], stop)
                .ConfigureAwait(false);
            string[] numbers =
            [
                .. referrals.Values.Concat(ids.SelectMany(id => made[id])).Select(record => record.Text("child"))
                    .OfType<string>().Distinct(StringComparer.Ordinal),
            ];
            var persons = await request.Current.PersonsAsync(numbers, stop).ConfigureAwait(false);
            return referrals.ToDictionary(
                found => found.Key,
                found => new ReferralDecisions(
                    found.Value,
                    [.. made[found.Key]],
                    [
                        .. made[found.Key].Where(decision =>
                            ChildOf(decision) is not { } child || child == ChildOf(found.Value)),
                    ]),
                StringComparer.Ordinal);

            string? ChildOf(Fact record) => record.Text("child") is { } number
                ? persons.GetValueOrDefault(number)?.PersonId ?? number : null;
        });
}
