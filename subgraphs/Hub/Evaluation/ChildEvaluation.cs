using System.Text.Json;
using Aggregator.Hub.Register;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Evaluation;

/// <summary>
/// `Child` at the hub: rules over what the gateway handed over and the hub's own register. One question of the register
/// serves every field; each field is worked out where it is selected.
/// </summary>
internal static class ChildEvaluation
{
    private const char Separator = '\n';
    private const char Besides = '\r';
    private static readonly string[] Keepers = [Roles.DecisionMaker, Roles.Auditor, Roles.DataProtectionOfficer];

    public static object? Answer(FieldCall call)
    {
        var handedOver = JsonSerializer.SerializeToElement(call.Representation);
        var asAt = Instant.FromDateTimeOffset(call.Request.AsAt);
        if (RepresentationReader.Read(handedOver, asAt) is not { } input)
        {
            return ContractJson.Element(new { __typename = "Child", id = call.Id });
        }

        return call.Request
            .Load<KnownOfCase>(
                "register",
                KeyOf(input),
                (keys, stop) => RegisterAsync(call.Request, keys, stop))
            .Then(known => Evaluate(
                call.Request.Caller,
                EvidenceOf(input, known!),
                known!.WithoutHidden is { } some ? EvidenceOf(input, some) : null,
                known.WithoutHidden?.Hidden ?? new HashSet<string>()));
    }

    private static CaseEvidence EvidenceOf(RuleInput handedOver, KnownOfCase known) => new(
        new Evidence(Input(handedOver, known)),
        known.Shielded,
        without => new Evidence(Input(handedOver, known.Apart!(without))));

    // Invariant: what is hidden from the caller is left out before anything is worked out, so that nothing worked out
    // can tell that it is there.
    private static RuleInput Input(RuleInput handedOver, KnownOfCase known)
    {
        var input = ClosedCircle.Leave(handedOver, known.Closed);
        bool IsKnown(AgencyCode agency) => !known.Hidden.Contains(agency.ToString());
        var register = known.Register;
        // What rests on a hidden agency's referral does so whoever that is about.
        var hidden = HiddenReferrals.Records(handedOver.Facts, IsKnown, known.Own);
        return known.Hidden.Count == 0 ? input with { Register = register } : input with
        {
            Facts =
            [
                .. input.Facts
                    .Where(fact => IsKnown(fact.Agency) && HiddenReferrals.Leave(fact, hidden, IsKnown, known.Own))
                    .Select(fact => fact with { Informed = [.. fact.Informed.Where(told => IsKnown(told.Agency))] }),
            ],
            Missing = [.. input.Missing.Where(IsKnown)],
            Thresholds = input.Thresholds with
            {
                MatrixAgencies = [.. input.Thresholds.MatrixAgencies.Where(IsKnown)],
            },
            Register = register with
            {
                Shown = [.. register.Shown.Where(entry => IsKnown(entry.Agency))],
                Involved = [.. register.Involved.Where(entry => IsKnown(entry.Agency))],
            },
        };
    }

