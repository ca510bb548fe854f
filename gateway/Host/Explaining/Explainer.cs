using System.Collections.Immutable;
using Aggregator.Planning;
using Aggregator.Policy;
using Aggregator.Validation;

namespace Aggregator.Host.Explaining;

/// <summary>Explains an operation from the screen's rulings, the plan and the effective labels.</summary>
internal sealed class Explainer
{
    private readonly ScreeningInput _input;
    private readonly RuleWords _words;
    private readonly ILookup<string, string> _inherited;
    private readonly List<ExplainedField> _fields = [];
    private ImmutableArray<FetchStep> _fetches = [];

    private Explainer(ScreeningInput input)
    {
        _input = input;
        _words = new RuleWords(input.Row);
        _inherited = input.Labels.Inherited
            .SelectMany(one => one.Classes.Select(cls => (one.Coordinate, Class: cls)))
            .ToLookup(one => one.Coordinate, one => one.Class);
    }

    /// <summary>Explains an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Policy, caller and supergraph.</param>
    public static Explanation Explain(ValidOperation operation, ScreeningInput input)
    {
        var explainer = new Explainer(input);
        var name = $"{operation.Kind.ToString().ToLowerInvariant()} {operation.Name}".TrimEnd();
        var screened = Screen.Permit(operation, input);
        // Explained as it is with every variable given.
        var refusals = screened.Errors.Select(error => new ExplainedRefusal(error.Code, error.Message))
            .Concat(screened.BoundArguments.Select(argument => new ExplainedRefusal(
                argument.Error.Code, $"{argument.Error.Message}, or give `${argument.Variable}` no value")))
            .ToList();
        var asked = ImmutableArray<AskedOfAgency>.Empty;
        if (screened.Operation is { } permitted && refusals.Count == 0)
        {
            var planned = Planner.Plan(permitted, input.Supergraph);
            refusals.AddRange(planned.Errors.Select(error => new ExplainedRefusal(error.Code, error.Message)));
            explainer._fetches = [.. planned.Plan?.Steps.OfType<FetchStep>() ?? []];
            asked = explainer.Asked();
            explainer.Walk(permitted.Fields, "", FieldRuling.Clear);
        }

        return new Explanation(
            name, input.Row.Caller, input.Row.Table.Name, asked, [.. explainer._fields], [.. refusals]);
    }

    private ImmutableArray<AskedOfAgency> Asked() =>
    [
        .. from fetch in _fetches
           from ask in fetch.Asks
           let decision = ask is { Recipient.Length: > 0, IsInternal: false } ? DecisionFor(ask) : null
           let recipient = ask.IsInternal ? AskedOfAgency.Gateway
               : ask.Recipient.Length > 0 ? ask.Recipient
               : AskedOfAgency.Client
           group ask.Coordinate by (fetch.Subgraph.Name, recipient, decision) into same
           orderby same.Key.Name, Order(same.Key.recipient), same.Key.decision
           select new AskedOfAgency(
               same.Key.Name,
               same.Key.recipient,
               same.Key.decision,
               [.. same.Distinct().Order(StringComparer.Ordinal)]),
    ];

    private static string Order(string recipient) => recipient switch
    {
        AskedOfAgency.Client => "0",
        AskedOfAgency.Gateway => "1",
        _ => "2" + recipient,
    };

    private string? DecisionFor(AskedCoordinate ask)
    {
        var all = ask.Coordinate[..(ask.Coordinate.IndexOf('.', StringComparison.Ordinal) + 1)] + "*";
        return _input.Row.Table.Model.Standing.Values
            .FirstOrDefault(decision => decision.Flows.Any(flow => flow.Recipient == ask.Recipient
                && (flow.Coordinate == ask.Coordinate || flow.Coordinate == all)))?.Id;
    }

    private void Walk(ImmutableArray<PermittedField> fields, string above, FieldRuling around)
    {
        foreach (var field in fields.Where(field => !field.IsInternal && field.Selected is not null))
        {
            var path = above + field.ResponseKey;
            _fields.Add(field.IsLocal ? OfGateway(field, path) : Explain(field, path, around));
            Walk(field.Children, path + ".", field.Ruling);
        }
    }

