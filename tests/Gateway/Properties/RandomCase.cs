using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aggregator.Policy;
using Aggregator.Policy.Tests;
using CsCheck;

namespace Aggregator.Gateway.Tests;

/// <summary>A generated schema, policy, register and world, and what somebody asks of it.</summary>
internal sealed record RandomCase(
    int Seed, Shape Shape, PolicyModel Model, LabCaller Caller, ImmutableArray<PersonFacts?> Facts, JsonObject World,
    string Operation)
{
    /// <summary>Cases that small changes are made to.</summary>
    public static readonly Gen<RandomCase> All = Gen.Select(
        RandomPolicy.Model, RandomPolicy.Caller, RandomPolicy.Facts.Array[RandomShape.Persons], Gen.Int,
        (model, caller, facts, seed) => Make(model, caller, facts, seed));

    /// <summary>How many cases a law is tried on: few in the gate, many by <c>AGGREGATOR_DEEP</c>.</summary>
    public static int Cases(int few) =>
        int.TryParse(Environment.GetEnvironmentVariable("AGGREGATOR_DEEP"), out var times) ? few * times : few;

    /// <summary>The gateway over this case's world.</summary>
    public LabGateway Gateway(JsonObject? world = null)
    {
        var supergraph = LabGraph.Compose([.. Shape.Agencies.Select(agency => (agency, Shape.Sdl(agency)))]);
        var gateway = new LabGateway(supergraph, world ?? World, PolicyCompiler.Compile(Model));
        foreach (var (person, facts) in Register())
        {
            gateway.Register.Facts[person] = facts;
        }

        gateway.Register.Standing = [new StandingDecisionFact("D0", 1)];
        return gateway;
    }

    /// <summary>
    /// True when every note is about persons whom the caller is linked to only where it is listed. A note about
    /// somebody else besides can be open through that other while its agency is not asked about whom it is listed
    /// under.
    /// </summary>
    public bool IsListedUnderItsOwn => RandomShape.Contributors.All(agency => World[agency]!["Person"]!.AsObject()
        .All(person => person.Value!["notes"]!.AsArray().All(note => (string?)note!["other"]?["id"] is not { } other
            || other == person.Key || Facts[other[1] - '0'] is null)));

    /// <summary>What the reference makes of this case, over this world or another.</summary>
    public ReferenceRedactor Reference(JsonObject? world = null)
    {
        return new ReferenceRedactor(Shape, world ?? World, Model, AsCaller(), Decision());
    }

    /// <summary>What the reference decides for whoever asks.</summary>
    public ReferenceDecision Decision() => new(Model, AsCaller(), Register(), ["D0"], LabGateway.Now);

    /// <summary>Everything needed to see what happened, for a failed law.</summary>
    public override string ToString() => string.Join('\n', Shape.Agencies.Select(Shape.Sdl)
        .Select(sdl => sdl[sdl.LastIndexOf("@agency(", StringComparison.Ordinal)..])
        .Append($"seed {Seed}, {string.Join(',', Caller.Roles)} of {Caller.Agency} for {Caller.Purpose} at "
            + $"{Caller.Stage} {Caller.BreakGlass}")
        .Append(string.Join('\n', Register().Select(entry => $"{entry.Key}: "
            + System.Text.Json.JsonSerializer.Serialize(entry.Value))))
        .Append($"needs a link: {Model.Roles[Caller.Roles[0]].NeedsLink}; "
            + string.Join(' ', Model.Classes.Values.Select(cls =>
                $"{cls.Code}:{cls.Tier}:{cls.Presence}:{cls.NeedsLink}")))
        .Append(string.Join('\n', Model.Grants.Where(grant => grant.Role == Caller.Roles[0])))
        .Append(Operation)
        .Append(string.Join('\n', PlanFaults.Of(this)))
        .Append(World.ToJsonString()));

    /// <summary>Who asks, as the policy sees it.</summary>
    internal Caller AsCaller() => new()
    {
        Role = Caller.Roles[0],
        Agency = Caller.Agency,
        Subject = "",
        Recipient = "",
        Purpose = Caller.Purpose,
        Stage = StageCodes.Find(Caller.Stage) ?? Stage.Contact,
        BreakGlass = Caller.BreakGlass,
    };

    private ImmutableDictionary<string, PersonFacts> Register() => Facts
        .Select((facts, place) => (Person: $"P{place}", facts))
        .Where(at => at.facts is not null)
        .ToImmutableDictionary(at => at.Person, at => at.facts! with
        {
            Links =
            [
                .. at.facts!.Links.Select(link => link with { Via = link.Via == "P" ? at.Person : "P9" }),
            ],
        });

    private static RandomCase Make(PolicyModel model, Caller caller, PersonFacts?[] facts, int seed)
    {
        var random = new Random(seed);
        var shapes = new RandomShape(random, RandomPolicy.Classes);
        var shape = shapes.Schema();
        var world = shapes.World();
        RandomShape.Repeat(world);
        var claimed = model.Purposes.ContainsKey(caller.Purpose!) ? caller.Purpose! : "U0";
        var role = model.Purposes[claimed].Roles.Contains(caller.Role) ? caller.Role : "R0";
        return new RandomCase(
            seed,
            shape,
            Complete(model, shape, random),
            new LabCaller(role, caller.Agency, claimed)
            {
                Stage = random.Next(3) == 0 ? StageCodes.Of(caller.Stage) : null,
                BreakGlass = caller.BreakGlass,
            },
            [.. facts],
            world,
            shapes.Operation(shape));
    }

    private static PolicyModel Complete(PolicyModel model, Shape shape, Random random)
    {
        var digest = shape.Types["Person"].Fields.FirstOrDefault(field => field.Name == "digest");
        Declassification[] claims = digest is { Declassified.Length: > 0 } && random.Next(2) == 0
            ? [new Declassification("Person.digest", digest.Declassified)]
            : [];
        var texts = RandomPolicy.Classes.Where(_ => random.Next(2) == 0).ToImmutableSortedDictionary(
            cls => cls, cls => "about " + cls, StringComparer.Ordinal);
        // Where an element may stand with nothing in it, whether its agency is asked at all depends on what else is
        // asked of it: that is the plan's to know. Here nobody is a broker and nothing withheld stands.
        return model with
        {
            Hash = $"{model.GetHashCode():x8}{random.Next():x8}",
            Classes = model.Classes.ToImmutableSortedDictionary(
                entry => entry.Key,
                entry => entry.Value with { Presence = random.Next(2) == 0 ? Presence.ToBroker : Presence.Hidden },
                StringComparer.Ordinal),
            ThirdParty = RandomPolicy.Classes.Where(_ => random.Next(2) == 0).ToImmutableSortedDictionary(
                cls => cls, _ => (Effect)random.Next(6), StringComparer.Ordinal),
            Standing = model.Standing.SetItem("D0", new StandingDecision(
                "D0", 1, "D0", "B0", [.. claims], [new ApprovedFlow("Person.secret", "home", "R0")])),
            Transforms = model.Transforms with { Generalise = texts },
        };
    }
}
