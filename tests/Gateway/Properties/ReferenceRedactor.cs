using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aggregator.Policy;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests;

/// <summary>
/// Has everything that all agencies hold in one place and redacts it: what plan, gate and release together have to
/// give. Written to be read, not to be fast; it knows nothing of plans, fetches or tables.
/// </summary>
internal sealed class ReferenceRedactor(
    Shape shape, JsonObject world, PolicyModel model, Caller caller, ReferenceDecision decide)
{
    private static readonly Whose Nobody = new([], null, null);

    /// <summary>Coordinates given, each with the persons it is given of.</summary>
    public HashSet<(string Coordinate, string Person)> Given { get; } = [];

    /// <summary>The <c>data</c> of the answer.</summary>
    public JsonObject Data(string operation)
    {
        var selections = DocumentReader.ReadOperations(operation).Document!.Operations[0].Selections;
        return Object(new JsonObject(), "Query", selections, Nobody, Effect.Clear, Effect.Clear)!;
    }

    private JsonObject? Object(
        JsonObject value, string type, ImmutableArray<Selection> selections, Whose whose, Effect ceiling, Effect above)
    {
        var answer = new JsonObject();
        foreach (var field in Collect(type, selections))
        {
            answer[field.ResponseKey] = field.Name == "__typename" ? type
                : Field(value, type, field, whose, ceiling, above);
        }

        return answer;
    }

    private static IEnumerable<FieldSelection> Collect(string type, ImmutableArray<Selection> selections) =>
        selections.SelectMany(selection => selection switch
        {
            FieldSelection field => [field],
            InlineFragment inline when inline.TypeCondition is null or "Note" || inline.TypeCondition == type =>
                Collect(type, inline.Selections),
            _ => [],
        });

    private JsonNode? Field(
        JsonObject value, string type, FieldSelection selected, Whose whose, Effect ceiling, Effect above)
    {
        var field = shape.Types[type].Fields.First(one => one.Name == selected.Name);
        var (own, isFacet, isPart) = Own(type, field);
        var fixedly = decide.Most(own, CanBeOwn(type, field));
        fixedly = isFacet || isPart ? fixedly : Worse(fixedly, above);
        whose = type == "Person" ? OfPerson(field, whose) : whose;
        return field.Kind switch
        {
            ShapeKind.Object => Reference(value, type, field, selected, whose, ceiling, fixedly, above),
            ShapeKind.Value => Part(value, type, field, selected, whose, ceiling, fixedly, own),
            _ => Leaf(value, type, field, whose, ceiling, fixedly, own, isFacet, isPart),
        };
    }

    private JsonNode? Leaf(
        JsonObject value, string type, ShapeField field, Whose whose, Effect ceiling, Effect fixedly,
        ImmutableArray<string> own, bool isFacet, bool isPart)
    {
        var text = field.Kind == ShapeKind.Text
            ? own.Order(StringComparer.Ordinal).Select(Words).FirstOrDefault(words => words is not null)
            : null;
        var isTwinned = fixedly == Effect.Generalise && IsTwinGiven(type, field);
        if (!field.IsNonNull && !Gives(fixedly, field, isTwinned, text))
        {
            return null;
        }

        var effect = decide.Of(own, whose);
        effect = isFacet || isPart ? effect : Worse(effect, ceiling);
        if (!Gives(effect, field, isTwinned, text))
        {
            return null;
        }

        Note(type, field.Name, whose);
        var raw = (isTwinned ? value[field.Twin!] : value[field.Name])?.DeepClone();
        return effect switch
        {
            // A mask stands whether there is a value or not.
            Effect.Mask => JsonValue.Create(model.Transforms.Mask),
            Effect.Generalise when !isTwinned => raw is null ? null : JsonValue.Create(text),
            _ => raw,
        };
    }

    private static bool Gives(Effect effect, ShapeField field, bool isTwinned, string? text) => effect switch
    {
        Effect.Clear => true,
        Effect.Generalise => isTwinned || text is not null,
        Effect.Mask => field.Kind != ShapeKind.Number,
        _ => false,
    };

    private bool IsTwinGiven(string type, ShapeField field) =>
        shape.Types[type].Fields.FirstOrDefault(one => one.Name == field.Twin) is { } twin
        && decide.Most(Own(type, twin).Classes, CanBeOwn(type, twin)) <= Effect.Generalise;

    private JsonNode? Part(
        JsonObject value, string type, ShapeField field, FieldSelection selected, Whose whose, Effect ceiling,
        Effect fixedly, ImmutableArray<string> own)
    {
        if (fixedly != Effect.Clear || Worse(decide.Of(own, whose), ceiling) != Effect.Clear)
        {
            return null;
        }

        Note(type, field.Name, whose);
        return value[field.Name] is JsonObject part
            ? Object(part, field.Named, selected.Selections, whose, ceiling, Effect.Clear)
            : null;
    }

    private JsonNode? Reference(
        JsonObject value, string type, ShapeField field, FieldSelection selected, Whose whose, Effect ceiling,
        Effect fixedly, Effect above)
    {
        var (own, isFacet, isPart) = Own(type, field);
        JsonNode? nothing = field.IsNonNull ? new JsonArray() : null;
        if (fixedly >= Effect.Omit)
        {
            return nothing;
        }

        // Of data about nobody yet, the objects say whose it is.
        var isDeferred = whose.Subjects.IsEmpty;
        var effect = isDeferred ? Effect.Clear : decide.Of(own, whose);
        effect = isFacet || isPart ? effect : Worse(effect, ceiling);

        // Where only a category is open, how many objects there are is told of none.
        if (effect >= Effect.Omit || (effect == Effect.Generalise && decide.IsAlertOnly(whose)))
        {
            return nothing;
        }

        // Classes that what is below does not carry itself hold for all of it.
        ImmutableArray<string> passed = [.. own.Except(Presence(field.Named))];
        var next = new Next(
            selected.Selections,
            whose,
            Worse(isDeferred ? Effect.Clear : decide.Of(passed, whose), ceiling),
            Worse(decide.Most(passed, CanBeOwn(type, field)), above),
            isDeferred ? own : [])
        {
            IsRoot = type == "Query",
        };
        var isShown = field.IsList || value[field.Name] is not null || field.Name == "person";
        if (field.IsList)
        {
            var items = field.IsMerged ? Merged(value, field.Name) : (value[field.Name] as JsonArray ?? []);
            Note(type, field.Name, whose);
            return new JsonArray([.. items.Select(item => Item(item!.AsObject(), next)).OfType<JsonNode>()]);
        }

        var one = field.Name == "person" ? Person(selected) : value[field.Name] as JsonObject;
        var given = one is null || !isShown ? null : Item(one, next);
        if (given is not null)
        {
            Note(type, field.Name, whose);
        }

        return given;
    }

    private JsonObject? Item(JsonObject item, Next next)
    {
        var type = (string?)item["__typename"] ?? "Person";
        var full = type == "Person" ? Whole((string)item["id"]!) : item;
        if (full is null)
        {
            return null;
        }

        var whose = WhoseIs(full, type, next.Around);
        ImmutableArray<string> classes = [.. Presence(type).Concat(next.Classes).Distinct()];
        var most = Worse(decide.Most(Presence(type), CanBeOwn(type, null)), next.Above);

        // Whoever an id finds is nobody where nothing may be given of who it is.
        ImmutableArray<string> identity = [.. Presence(type), .. shape.Types[type].Fields
            .Where(field => field.Kind == ShapeKind.Id).SelectMany(field => field.Classes)];
        if (next.IsRoot && decide.NeedsLink(Presence(type)) && !decide.MayBeKnown(identity, whose))
        {
            return null;
        }

        var isThere = most < Effect.Omit && decide.Of(classes, whose) < Effect.Omit
            && (decide.IsLinked(whose) || !decide.NeedsLink(Presence(type)));
        return isThere ? Object(full, type, next.Selections, whose, next.Ceiling, next.Above) : null;
    }

    private Whose WhoseIs(JsonObject value, string type, Whose around)
    {
        var subjects = shape.Types[type].Subjects
            .Select(subject => (Person: subject.Path == "id" ? (string?)value["id"]
                : (string?)value[subject.Path]?["id"], subject.Role))
            .Where(subject => subject.Person is not null)
            .Select(subject => (subject.Person!, subject.Role)).Distinct().ToImmutableArray();
        var isThirdPartyOnly = subjects.Length > 0 && subjects.All(subject => subject.Role == "THIRD_PARTY");
        return new Whose(
            subjects,
            isThirdPartyOnly && !around.Subjects.IsEmpty ? around : null,
            type == "Person" ? around.Owner : (string?)value["agency"] ?? around.Owner)
        {
            Records = type == "Person" ? [] : IsNote(type) ? [.. around.Records, (string)value["id"]!] : around.Records,
        };
    }

    private JsonObject? Person(FieldSelection selected) =>
        world["home"]!["Person"]![((StringValue)selected.Arguments[0].Value).Text] as JsonObject;

    private JsonObject? Whole(string id)
    {
        var whole = new JsonObject();
        foreach (var part in Shape.Agencies.Select(agency => world[agency]!["Person"]![id] as JsonObject)
            .OfType<JsonObject>())
        {
            foreach (var (name, value) in part.Where(entry => entry.Key != "notes"))
            {
                var isOf = shape.Types["Person"].Fields.FirstOrDefault(field => field.Name == name)?.Agency;
                if (isOf is not null && ReferenceEquals(part, world[isOf]!["Person"]![id]))
                {
                    whole[name] = value?.DeepClone();
                }
            }
        }

        return whole.Count == 0 ? null : whole;
    }

    private JsonArray Merged(JsonObject person, string list)
    {
        var over = list == "notes" ? [(string)person["id"]!]
            : (person["friends"] as JsonArray ?? []).Select(friend => (string)friend!["id"]!).Distinct().ToArray();
        return new JsonArray([.. over
            .SelectMany(id => RandomShape.Contributors.SelectMany(agency =>
                (world[agency]!["Person"]![id]?["notes"] as JsonArray ?? []).Select(note => (agency, Note: note!))))
            .OrderBy(at => (string)at.Note["sortAt"]!, StringComparer.Ordinal)
            .ThenBy(at => at.agency, StringComparer.Ordinal)
            .ThenBy(at => (string)at.Note["id"]!, StringComparer.Ordinal)
            .Select(at => at.Note.DeepClone())]);
    }

    // A type's own labels and its interface's.
    private ImmutableArray<string> Presence(string type) => type == "Note" ? shape.OnInterface[""]
        : shape.Types[type].Classes.Concat(IsNote(type) ? shape.OnInterface[""] : []).Distinct().ToImmutableArray()
            is { IsEmpty: false } own ? own
        // A record of somebody that nobody classed is of its agency's default class.
        : IsNote(type) ? [shape.DefaultClasses[shape.Types[type].Fields[0].Agency]]
        : [];

    private (ImmutableArray<string> Classes, bool IsFacet, bool IsPart) Own(string type, ShapeField field)
    {
        var all = All(type, field);
        var presence = Presence(type);
        var isKey = shape.Types[type].Subjects.Any(subject => subject.Path == field.Name && field.Kind == ShapeKind.Id);
        var isFacet = field.IsNonNull && (!presence.IsEmpty || isKey);
        ImmutableArray<string> own = isFacet ? [.. all.Except(presence)] : all;
        return (own, isFacet, own.IsEmpty && field.Kind != ShapeKind.Object);
    }

    private ImmutableArray<string> All(string type, ShapeField field)
    {
        // What a key's own label says is decided for the person as a whole.
        var isKey = shape.Types[type].Subjects.Any(subject => subject.Path == field.Name && field.Kind == ShapeKind.Id);
        ImmutableArray<string> labels =
        [
            .. isKey ? [] : field.Classes,
            .. IsNote(type) ? shape.OnInterface.GetValueOrDefault(field.Name, []) : [],
            .. Presence(type),
            .. field.Kind is ShapeKind.Object or ShapeKind.Value ? Presence(field.Named) : [],
        ];
        var takesDefault = labels.IsEmpty && type is "Person" or "Query" && field.Kind != ShapeKind.Object && !isKey;
        var own = takesDefault && labels.IsEmpty ? [shape.DefaultClasses[field.Agency]] : labels;
        var source = shape.Types[type].Fields.FirstOrDefault(one => one.Name == field.Requires);
        return [.. own.Concat(source is null ? [] : All(type, source).Except(field.Declassified)).Distinct()];
    }

    private bool CanBeOwn(string type, ShapeField? field) =>
        shape.Types[type].Fields.Where(one => field is null || one.Name == field.Name)
            .Any(one => Shape.CodeOf(one.Agency) == caller.Agency);

    // What an agency alone knows of a person is its own, wherever the person was met; all else of a person is not.
    private Whose OfPerson(ShapeField field, Whose whose) => whose with
    {
        Owner = field.Kind != ShapeKind.Id
            && shape.Types["Person"].Fields.Where(one => one.Name == field.Name)
                .All(one => Shape.CodeOf(one.Agency) == caller.Agency) ? caller.Agency
            : whose.Owner == caller.Agency ? null
            : whose.Owner,
    };

    private string? Words(string cls) => model.Transforms.Generalise.GetValueOrDefault(cls);

    private void Note(string type, string field, Whose whose)
    {
        foreach (var (person, _) in whose.Subjects)
        {
            _ = Given.Add(($"{type}.{field}", person));
        }
    }

    private static bool IsNote(string type) => type is "NoteA" or "NoteB";

    private static Effect Worse(Effect left, Effect right) => left > right ? left : right;

    private sealed record Next(
        ImmutableArray<Selection> Selections, Whose Around, Effect Ceiling, Effect Above,
        ImmutableArray<string> Classes)
    {
        /// <summary>True below a field of the root.</summary>
        public bool IsRoot { get; init; }
    }
}