    private static ExplainedField OfGateway(PermittedField field, string path) => new(
        path, Coordinate(field), [], DecidingPoint.Nowhere, Effect.Clear, [], [], [], "answered by the gateway", []);

    private ExplainedField Explain(PermittedField field, string path, FieldRuling around)
    {
        var types = ConcreteTypes(field);
        var labels = types.Select(type => _input.Labels.Field(type, field.Selected!.Name)).ToList();
        var own = labels.Aggregate(ClassSet.Empty, (set, one) => set.With(one.Own));
        var all = labels.Aggregate(ClassSet.Empty, (set, one) => set.With(one.All));
        var canBeOwn = labels.Exists(one => one.Codes.Contains(_input.Row.Caller.Agency));
        return new ExplainedField(
            path,
            Coordinate(field),
            field.OnTypes,
            field.Ruling.Effect >= Effect.Omit ? DecidingPoint.Screen
                : field.Ruling.NeedsDecision ? DecidingPoint.EachPerson
                : DecidingPoint.Nowhere,
            field.Ruling.Effect,
            _input.Row.Table.CodesOf(all),
            [.. types.SelectMany(type => _inherited[$"{type}.{field.Selected!.Name}"]).Distinct()
                .Order(StringComparer.Ordinal)],
            _words.Of(own, canBeOwn),
            NoteOn(field, labels, around, PolicyDecision.Statically(_input.Row, own, canBeOwn).Effect),
            AskedOf(field, types));
    }

    private string? NoteOn(PermittedField field, List<FieldClasses> labels, FieldRuling around, Effect own)
    {
        var notes = new List<string>();
        if (labels.Exists(one => one.All.IsUnlabelled))
        {
            notes.Add("without a class that the policy knows, so nobody sees it");
        }
        else if (field.Ruling.Effect > own)
        {
            notes.Add(around.Effect >= field.Ruling.Effect
                ? "no more than what it is part of"
                : labels.Exists(one => one.Named is not null)
                ? "says who somebody is, which is given in full or not at all"
                : "the policy has no coarser form or mask for it");
        }
        else if (field.Ruling.Effect < own)
        {
            notes.Add("stands; each field below is decided for itself");
        }

        if (labels.TrueForAll(one => one.IsFacet))
        {
            notes.Add("stands or goes with its object");
        }

        if (field.Asked is { } asked && asked.Name != field.Selected!.Name)
        {
            notes.Add($"the agency's own coarser `{asked.Name}` is asked in its place");
        }

        if (!field.Refused.IsEmpty)
        {
            notes.Add($"never an object of {string.Join(", ", field.Refused.Select(WithClasses))}");
        }

        return notes.Count == 0 ? null : string.Join("; ", notes);
    }

    private string WithClasses(string type) =>
        $"{type} ({string.Join(" ", _input.Row.Table.CodesOf(_input.Labels.Type(type).Classes))})";

    private ImmutableArray<string> AskedOf(PermittedField field, List<string> types)
    {
        if (field.Ruling.Effect >= Effect.Omit || field.Asked is null)
        {
            return [];
        }

        var coordinates = types.Append(field.ParentType.Name)
            .SelectMany(type => Sources(type, field.Asked.Name))
            .ToHashSet();
        return
        [
            .. _fetches
                .Where(fetch => fetch.Asks.Any(ask => ask is { Recipient: "", IsInternal: false }
                    && coordinates.Contains(ask.Coordinate)))
                .Select(fetch => fetch.Subgraph.Name)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    // A gathered list is asked as the lists of the persons it is gathered from.
    private IEnumerable<string> Sources(string type, string field) =>
        _input.Supergraph.Join(type, field)?.Gathered is { } gathered
            ? [$"{type}.{field}", $"{gathered.FromType}.{gathered.FromField}"]
            : [$"{type}.{field}"];

    private List<string> ConcreteTypes(PermittedField field) => field.OnTypes.IsEmpty
        ? [.. _input.Supergraph.Api.PossibleTypes(field.ParentType).Select(type => type.Name)]
        : [.. field.OnTypes];

    private static string Coordinate(PermittedField field) =>
        $"{(field.OnTypes is [var only] ? only : field.ParentType.Name)}.{field.Selected!.Name}";
}
