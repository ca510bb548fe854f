using System.Text.Json;
using Aggregator.Hub.Register;
using Aggregator.Hub.Rules;
using Aggregator.Kit;
using NodaTime;

namespace Aggregator.Hub.Evaluation;

/// <summary>
/// `Child` at the hub: rules over what the gateway handed over and the hub's own register. All of it is evaluated at
/// once, since one question of the register serves every field.
/// </summary>
internal static class ChildEvaluation
{
    private const string HubRules = "HUB_RULES";
    private const char Separator = '\n';

    public static object? Answer(FieldCall call)
    {
        var handedOver = JsonSerializer.SerializeToElement(call.Representation);
        var asAt = Instant.FromDateTimeOffset(call.Request.AsAt);
        if (RepresentationReader.Read(handedOver, asAt) is not { } input)
        {
            return ContractJson.Element(new { __typename = "Child", id = call.Id });
        }

        var persons = input.Circle.Select(member => member.PersonId).Append(input.Child.Id)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return call.Request
            .Load<RegisterFacts>(
                "register", string.Join(Separator, persons), (keys, stop) => RegisterAsync(call.Request, keys, stop))
            .Then(register => Evaluate(call.Request.Caller, input with { Register = register ?? new RegisterFacts() }));
    }

    private static async Task<IReadOnlyDictionary<string, RegisterFacts>> RegisterAsync(
        AgencyRequest request, IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        string[] persons = [.. keys.SelectMany(key => key.Split(Separator)).Distinct(StringComparer.Ordinal)];
        var entries = await request.Reader
            .OfPersonsAsync(
                persons, RegisterKinds.OfRules, null, RegisterKinds.MaxEntriesPerPerson + 1, cancellation)
            .ConfigureAwait(false);
        if (entries.Any(person => person.Count() > RegisterKinds.MaxEntriesPerPerson))
        {
            throw new AgencyException(
                AgencyErrors.TooManyFacts,
                $"there are more than {RegisterKinds.MaxEntriesPerPerson} entries of the register for one person");
        }

        // Which flows are allowed is access, and access is decided on what stands now.
        var common = await request.Current
            .OfKindAsync([RegisterKinds.Standing, RegisterKinds.Desk], RegisterKinds.MaxEntriesOfKind, cancellation)
            .ConfigureAwait(false);
        Fact[] standing = [.. common.Where(entry => entry.Kind == RegisterKinds.Standing)];
        Fact[] desks = [.. common.Where(entry => entry.Kind == RegisterKinds.Desk)];
        return keys.ToDictionary(
            key => key,
            key => RegisterReader.Read(
                [.. key.Split(Separator).SelectMany(person => entries[person])], standing, desks),
            StringComparer.Ordinal);
    }

    private static JsonElement Evaluate(CallerContext caller, RuleInput input)
    {
        var evidence = new Evidence(input);
        var recipient = JsonFields.ParseCode<AgencyCode>(caller.Recipient)
            ?? JsonFields.ParseCode<AgencyCode>(caller.Organisation);
        // The hub's own worker stores everybody's outcomes; anybody else sees the cards that name its agency.
        bool IsFor(Alert alert) => caller.Role == HubRules || alert.Recipient == recipient;
        var answer = new AnswerWriter(evidence);
        return ContractJson.Element(new
        {
            __typename = "Child",
            id = input.Child.Id,
            alerts = AlertDesk.Cards(evidence).Where(IsFor).Select(answer.Card),
            notes = AlertDesk.Notes(evidence).Where(IsFor).Select(answer.Card),
            nextRuleDueAt = AnswerWriter.Print(DueTimes.Next(evidence)),
            knowledgeMatrix = KnowledgeMatrix.Read(evidence).Select(AnswerWriter.Row),
            unseenConcerns = recipient is { } viewer ? UnseenConcerns.For(evidence, viewer).Select(answer.Unseen) : [],
            markersAtAddresses = MarkerPaths.Find(evidence).Select(answer.Marker),
        });
    }
}
