using System.Text.Json.Nodes;
using Aggregator.CommunityHealth;
using Aggregator.Kit;
using Aggregator.PrimaryCare;
using Aggregator.SocialCare;
using Aggregator.TalkingTherapies;
using Aggregator.UrgentCare;
using Xunit;

namespace Aggregator.Subgraphs.Tests;

public sealed class GeneratedRecordsTests
{
    private const int Families = 2_000;

    private static readonly Agency[] Agencies =
    [
        new SocialCareAgency(), new PrimaryCareAgency(), new CommunityHealthAgency(), new TalkingTherapiesAgency(),
        new UrgentCareAgency(),
    ];

    public static TheoryData<string> Names => [.. Agencies.Select(agency => agency.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_generated_record_fits_the_contract(string name)
    {
        var agency = AgencyOf(name);
        var fields = new FieldResolvers();
        agency.Resolve(fields);
        var contract = new AgencyContract(File.ReadAllText(ContractFile.PathOf(name)), "");
        var binder = new ContentBinder(contract, fields.Names, null);

        var facts = Entries(agency).Select(entry => entry.Fact).OfType<FactDraft>().ToList();

        Assert.NotEmpty(facts);
        Assert.All(facts, fact => Assert.Equal(
            fact.Content, binder.Bind(fact.Kind, (JsonObject)JsonNode.Parse(fact.Content)!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_subject_is_somebody_known_by_the_time_of_recording(string name)
    {
        var entries = Entries(AgencyOf(name));
        var known = entries.Select(entry => entry.Link).OfType<LinkDraft>()
            .ToDictionary(link => link.LocalId, link => link.RecordedAt, StringComparer.Ordinal);

        Assert.All(
            entries.Select(entry => entry.Fact).OfType<FactDraft>(),
            fact => Assert.All(fact.Subjects.Keys, local => Assert.True(known[local] <= fact.RecordedAt, fact.Id)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_unique_and_nothing_is_in_the_future(string name)
    {
        var facts = Entries(AgencyOf(name)).Select(entry => entry.Fact).OfType<FactDraft>().ToList();

        Assert.Equal(facts.Count, facts.Select(fact => fact.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(facts, fact => Assert.True(fact.RecordedAt < RunningAgency.Day("D+49 18:00"), fact.Id));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_arguments_give_the_same_population_and_more_families_only_add(string name)
    {
        var agency = AgencyOf(name);

        var few = Prints(agency.Population(100, RunningAgency.Anchor));
        var many = Prints(agency.Population(Families, RunningAgency.Anchor));

        Assert.Equal(few, Prints(agency.Population(100, RunningAgency.Anchor)));
        Assert.Equal(few, many.Take(few.Count));
    }

    [Fact]
    public void What_therapists_sent_is_what_social_care_received()
    {
        var sent = Referrals(AgencyOf("talking-therapies"));

        Assert.NotEmpty(sent);
        Assert.Equal(sent, Referrals(AgencyOf("social-care")));
    }

    [Fact]
    public async Task A_generated_referral_is_received_and_has_its_clock_beside_the_demonstration_case()
    {
        var family = Enumerable.Range(1, Families).Select(number => new GeneratedFamily(number))
            .First(one => one.TherapistReferral(RunningAgency.Anchor) is not null);
        await using var agency = await RunningAgency.StartAsync(new SocialCareAgency(), population: Families);

        var generated = await agency.PersonAsync(
            family.Child, "referrals { nodes { id receivedAt clock { receivedAt } } }");
        var demonstration = await agency.PersonAsync("P1", "referrals { nodes { id } }");

        var referral = generated.GetProperty("referrals").GetProperty("nodes")[0];
        var received = LondonTime.Print(family.TherapistReferral(RunningAgency.Anchor)!.Value.AddMinutes(5));
        Assert.Equal(received, referral.GetProperty("receivedAt").GetString());
        Assert.Equal(received, referral.GetProperty("clock").GetProperty("receivedAt").GetString());
        Assert.Equal(3, demonstration.GetProperty("referrals").GetProperty("nodes").GetArrayLength());
    }

    private static Agency AgencyOf(string name) => Agencies.Single(agency => agency.Name == name);

    private static List<PopulationEntry> Entries(Agency agency) =>
        [.. agency.Population(Families, RunningAgency.Anchor)];

    private static List<string> Referrals(Agency agency) =>
        [.. Entries(agency).Select(entry => entry.Fact).OfType<FactDraft>().Where(fact => fact.Kind == "Referral")
            .Select(fact => $"{fact.Id} {fact.Agency} {fact.When}")];

    private static List<string> Prints(IEnumerable<PopulationEntry> entries) =>
        [.. entries.Select(entry => entry.Link?.ToString() ?? $"{entry.Fact!.Id} {entry.Fact.Content}")];
}
