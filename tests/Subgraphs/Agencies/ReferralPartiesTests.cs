using System.Text.Json;
using Aggregator.Kit;
using Aggregator.Police;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

/// <summary>A referral is one record with two owners; what both publish of it must agree.</summary>
public sealed class ReferralPartiesTests
{
    private const string Shared =
        "referrals { nodes { id sortAt agency kind contact { agency team phone hours reference } child { id } "
        + "subjects { part person { id } } } }";

    [Fact]
    public async Task Senders_and_receiver_say_the_same_of_what_both_publish()
    {
        var police = await ReferralsAsync(new PoliceAgency());
        var therapies = await ReferralsAsync(new TalkingTherapiesAgency());
        var received = await ReferralsAsync(new SocialCareAgency());

        Assert.Equal(["POL-F1", "POL-F2", "THX-F3"], received.Keys);
        Assert.Equal(police.Concat(therapies).OrderBy(referral => referral.Key, StringComparer.Ordinal), received);
    }

    private static async Task<SortedDictionary<string, string>> ReferralsAsync(Agency agency)
    {
        await using var running = await RunningAgency.StartAsync(agency);
        var person = await running.PersonAsync("P1", Shared);
        return new SortedDictionary<string, string>(
            person.GetProperty("referrals").GetProperty("nodes").EnumerateArray()
                .ToDictionary(referral => referral.GetProperty("id").GetString()!, Print),
            StringComparer.Ordinal);
    }

    // Each party numbers people its own way, so the order of subjects is nobody's.
    private static string Print(JsonElement referral)
    {
        var subjects = referral.GetProperty("subjects").EnumerateArray().Select(subject => subject.ToString());
        var rest = referral.EnumerateObject().Where(field => field.Name != "subjects")
            .Select(field => field.ToString());
        return string.Join('\n', rest.Concat(subjects.Order(StringComparer.Ordinal)));
    }
}
