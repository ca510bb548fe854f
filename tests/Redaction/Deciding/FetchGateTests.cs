using Aggregator.Execution;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Redaction.Tests;

/// <summary>The gate before a fetch, whatever the rest of the policy would do about its answer.</summary>
public class FetchGateTests
{
    private static readonly (string Coordinate, string Recipient) Flow = CaseGraph.Table.Model.Standing.Values
        .SelectMany(decision => decision.Flows)
        .Select(flow => (flow.Coordinate, flow.Recipient))
        .First();

    [Fact]
    public async Task Nobody_is_asked_about_without_a_link_even_where_nothing_classed_is_asked()
    {
        var register = new ScriptedRegister().Link("OPEN_ENQUIRY", "P1", "P1");

        var admitted = await AdmitAsync(register, [], "P1", "P9", null);

        Assert.Equal([Admission.Full, Admission.None, Admission.None], admitted);
    }

    [Fact]
    public async Task An_approved_flow_alone_is_read_of_others_for_a_caller_who_is_linked_to_somebody()
    {
        var flow = new AskedCoordinate(Flow.Coordinate, Flow.Recipient);

        var ofNobody = await AdmitAsync(new ScriptedRegister(), [flow], "P9");
        var ofSomebody = await AdmitAsync(
            new ScriptedRegister().Link("OPEN_ENQUIRY", "P1", "P1"), [flow], "P1", "P9");

        Assert.Equal([Admission.None], ofNobody);
        Assert.Equal([Admission.Full, Admission.ForAgencies], ofSomebody);
    }

    [Fact]
    public async Task A_register_that_failed_in_between_is_not_taken_for_current()
    {
        var register = new ScriptedRegister().Link("OPEN_ENQUIRY", "P1", "P1");
        using var access = Access(register);

        Assert.Equal(RegisterState.Current, (await access.Register.KnowAsync(["P1"], default)).State);
        register.State = RegisterState.Unavailable;
        Assert.Equal(RegisterState.Unavailable, (await access.Register.KnowAsync(["P2"], default)).State);
        register.State = RegisterState.Current;
        Assert.Equal(RegisterState.Unavailable, (await access.Register.KnowAsync(["P3"], default)).State);
    }

    [Fact]
    public async Task Who_was_not_linked_at_the_gate_is_not_at_release_either()
    {
        var register = new ScriptedRegister();
        using var access = Access(register);
        _ = await access.Register.KnowAsync(["P1"], default);
        register = register.Link("OPEN_ENQUIRY", "P1", "P1", "P2");

        var after = await access.Register.KnowAgainAsync(["P1", "P2"], default);

        Assert.False(IsLinked("P1"));
        Assert.True(IsLinked("P2"));

        bool IsLinked(string person)
        {
            var subject = new DecidedSubject(person, SubjectRole.Child, after.Persons.GetValueOrDefault(person));
            return new ObjectDecision(access.Row, new SubjectContext { Subjects = [subject] }, after).IsLinked;
        }
    }

    [Fact]
    public async Task Who_was_shut_at_the_gate_is_not_open_at_release_where_nothing_was_asked_of_them()
    {
        var register = new ScriptedRegister().Link("OPEN_ENQUIRY", "P1", "P1");
        register.Facts["P1"] = register.Facts["P1"] with { Seal = SealState.Closed, Links = [] };
        using var access = Access(register);

        var before = await access.Register.KnowAsync(["P1"], default);
        register = register.Link("OPEN_ENQUIRY", "P1", "P1");
        register.Facts["P1"] = register.Facts["P1"] with { Seal = SealState.None };
        var after = await access.Register.KnowAgainAsync(["P1"], default);

        Assert.Equal(["P1"], before.Hidden.Union(before.Sealed));
        Assert.Equal((before.Hidden, before.Sealed), (after.Hidden, after.Sealed));
        Assert.Equal(before.Persons["P1"].Links, after.Persons["P1"].Links);
    }

    [Theory]
    [InlineData(null, null, Admission.None)]
    [InlineData("POL", null, Admission.None)]
    [InlineData("POL", "POL-I1", Admission.Full)]
    [InlineData("GP", null, Admission.Full)]
    public async Task A_decision_not_to_share_keeps_a_person_from_an_agency_only_where_it_is_about_all_of_its_records(
        string? from, string? record, Admission admission)
    {
        var register = new ScriptedRegister().Link("OPEN_ENQUIRY", "P1", "P1");
        register.Facts["P1"] = register.Facts["P1"] with
        {
            Sharing =
            [
                new SharingFact("D1", "DO_NOT_SHARE", ["CSC"], [], "ART6_1E", null)
                {
                    From = from,
                    Records = record is null ? [] : [record],
                },
            ],
        };
        var narrative = new AskedCoordinate("Consultation.narrative", "");

        Assert.Equal([admission], await AdmitAsync(register, [narrative], "P1"));
    }

    private static async Task<Admission[]> AdmitAsync(
        ScriptedRegister register, AskedCoordinate[] asks, params string?[] keys)
    {
        using var access = Access(register);
        var admitted = new Admission[keys.Length];
        var fetch = new FetchStep
        {
            Id = 0,
            DependsOn = [],
            Subgraph = CaseGraph.Supergraph.Subgraphs.First(subgraph => subgraph.Name == "police"),
            Kind = OperationKind.Query,
            Operation = "",
            Asks = [.. asks],
        };
        var (response, group) = (new ResponseSet([]), Group());
        var noted = keys.Select(key => access.Gate.Note(response, group, default, "Person", key, default)).ToList();
        await access.Gate.AdmitAsync(fetch, "Person", noted, admitted, default);
        return admitted;
    }

    private static EntityGroup Group() => new()
    {
        Alias = "_entities",
        Variable = "representations",
        Paths = [],
        Representations = [],
        Output = new OutputSet([]),
    };

    private static PolicyAccess Access(ScriptedRegister register) => new(
        new ReleaseFacts(CaseGraph.Supergraph, CaseGraph.Labels, CaseGraph.Table),
        new CallerRow(
            CaseGraph.Table,
            new Caller
            {
                Role = "SOCIAL_WORKER",
                Agency = "CSC",
                Subject = "caller-1",
                Recipient = "desk",
                Purpose = "SAFEGUARD_ENQUIRY",
                AsAt = CaseWorld.Now,
            },
            CaseWorld.Now),
        register);
}
