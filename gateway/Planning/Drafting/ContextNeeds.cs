using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>A variable of an entity group that is filled from a context above each entity.</summary>
internal sealed class ContextDraft
{
    public required string Name { get; init; }

    public required ContextArgument Argument { get; init; }

    /// <summary>Where its value is, nearest first.</summary>
    public List<ContextSourceDraft> Sources { get; } = [];

    public bool IsFor(ContextArgument argument) => Argument with { Name = argument.Name } == argument;
}

/// <summary>One place where a context's value can be.</summary>
/// <param name="Place">Whose objects.</param>
/// <param name="Type">The concrete type that it holds for.</param>
/// <param name="Fields">The way from there to the value.</param>
internal sealed record ContextSourceDraft(ContextPlace Place, string Type, List<RepresentationDraft> Fields);

/// <summary>Asks for what arguments take from the objects above (<c>@fromContext</c>).</summary>
internal sealed class ContextNeeds(Weaver weaver)
{
    /// <summary>Which contexts a field needs, as text: groups with the same needs are one.</summary>
    public static string Text(FieldPart part) => string.Join(' ', part.ContextArguments
        .Select(argument => $"${argument.Context}{{{argument.Selection.Text}}}:{argument.Type}")
        .Distinct()
        .Order(StringComparer.Ordinal));

    /// <summary>A field's arguments with those that its group takes from contexts.</summary>
    public static ImmutableArray<ObjectField> Arguments(
        ImmutableArray<ObjectField> given, FieldPart part, DraftSelection selection) => part.ContextArguments.IsEmpty
        ? given
        :
        [
            .. given,
            .. part.ContextArguments.Select(argument => new ObjectField(argument.Name, new VariableValue(
                selection.Group!.Contexts.First(context => context.IsFor(argument)).Name))),
        ];

    /// <summary>Has the values asked of the objects above a group's entities.</summary>
    public void Ask(DraftGroup group, FieldPart part, string recipient, HashSet<DraftStep> after)
    {
        foreach (var argument in part.ContextArguments)
        {
            var context = group.Contexts.FirstOrDefault(known => known.IsFor(argument));
            if (context is null)
            {
                context = new ContextDraft { Name = weaver.NextContext(), Argument = argument };
                group.Contexts.Add(context);
            }

            var setting = weaver.Graph.Supergraph.ContextTypes(argument.Context);
            foreach (var place in ContextFinder.Find(group.At, setting) ?? [])
            {
                Ask(group, context, place, recipient, after);
            }
        }
    }

    private void Ask(
        DraftGroup group, ContextDraft context, ContextPlace place, string recipient, HashSet<DraftStep> after)
    {
        var demand = new Demand(null, group, recipient, false) { GivenFrom = place.At };
        foreach (var type in place.Types)
        {
            var fields = weaver.Needs.Ask(place.At, type, context.Argument.Selection.Selections, demand, after);
            if (!context.Sources.Any(source => source.Place.At == place.At && source.Type == type))
            {
                context.Sources.Add(new ContextSourceDraft(place, type, fields));
            }
        }

        if (place.At.IsAbstract)
        {
            weaver.Arrivals.ProvideTypeName(place.At, new Demand(null, group, "", true), after);
        }
    }
}
