using System.Collections.Immutable;
using CsCheck;

namespace Aggregator.Policy.Tests;

/// <summary>Small random policies, callers and register facts: few names, so that everything meets.</summary>
internal static class RandomPolicy
{
    public static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private static readonly string[] Roles = ["R0", "R1", "R2"];
    // Names of the real list, so that generated schemas can be labelled with them. The first is gated by agreement.
    public static readonly ImmutableArray<string> Classes =
        ["GP_NARRATIVE", "CHILD_IDENTITY", "POLICE_INCIDENT", "SERVICE_FACT"];

    private static readonly string[] AllClasses = [.. Classes];
    private static readonly string[] Purposes = ["U0", "U1"];
    private static readonly string[] Agencies = ["A0", "A1"];
    private static readonly string[] States = ["GIVEN", "REFUSED", "NOT_RECORDED", "UNAVAILABLE", "NO_SUCH"];

    private static readonly Gen<Effect> Revealing = Gen.Int[0, 3].Select(place => (Effect)place);
    private static readonly Gen<Stage> Stages = Gen.Int[0, 2].Select(place => (Stage)place);

    private static readonly Gen<Grant> Grants = Gen.Select(
        OneOf(Roles), OneOf(AllClasses), Revealing,
        OneOf([.. ConditionNames.All.Keys]).Array[0, 2], Stages, OneOf(Purposes).Array[0, 1], Gen.Bool,
        (role, cls, effect, when, stage, purposes, under) => new Grant(
            role, cls, effect, [.. when], stage, [.. purposes], under ? "D0" : null));

    private static readonly Gen<Forbid> Forbids = Gen.Select(
        OneOf(Roles).Array[0, 1], OneOf(AllClasses).Array[0, 2], OneOf(Purposes).Array[0, 1],
        Gen.Int[0, 5],
        (roles, classes, purposes, effect) => new Forbid([.. roles], [.. classes], [.. purposes], (Effect)effect,
            "why"));

    public static readonly Gen<Grant> Grant = Grants;

    public static readonly Gen<Forbid> Forbid = Forbids;

    public static readonly Gen<PolicyModel> Model = Gen.Select(
        Grants.Array[0, 12], Forbids.Array[0, 2],
        Gen.Select(OneOf(Roles), OneOf(AllClasses)).Array[0, 2],
        Gen.Int[0, 5].Array[4], Gen.Bool.Array[10],
        (grants, forbids, concealed, tiers, flags) => Make(grants, forbids, concealed, tiers, flags));

    public static readonly Gen<PersonFacts?> Facts = Gen.Select(
        Gen.Select(
            OneOf("L0", "L1", "L2", "NONE"), OneOf("P", "Q"), Gen.Int[0, 2], Gen.Int[-1, 1], Gen.Int[0, 7],
            (kind, via, reach, until, seal) => new RegisterLink(
                kind, via, (LinkReach)reach, null, until == 0 ? null : Now.AddTicks(until))
            {
                IsSealed = via != "P" && seal == 0,
            }).Array[0, 2],
        Stages.Nullable(),
        Gen.Select(
            OneOf(States), OneOf(Agencies).Array[0, 1], Gen.Int[-1, 1],
            (state, scope, until) => new ConsentFact("c", state, [.. scope], until == 0 ? null : Now.AddTicks(until)))
            .Array[0, 2],
        Gen.Select(
            OneOf("SHARE", "DO_NOT_SHARE"), OneOf(Agencies), OneOf(AllClasses).Array[0, 1],
            OneOf("B0", "B1"), OneOf("A0", "A1", "", ""), Gen.Int[0, 3],
            (decision, to, classes, basis, from, record) => new SharingFact(
                "s", decision, [to], [.. classes], basis, null)
            {
                From = from.Length == 0 ? null : from,
                Records = record > 0 ? [] : ["N1"],
            }).Array[0, 1],
        Gen.Int[-2, 1], Gen.Int[0, 5],
        (links, stage, consents, sharing, glass, seal) =>
            links.Length + consents.Length + sharing.Length == 0 && glass < -1 && seal > 0
            ? null
            : new PersonFacts
            {
                Seal = seal == 0 ? SealState.Closed : SealState.None,
                Links = [.. links.Select(link => link with
                {
                    IsSealed = link.Via == "P" ? seal == 0 : link.IsSealed,
                })],
                Stage = stage,
                Consents = [.. consents],
                Sharing = [.. sharing],
                BreakGlass = glass < 0 ? null : new BreakGlassFact("G", Now.AddTicks(glass)),
            });

    public static readonly Gen<Caller> Caller = Gen.Select(
        OneOf("R0", "R1", "R2", "R9"), OneOf(Agencies), OneOf("U0", "U1", "U9"), Stages, Gen.Bool,
        (role, agency, purpose, stage, glass) => new Caller
        {
            Role = role,
            Agency = agency,
            Subject = "s",
            Recipient = "r",
            Purpose = purpose,
            Stage = stage,
            BreakGlass = glass ? "G" : null,
        });

