using System.Collections.Immutable;
using System.Text;
using Aggregator.Planning;

namespace Aggregator.Execution;

/// <summary>
/// A <see cref="FetchStep"/> made ready for running: its request as UTF-8 pieces, its outputs for parsing.
/// </summary>
internal sealed class CompiledFetch
{
    private CompiledFetch(CompiledFetch of, ImmutableArray<CompiledGroup> groups, string operation)
    {
        Step = of.Step;
        Condition = of.Condition;
        RootAt = of.RootAt;
        Variables = of.Variables;
        Groups = groups;
        Head = HeadOf(operation);
    }

    public CompiledFetch(FetchStep step, ConditionTable conditions, TypeNames types)
    {
        Step = step;
        Condition = conditions.Index(step.Condition);
        Root = step.Root is null ? null : CompiledOutput.Of(step.Root);
        RootAt = new CompiledPath(step.RootAt, types);
        Groups = [.. step.Entities.Select((group, number) => new CompiledGroup(group, number, conditions, types))];
        Head = HeadOf(step.Operation);
        Variables = [.. step.Variables.Select(name => new CompiledVariable(name, null, ConditionTable.Always)),
            .. step.PlanVariables.Select(variable => new CompiledVariable(
                variable.Name,
                variable.Source,
                variable.Source is ConditionSource source
                    ? conditions.Index(source.Condition)
                    : ConditionTable.Always))];
    }

    public FetchStep Step { get; }

    public int Condition { get; }

    /// <summary>What a root fetch gives; null for an entity fetch.</summary>
    public CompiledOutput? Root { get; }

    /// <summary>The objects that it goes to.</summary>
    public CompiledPath RootAt { get; }

    public ImmutableArray<CompiledGroup> Groups { get; }

    /// <summary>The body up to the variables: <c>{"query":"…"</c>.</summary>
    public byte[] Head { get; }

    public ImmutableArray<CompiledVariable> Variables { get; }

    /// <summary>The same fetch with these groups, of which some are copies for different contexts.</summary>
    public CompiledFetch With(ImmutableArray<CompiledGroup> groups)
    {
        var template = Step.Template!;
        var used = groups.SelectMany(group => template.Groups[group.Number].Variables).ToHashSet();
        var declared = groups.SelectMany(group => group.Declarations)
            .Concat(template.Declarations.Where(one => used.Contains(one.Name)).Select(one => one.Text));
        var texts = groups.Select(group => string.Join(group.Suffix, template.Groups[group.Number].Pieces));
        return new CompiledFetch(
            this, groups, $"query({string.Join(',', declared)}){{{string.Join(' ', texts)}}}");
    }

    private static byte[] HeadOf(string operation) => [.. "{\"query\":"u8, .. JsonText.Quote(operation)];
}

/// <summary>A variable of a fetch other than its representations.</summary>
internal sealed class CompiledVariable(string name, PlanVariableSource? source, int condition)
{
    public string Name { get; } = name;

    /// <summary>The key with quotes and colon.</summary>
    public byte[] Key { get; } = Encoding.UTF8.GetBytes($"\"{name}\":");

    /// <summary>Null for a client's variable that is passed on.</summary>
    public PlanVariableSource? Source { get; } = source;

    public int Condition { get; } = condition;
}

/// <summary>An <see cref="EntityGroup"/> made ready for running.</summary>
internal sealed class CompiledGroup
{
    public CompiledGroup(EntityGroup group, int number, ConditionTable conditions, TypeNames types)
    {
        Group = group;
        Condition = conditions.Index(group.Condition);
        Number = number;
        Suffix = "";
        ResponseKey = group.Alias;
        Alias = Encoding.UTF8.GetBytes($"\"{group.Alias}\"");
        Key = Encoding.UTF8.GetBytes($"\"{group.Variable}\":");
        Output = CompiledOutput.Of(group.Output);
        Paths = [.. group.Paths.Select(path => new CompiledPath(path, types))];
        Representations = [.. group.Representations.Select(one => new CompiledRepresentation(one, conditions, types))];
        Contexts = [.. group.Contexts.Select(context => new CompiledContext(context, types))];
        Element = new CompiledField(Alias, ResponseKey, -1, IsTypeName: false, Output);
    }

    private CompiledGroup(CompiledGroup of, string suffix)
    {
        Group = of.Group;
        Condition = of.Condition;
        Number = of.Number;
        Suffix = suffix;
        ResponseKey = of.Group.Alias + suffix;
        Alias = Encoding.UTF8.GetBytes($"\"{ResponseKey}\"");
        Key = Encoding.UTF8.GetBytes($"\"{of.Group.Variable}{suffix}\":");
        Output = of.Output;
        Paths = of.Paths;
        Representations = of.Representations;
        Contexts = of.Contexts;
        Element = new CompiledField(Alias, ResponseKey, -1, IsTypeName: false, Output);
    }