    private static async Task<IReadOnlyDictionary<string, KnownOfCase>> RegisterAsync(
        AgencyRequest request, IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        string[] persons = [.. keys.SelectMany(PersonsOf).Distinct(StringComparer.Ordinal)];
        var entries = await request.Reader
            .OfPersonsAsync(
                persons, RegisterKinds.OfRules, null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        RegisterKinds.RefuseMore(entries);

        // Which flows are allowed is access, and access is decided on what stands now.
        var common = await request.Current
            .OfKindAsync([RegisterKinds.Standing, RegisterKinds.Desk], RegisterKinds.MaxEntriesOfKind, cancellation)
            .ConfigureAwait(false);
        Fact[] standing = [.. common.Where(entry => IsInForce(entry, request.Now))];
        Fact[] desks = [.. common.Where(entry => entry.Kind == RegisterKinds.Desk)];
        var worker = request.Caller.Worker;
        var shown = await request.Reader
            .ByIdAsync(
                [.. ShownEntries.Ids(persons, keys.Select(ChildOf).Distinct(StringComparer.Ordinal), worker)],
                cancellation)
            .ConfigureAwait(false);
        var hidden = await HiddenInvolvement
            .OfAsync(request, [.. keys.Select(ChildOf).Distinct(StringComparer.Ordinal)], cancellation)
            .ConfigureAwait(false);
        string[] named = [.. keys.SelectMany(NamedIn).Distinct(StringComparer.Ordinal)];
        var closed = await ClosedPersons.OfAsync(request, named, cancellation).ConfigureAwait(false);
        var shielded = request.Caller.Role == Roles.HubRules
            ? await ClosedPersons.ShieldedAsync(request.Current, named, cancellation).ConfigureAwait(false)
            : new HashSet<string>();
        var hideable = HiddenInvolvement.OfAnybody(request.Caller);
        return keys.ToDictionary(
            key => key,
            key => Both(key, hidden[ChildOf(key)], request.Caller.GoesTo) with
            {
                WithoutHidden = hideable.Count > 0 ? Both(key, hideable, "") : null,
            },
            StringComparer.Ordinal);

        KnownOfCase Both(string key, IReadOnlySet<string> hidden, string goesTo) => Of(key, closed, hidden, goesTo) with
        {
            Shielded = shielded,
            Apart = without => Of(key, without, hidden, goesTo),
        };

        KnownOfCase Of(string key, IReadOnlySet<string> without, IReadOnlySet<string> hidden, string goesTo)
        {
            string[] own =
            [
                .. PersonsOf(key).Distinct(StringComparer.Ordinal)
                    .Where(person => person == ChildOf(key) || !without.Contains(person)),
            ];
            return new KnownOfCase(
                RegisterReader.Read(
                    [
                        .. own.SelectMany(person => entries[person]).Where(entry => OwnWord.CountsFor(entry, worker)
                            && !HiddenInvolvement.IsNothingToRules(entry, hidden)),
                    ],
                    standing, desks,
                    ShownEntries.Read(shown, own, ChildOf(key), worker)),
                hidden,
                without,
                goesTo);
        }
    }

    private static bool IsInForce(Fact entry, DateTimeOffset now) => entry.Kind == RegisterKinds.Standing
        && !(entry.Instant("from") > now) && !(entry.Instant("until") <= now);

    // The child comes first in its key, then everybody of the circle, then whom it tells of besides: nothing is read of
    // those but whether they are closed.
    private static string KeyOf(RuleInput input) => string.Join(
        Besides,
        input.TellsOf
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Prepend(string.Join(
                Separator,
                input.Circle.Select(member => member.PersonId).Append(input.Child.Id)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(input.Child.Id))));

    private static string[] NamedIn(string key) => key.Split([Separator, Besides]);

    private static string[] PersonsOf(string key) => key.Split(Besides)[0].Split(Separator);

    private static string ChildOf(string key) => PersonsOf(key)[0];

    private static LazyEntity Evaluate(
        CallerContext caller, CaseEvidence known, CaseEvidence? some, IReadOnlySet<string> hidden)
    {
        var evidence = known.Evidence;
        var recipient = JsonFields.ParseCode<AgencyCode>(caller.Recipient)
            ?? JsonFields.ParseCode<AgencyCode>(caller.Organisation);
        // The hub's own worker stores everybody's outcomes; anybody else sees the cards that name its agency.
        // Whose case is frozen is for those who keep it, whoever else carries the hub's code.
        bool IsFor(Alert alert) => (caller.Role == Roles.HubRules || alert.Recipient == recipient) &&
            (alert.Rule != RuleCode.LegalHold || Keepers.Contains(caller.Role));
        var answer = new AnswerWriter(evidence, caller.Role == Roles.HubRules);
        var child = evidence.Input.Child.Id;
        return new LazyEntity("Child", child, new Dictionary<string, Func<object?>>(StringComparer.Ordinal)
        {
            ["alerts"] = () => StoredCards.Of(known, some, hidden).Where(IsFor).Select(answer.Card),
            ["notes"] = () => AlertDesk.Notes(evidence).Where(IsFor).Select(answer.Card),
            ["nextRuleDueAt"] = () => AnswerWriter.Print(known.DueTimes().Concat(some?.DueTimes() ?? []).Min()),
            ["knowledgeMatrix"] = () => KnowledgeMatrix.Read(evidence)
                .Select(row => AnswerWriter.Row(IsTreating(caller) ? row.ForTreatingService(recipient) : row)),
            ["unseenConcerns"] = () => recipient is { } viewer
                ? UnseenConcerns.For(evidence, viewer).Select(answer.Unseen) : Enumerable.Empty<object>(),
            ["firstScreen"] = () => answer.First(FirstScreen.Of(evidence, recipient)),
            ["markersAtAddresses"] = () => MarkerPaths.Find(evidence).Select(answer.Marker),
        });
    }

    private static bool IsTreating(CallerContext caller) =>
        caller.Role is Roles.Therapist or Roles.Emergency or Roles.Ambulance;

    private sealed record KnownOfCase(
        RegisterFacts Register, IReadOnlySet<string> Hidden, IReadOnlySet<string> Closed, string Own)
    {
        // For the hub's rules: who is shielded, and what is known without some of them.
        public IReadOnlySet<string> Shielded { get; init; } = new HashSet<string>();

        public Func<IReadOnlySet<string>, KnownOfCase>? Apart { get; init; }

        // For the hub's rules, where an agency is hidden from somebody.
        public KnownOfCase? WithoutHidden { get; init; }
    }
}