    public static readonly Gen<string> Class = OneOf(AllClasses);

    public static readonly Gen<SubjectRole> SubjectRole = Gen.Int[0, 2].Select(place => (SubjectRole)place);

    public static readonly Gen<string?> Owner = OneOf<string?>("A0", "A1", null);

    private static Gen<T> OneOf<T>(params T[] choices) => Gen.Int[0, choices.Length - 1].Select(place =>
        choices[place]);

    private static PolicyModel Make(
        Grant[] grants, Forbid[] forbids, (string Role, string Class)[] concealed, int[] tiers, bool[] flags)
    {
        // Now and then that an agency is involved is itself of a class, whose presence may show or not.
        var classes = Classes.Select((code, place) => new ClassRule(
            code, code, place == 0 ? Tier.S3 : (Tier)tiers[place],
            place == 2 && flags[8] && flags[9] ? Presence.Hidden : Presence.Visible, place != 3 || flags[0])
        {
            Agencies = place == 2 && flags[8] ? ["A0"] : [],
        });
        return new PolicyModel
        {
            Version = "1",
            Hash = "0",
            Approvers = ["a", "b"],
            MinimumCellSize = 2,
            Roles = Roles.Select((code, place) => new RoleRule(
                    code, code, place == 1 && flags[1] ? "R0" : null, place == 2 && flags[2] ? Tier.S2 : null, false,
                    place != 2 || flags[3]))
                .ToImmutableSortedDictionary(role => role.Code, role => role, StringComparer.Ordinal),
            Classes = classes.ToImmutableSortedDictionary(cls => cls.Code, cls => cls, StringComparer.Ordinal),
            Purposes = Purposes.Select((code, place) => new PurposeRule(code, code, place == 0 ? [.. Roles] : ["R0",
                "R2"]))
                .ToImmutableSortedDictionary(purpose => purpose.Code, purpose => purpose, StringComparer.Ordinal),
            Grants = [.. grants],
            Concealments = [.. concealed.Select(cell => new Concealment(cell.Role, cell.Class))],
            Forbids = [.. forbids],
            Consent = new ConsentMap(["GP_NARRATIVE"], [Stage.Contact, Stage.S17],
                States.Take(4).ToImmutableSortedDictionary(
                state => state,
                state => state switch
                {
                    "GIVEN" => new ConsentCap(Effect.Clear, Effect.Generalise, true),
                    "NOT_RECORDED" => new ConsentCap(Effect.Generalise, Effect.Generalise, false),
                    "REFUSED" => new ConsentCap(Effect.Exists, Effect.Generalise, false),
                    _ => new ConsentCap(Effect.Exists, Effect.Exists, false),
                },
                StringComparer.Ordinal)),
            ThirdParty = ImmutableSortedDictionary<string, Effect>.Empty,
            Links = new LinkRule[]
            {
                new("L2", "L2", "ownReferral", false, true, null, []),
                new("L0", "L0", "caseload", false, false, flags[4] ? Tier.S2 : null, flags[5] ? ["R0"] : []),
                new("L1", "L1", "ownPatient", true, false, null, []),
            }.ToImmutableSortedDictionary(link => link.Code, link => link, StringComparer.Ordinal),
            OtherHousehold = ImmutableSortedDictionary<string, string>.Empty.Add("CHILD_IDENTITY", "POLICE_INCIDENT"),
            AlertOnly = ImmutableSortedDictionary<string, Effect>.Empty.Add("CHILD_IDENTITY", Effect.Generalise),
            Sealed = new SealedRule(
                "POLICE_INCIDENT",
                ImmutableSortedDictionary<string, Effect>.Empty.Add("CHILD_IDENTITY", Effect.Exists)),
            Bases = new BasisRule[] { new("B0", "B0", ["GP_NARRATIVE"]), new("B1", "B1", []) }
                .ToImmutableSortedDictionary(basis => basis.Code, basis => basis, StringComparer.Ordinal),
            Standing = ImmutableSortedDictionary<string, StandingDecision>.Empty.Add(
                "D0", new StandingDecision("D0", 1, "D0", "B0", [], [])),
            BreakGlass = new BreakGlassRule(
                flags[6] ? ["R0", "R1"] : [], 60, [],
                ImmutableSortedDictionary<string, Effect>.Empty.Add("CHILD_IDENTITY",
                    Effect.Clear).Add("POLICE_INCIDENT", Effect.Exists)),
            Transforms = new TransformRules(
                ImmutableSortedDictionary<string, string>.Empty, "•••", ImmutableSortedDictionary<string,
                    string>.Empty),
            Reasons = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
        };
    }
}
