using System.Text.Json;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Resolvers;

namespace Aggregator.Kit;

/// <summary>Resolves one field of the contract: by the agency's code where it has some, else by convention.</summary>
/// <param name="contract">The agency's contract.</param>
/// <param name="fields">The agency's code.</param>
/// <param name="type">The type that has the field.</param>
/// <param name="field">The field.</param>
internal sealed class ContractResolver(
    AgencyContract contract, FieldResolvers fields, ContractType type, ContractField field) : IFieldResolver
{
    private readonly Func<FieldCall, ValueTask<object?>>? _own = fields.Find($"{type.Name}.{field.Name}");
    private readonly IReadOnlyList<string> _kinds =
        [.. contract.PossibleTypes(ItemType(contract, field.Type.Name)).Where(contract.IsKind)];

    private readonly bool _isConnection = ItemType(contract, field.Type.Name) != field.Type.Name;

    // Where all who are in a list are left out it is empty: a null where nothing is recorded would tell the two apart.
    private readonly bool _isNeverNull =
        field.Type.IsList && (field.Type.NonNull || contract.IsOfSomebody(field.Type.Name));

    /// <summary>True when nothing says what the field is: a fault of the agency, found at start.</summary>
    public async ValueTask<object?> ResolveAsync(IResolveFieldContext context)
    {
        var request = FieldCall.RequestOf(context);
        if (_own is not null)
        {
            return Shape(await _own(new FieldCall(context, context.Source)).ConfigureAwait(false), request);
        }

        return context.Source switch
        {
            PersonRef person => field.Name == "id" ? person.Id : PersonList(person, context, request),
            Fact fact => OfFact(fact, request),
            FactPage page => OfPage(page),
            JsonElement element => OfJson(element, request),
            // What was coded of a child was a code alone before it said of which.
            string code => field.Name == "code" ? code : null,
            LazyEntity entity => field.Name == "id" ? entity.Id
                : Shape(entity.Parts.GetValueOrDefault(field.Name)?.Invoke(), request),
            _ => null,
        };
    }

    // A connection names its items in `nodes`.
    private static string ItemType(AgencyContract contract, string typeName) =>
        contract.Find(typeName) is { Form: ContractForm.Object } found
        && found.Fields.TryGetValue("nodes", out var nodes)
            ? nodes.Type.Name
            : typeName;

    private object PersonList(PersonRef person, IResolveFieldContext context, AgencyRequest request)
    {
        if (!context.HasArgument("first") && !context.HasArgument("after"))
        {
            return request.AllOfPerson(person.Id, _kinds).Then(page => _isConnection ? page : (object)page.Nodes);
        }

        var first = Position.CheckFirst(context.GetArgument<int?>("first"));
        var after = Position.Parse(context.GetArgument<string?>("after"));
        return request.OfPerson(person.Id, _kinds, after, first)
            .Then(page => _isConnection ? page : (object)page.Nodes);
    }

    private object? OfPage(FactPage page) => field.Name switch
    {
        "nodes" => page.Nodes,
        "pageInfo" => ContractJson.Element(new { page.HasNextPage, page.EndCursor }),
        // The gateway alone knows who did not answer.
        "missing" => Array.Empty<object>(),
        _ => null,
    };

    private object? OfFact(Fact fact, AgencyRequest request)
    {
        if (fact.Content.TryGetProperty(field.Name, out var content))
        {
            return OfJson(fact.Content, request);
        }

        return field.Name switch
        {
            "id" => fact.Id,
            "sortAt" => LondonTime.Print(fact.SortAt),
            "agency" => fact.Agency,
            "kind" => ContractJson.Code(fact.Kind),
            "recordId" => fact.ParentId,
            "contact" => Contact(fact, request),
            "when" => ContractJson.Element(ContractJson.Time(fact.When)),
            "at" when field.Type.Name == "DateTime" => LondonTime.Print(fact.When.Earliest),
            "recordedAt" => LondonTime.Print(fact.RecordedAt),
            "receivedAt" => fact.ReceivedAt is { } received ? LondonTime.Print(received) : null,
            "subjects" => request.Subjects(fact).Then(subjects => (object)subjects.Select(Subject).ToList()),
            "children" => request.Subjects(fact).Then(subjects =>
                (object)subjects.Where(subject => subject.Part == "CHILD").Select(Subject).ToList()),
            "about" => request.Subjects(fact)
                .Then(subjects => (object)subjects.Select(subject => subject.PersonId).Distinct().ToList()),
            "recordOf" => new RecordOwners(contract, request).Of(fact),
            _ when _kinds.Count > 0 && field.Type.IsList => request.Children(fact.Id, _kinds)
                .Then(children => (object)children),
            _ => Nothing(),
        };
    }

    private static JsonElement Subject(FactSubject subject) => ContractJson.Element(new
    {
        person = new { id = subject.PersonId },
        subject.Part,
        match = new { id = subject.PersonId, state = subject.Match },
    });

    // The agency is asked by the record's own number: that of the record above can be of one about somebody else.
    private static JsonElement Contact(Fact fact, AgencyRequest request)
    {
        var source = request.Agency.Sources.FirstOrDefault(source => source.Code == fact.Agency)
            ?? request.Agency.Sources[0];
        return ContractJson.Element(new
        {
            agency = source.Code,
            source.Contact.Team,
            source.Contact.Phone,
            source.Contact.Hours,
            reference = fact.Id,
        });
    }

    private object? OfJson(JsonElement source, AgencyRequest request) =>
        source.ValueKind == JsonValueKind.Object && source.TryGetProperty(field.Name, out var value)
            ? Shape(value, request)
            : Nothing();

    private object[]? Nothing() => _isNeverNull ? [] : null;

    private object? Shape(object? value, AgencyRequest request) => value switch
    {
        null => Nothing(),
        IDataLoaderResult loading => loading.Untyped(loaded => Shape(loaded, request)),
        JsonElement { ValueKind: JsonValueKind.Null } => Nothing(),
        JsonElement { ValueKind: JsonValueKind.Array } list => Many(list, request),
        JsonElement element => One(element, request),
        Fact or PersonRef or FactPage or string or int or long or double or bool => value,
        IEnumerable<Fact> or IEnumerable<PersonRef> or IEnumerable<string> => value,
        Enum code => ContractJson.Code(code.ToString()),
        _ => Shape(ContractJson.Element(value), request),
    };

    private object Many(JsonElement list, AgencyRequest request)
    {
        var items = list.EnumerateArray().Select(item => One(item, request)).ToList();
        return items.Any(item => item is IDataLoaderResult)
            ? items.Cast<IDataLoaderResult<object?>>().ToList().All()
                .Then(values => (object)values.Where(value => value is not null).ToList())
            : items;
    }

    private object? One(JsonElement value, AgencyRequest request)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!;
            return field.Type.Name switch
            {
                "Person" => request.Person(text)
                    .Then(person => person is null ? null : (object)new PersonRef(person.PersonId)),
                // By convention these name people, by the agency's own number.
                "ID" when field.Name is "person" or "about" => request.Person(text)
                    .Then(person => (object?)person?.PersonId),
                _ when contract.IsKind(field.Type.Name) => request.Record(text).Then(fact => (object?)fact),
                _ => text,
            };
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when field.Type.Name == "Int" => value.GetInt32(),
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Object when field.Type.Name == "Person" =>
                new PersonRef(value.GetProperty("id").GetString()!),
            _ => value,
        };
    }
}
