using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Policy;

/// <summary>Joins the labels of a supergraph. Fields flow into each other, so it repeats until nothing
/// changes.</summary>
internal sealed class LabelJoiner
{
    private readonly Supergraph _supergraph;
    private readonly PolicyTable _table;
    private readonly FieldFlows _flows;
    private readonly Dictionary<string, TypeClasses> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Field), ClassSet> _joined = [];
    private readonly HashSet<string> _mergedPages;
    private readonly List<Inheritance> _inherited = [];
    private readonly List<UnapprovedClaim> _unapproved = [];

    public LabelJoiner(Supergraph supergraph, PolicyTable table)
    {
        _supergraph = supergraph;
        _table = table;
        _flows = new FieldFlows(supergraph);
        _mergedPages = [.. _flows.AllFields().Select(each => each.Field)
            .Where(field => field.Contributed is not null || field.Gathered is not null)
            .Select(field => field.Definition.Type.Name)];
        foreach (var type in _flows.Composite())
        {
            _types[type.Definition.Name] = ReadType(type);
        }

        foreach (var (type, field) in _flows.AllFields())
        {
            _joined[(type.Definition.Name, field.Definition.Name)] = OwnClasses(type, field);
        }

        Join();
    }

    public ImmutableArray<Inheritance> Inherited => [.. _inherited];

    public ImmutableArray<UnapprovedClaim> Unapproved => [.. _unapproved];

    public IEnumerable<KeyValuePair<string, TypeClasses>> Types() => _types;

    public IEnumerable<KeyValuePair<(string Type, string Field), FieldClasses>> Fields() =>
        _flows.AllFields().Select(each => KeyValuePair.Create(
            (each.Type.Definition.Name, each.Field.Definition.Name), FieldOf(each.Type, each.Field)));

    private FieldClasses FieldOf(JoinedType type, JoinedField field)
    {
        var all = _joined[(type.Definition.Name, field.Definition.Name)];
        var isFacet = IsFacet(type, field.Definition);
        var own = isFacet ? all.Without(_types[type.Definition.Name].Classes) : all;
        var passed = own.Without(ReturnClasses(field.Definition));
        return new FieldClasses(
            all,
            own,
            passed,
            [.. field.Parts.Where(part => part.IsResolvable).SelectMany(part => part.Subgraph.Codes).Distinct()],
            isFacet,
            type.Fields.Values.FirstOrDefault(other => other.Labels.VariantOf == field.Definition.Name
                && other.Labels.VariantEffect == "GENERALISE")?.Definition.Name,
            TargetOf(field.Definition))
        {
            Named = IsReference(type, field.Definition)
                ? passed.With(_types[field.Definition.Type.Name].Identity)
                : null,
        };
    }

    // A person's own person, and whom a root field is asked for by name, are no news.
    private bool IsReference(JoinedType type, FieldDefinition field) => !IsRoot(type.Definition.Name)
        && !_types[type.Definition.Name].IsPerson
        && _types.TryGetValue(field.Type.Name, out var target) && target.IsPerson;

    private TypeClasses ReadType(JoinedType type)
    {
        var family = _flows.WithInterfaces(type).ToList();
        var classes = _table.SetOf(family.SelectMany(each => each.Classes));
        ImmutableArray<LabelledSubject> all =
            [.. family.SelectMany(each => each.Subjects).Select(ReadSubject).Distinct()];
        var named = all.RemoveAll(subject => subject.Role != SubjectRole.Named);
        var subjects = all.RemoveRange(named);

        // A record of somebody that nobody classed is of its agency's default class, as an unlabelled field is.
        if (classes.IsEmpty && subjects.Any(subject => subject.Path.Length > 1))
        {
            classes = DefaultClasses(type.Parts.Select(part => part.Subgraph));
        }

        var keys = subjects.Where(subject => subject.Path.Length == 1).Select(subject => subject.Path[0]);
        var identity = keys.SelectMany(key => family.Select(each => each.Fields.GetValueOrDefault(key)?.Labels))
            .OfType<FieldLabels>()
            .Aggregate(classes, (set, labels) => set.With(_table.SetOf(labels.Classes)));
        return new TypeClasses(
            classes,
            subjects,
            identity,
            type.Parts.Any(part => part.Keys.Length > 0),
            subjects.Length > 0 && (classes.IsEmpty || classes.IsUnlabelled
                || classes.Indexes().Any(cls => _table.Classes[cls].NeedsLink)),
            [.. type.Parts.SelectMany(part => part.Subgraph.Codes).Distinct()])
        {
            Named = named,
        };
    }

    private static LabelledSubject ReadSubject(SubjectLabel label)
    {
        var path = new List<string>();
        for (var at = label.Key.Selections; at is [FieldSelection field, ..]; at = field.Selections)
        {
            path.Add(field.Name);
        }

        return new LabelledSubject([.. path], label.Role switch
        {
            "CONFIDER" => SubjectRole.Confider,
            "CHILD" => SubjectRole.Child,
            "PERSON_OF_CONCERN" => SubjectRole.PersonOfConcern,
            "NAMED" => SubjectRole.Named,
            _ => SubjectRole.ThirdParty,
        });
    }

    private ClassSet OwnClasses(JoinedType type, JoinedField field)
    {
        // What a key's own label says is decided for the reference as a whole.
        var labels = IsSubjectKey(type, field.Definition) ? [] : _flows.WithInterfaces(type)
            .Select(each => each.Fields.GetValueOrDefault(field.Definition.Name)?.Labels)
            .OfType<FieldLabels>()
            .ToList();
        var classes = _table.SetOf(labels.SelectMany(label => label.Classes.Concat(label.DerivedFrom)))
            .With(_types[type.Definition.Name].Classes)
            .With(ReturnClasses(field.Definition));
        return classes.IsEmpty && NeedsDefault(type, field) ? DefaultClasses(field) : classes;
    }

    private ClassSet ReturnClasses(FieldDefinition field) =>
        _types.TryGetValue(field.Type.Name, out var composite) ? composite.Classes
        : _supergraph.Joined.TryGetValue(field.Type.Name, out var leaf) ? _table.SetOf(leaf.Classes)
        : ClassSet.Empty;

    // A field without a label of an entity or a root type takes the agency's default class. Value types take the
    // effect of the field that leads to them; a merged list is no more than its items; a key goes with its object.
    private bool NeedsDefault(JoinedType type, JoinedField field) =>
        (_types[type.Definition.Name].IsEntity || IsRoot(type.Definition.Name) || IsOfAgencysPage(type, field))
        && field.Contributed is null && field.Gathered is null
        && TargetOf(field.Definition) != FieldTarget.LabelledObject && !IsSubjectKey(type, field.Definition)
        && field.Definition.Name is not "_entities" and not "_service";

    private ClassSet DefaultClasses(JoinedField field) =>
        DefaultClasses(field.Parts.Where(part => part.IsResolvable).Select(part => part.Subgraph));

    private ClassSet DefaultClasses(IEnumerable<Subgraph> subgraphs) => subgraphs
        .Select(subgraph => subgraph.Agency?.DefaultClass)
        .Select(code => code is null ? ClassSet.Unlabelled : _table.SetOf([code]))
        .Aggregate(ClassSet.Empty, (set, classes) => set.With(classes));

    private bool IsRoot(string type) => type == _supergraph.Types.QueryName
        || type == _supergraph.Types.MutationName || type == _supergraph.Types.SubscriptionName;

    private bool LeadsToLabelled(FieldDefinition field) =>
        _supergraph.Types.Type(field.Type.Name) is { IsComposite: true } target
        && (IsLabelled(target.Name) || _supergraph.Types.PossibleTypes(target).Any(type => IsLabelled(type.Name)));

    private FieldTarget TargetOf(FieldDefinition field) =>
        _supergraph.Types.Type(field.Type.Name) is not { IsComposite: true } target ? FieldTarget.Leaf
        : LeadsToLabelled(field) || IsEntity(target.Name) || IsPage(target) ? FieldTarget.LabelledObject
        : FieldTarget.ValueObject;

    // An object without labels whose nodes have some.
    private bool IsPage(TypeDefinition type) => type.Field("nodes") is { } nodes
        && (LeadsToLabelled(nodes) || IsEntity(nodes.Type.Name));

    // What an agency says of a page of its own besides the nodes, such as how many there are, counts what is withheld
    // too. Of a merged list the gateway itself gives whether there is more.
    private bool IsOfAgencysPage(JoinedType type, JoinedField field) => IsPage(type.Definition)
        && field.Definition.Name != "nodes"
        && (field.Definition.Name is not ("pageInfo" or "missing") || !_mergedPages.Contains(type.Definition.Name));

    private bool IsEntity(string type) => _types.TryGetValue(type, out var classes) && classes.IsEntity;

    private bool IsLabelled(string type) =>
        _types.TryGetValue(type, out var classes) && (!classes.Classes.IsEmpty || !classes.Subjects.IsEmpty);

    private bool IsSubjectKey(JoinedType type, FieldDefinition field) =>
        _types[type.Definition.Name].Subjects.Any(subject => subject.Path is [var only] && only == field.Name);

    private bool IsFacet(JoinedType type, FieldDefinition field) => field.Type.IsNonNull
        && (!_types[type.Definition.Name].Classes.IsEmpty || IsSubjectKey(type, field));

    private void Join()
    {
        var own = new Dictionary<(string, string), ClassSet>(_joined);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (type, field) in _flows.AllFields())
            {
                var name = (type.Definition.Name, field.Definition.Name);
                var tainted = own[name].With(FlowingIn(type, field).Without(Declassified(type, field)));
                changed |= tainted != _joined[name];
                _joined[name] = _joined[name].With(tainted);
            }
        }

        Report(own);
    }

    private ClassSet FlowingIn(JoinedType type, JoinedField field) => _flows.Into(type, field).Aggregate(
        ClassSet.Empty, (classes, from) => classes.With(from is { } known ? _joined[known] : ClassSet.Unlabelled));

    private ClassSet Declassified(JoinedType type, JoinedField field)
    {
        if (field.Labels.Declassify is not { } claim)
        {
            return ClassSet.Empty;
        }

        var coordinate = type.Definition.Name + "." + field.Definition.Name;
        return IsApproved(coordinate, claim) ? _table.SetOf(claim.From) : ClassSet.Empty;
    }

    private bool IsApproved(string coordinate, DeclassifyLabel claim) =>
        _table.Model.Standing.TryGetValue(claim.StandingDecision, out var decision)
        && decision.Declassifies.Any(approved => approved.Coordinate == coordinate
            && claim.From.All(approved.From.Contains));

    private void Report(Dictionary<(string, string), ClassSet> own)
    {
        foreach (var (type, field) in _flows.AllFields()
            .OrderBy(each => each.Type.Definition.Name, StringComparer.Ordinal)
            .ThenBy(each => each.Field.Definition.Name, StringComparer.Ordinal))
        {
            var name = (type.Definition.Name, field.Definition.Name);
            var coordinate = name.Item1 + "." + name.Item2;
            var more = _joined[name].Without(own[name]);
            if (!more.IsEmpty)
            {
                _inherited.Add(new Inheritance(coordinate, _table.CodesOf(more)));
            }

            if (field.Labels.Declassify is { } claim && !IsApproved(coordinate, claim))
            {
                _unapproved.Add(new UnapprovedClaim(coordinate, claim.From, claim.StandingDecision));
            }
        }
    }
}