    public EntityGroup Group { get; }

    public int Condition { get; }

    /// <summary>Its place among the fetch's groups.</summary>
    public int Number { get; }

    /// <summary>What a copy for a further context has at the end of its names; empty for the first.</summary>
    public string Suffix { get; }

    /// <summary>Its key in the response.</summary>
    public string ResponseKey { get; }

    /// <summary>The response key, with quotes.</summary>
    public byte[] Alias { get; }

    /// <summary>The variable's key, with quotes and colon.</summary>
    public byte[] Key { get; }

    public CompiledOutput Output { get; }

    /// <summary>The list of entities as a field of the response.</summary>
    public CompiledField Element { get; }

    public ImmutableArray<CompiledPath> Paths { get; }

    public ImmutableArray<CompiledRepresentation> Representations { get; }

    public ImmutableArray<CompiledContext> Contexts { get; }

    /// <summary>Its own variables as its request declares them.</summary>
    public IEnumerable<string> Declarations => Group.Contexts
        .Select(context => $"${context.Name}{Suffix}:{context.Type}")
        .Prepend($"${Group.Variable}{Suffix}:[_Any!]!");

    /// <summary>The copy for a further context; the group itself for the first.</summary>
    public CompiledGroup Copy(int number) => number == 0 ? this : new CompiledGroup(this, $"__{number}");
}

/// <summary>A <see cref="ContextVariable"/> made ready for running.</summary>
internal sealed class CompiledContext(ContextVariable context, TypeNames types)
{
    public string Name { get; } = context.Name;

    public bool IsRequired { get; } = context.IsRequired;

    public ImmutableArray<(int Above, CompiledPath Path)> Sources { get; } =
        [.. context.Sources.Select(source => (source.Above, new CompiledPath(source.Path, types)))];
}

/// <summary>A <see cref="DataPath"/> made ready for walking.</summary>
internal sealed class CompiledPath(DataPath path, TypeNames types)
{
    public ImmutableArray<(int Slot, TypeSet OnTypes)> Segments { get; } =
        [.. path.Segments.Select(segment => (segment.Slot, TypeSet.Of(segment.OnTypes, types)))];
}

/// <summary>A <see cref="Representation"/> made ready for writing.</summary>
internal sealed class CompiledRepresentation(
    Representation representation, ConditionTable conditions, TypeNames types)
{
    public TypeSet OnTypes { get; } = TypeSet.Of(representation.OnTypes, types);

    public string TypeName { get; } = representation.TypeName;

    /// <summary>As in <c>{"__typename":"Person"</c>.</summary>
    public byte[] Head { get; } = Encoding.UTF8.GetBytes($"{{\"__typename\":\"{representation.TypeName}\"");

    public ImmutableArray<CompiledRepresentationField> Fields { get; } =
        [.. representation.Fields.Select(field => new CompiledRepresentationField(field, types))];

    /// <summary>The slot of the field <c>id</c>, by which the gate knows a person; -1 when there is none.</summary>
    public int IdSlot { get; } = representation.Fields.FirstOrDefault(field => field.Name == "id")?.Slot ?? -1;

    public int Condition { get; } = conditions.Index(representation.Condition);

    /// <summary>True when an answer has to say its <c>id</c>.</summary>
    public bool AsksForKey { get; } = representation.AsksForKey;
}

/// <summary>A field of a representation.</summary>
internal sealed class CompiledRepresentationField(RepresentationField field, TypeNames types)
{
    /// <summary>As in <c>,"id":</c>.</summary>
    public byte[] Key { get; } = Encoding.UTF8.GetBytes($",\"{field.Name}\":");

    public int Slot { get; } = field.Slot;

    public bool IsRequired { get; } = field.IsRequired;

    public ImmutableArray<CompiledRepresentationSet> Children { get; } =
        [.. field.Children.Select(child => new CompiledRepresentationSet(child, types))];
}

/// <summary>Fields sent of a nested object.</summary>
internal sealed class CompiledRepresentationSet(RepresentationSet set, TypeNames types)
{
    public TypeSet OnTypes { get; } = TypeSet.Of(set.OnTypes, types);

    public bool SendTypeName { get; } = set.SendTypeName;

    public ImmutableArray<CompiledRepresentationField> Fields { get; } =
        [.. set.Fields.Select(field => new CompiledRepresentationField(field, types))];
}
