using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>Goes over a field set along a schema, from outside to inside.</summary>
/// <param name="schema">The schema it is on.</param>
/// <param name="visit">Told each field with the type it is taken from.</param>
/// <param name="fault">Told what does not fit the schema, or null.</param>
internal sealed class FieldSetWalk(
    TypeSystem schema, Action<TypeDefinition, FieldDefinition, FieldSelection> visit, Action<string>? fault = null)
{
    public void Over(TypeDefinition parent, ImmutableArray<Selection> selections)
    {
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection { Name: "__typename" }:
                    break;
                case FieldSelection field:
                    Enter(parent, field);
                    break;
                case InlineFragment inline:
                    Enter(parent, inline);
                    break;
                case FragmentSpread spread:
                    fault?.Invoke($"it spreads a named fragment `...{spread.Name}`");
                    break;
            }
        }
    }

    private void Enter(TypeDefinition parent, FieldSelection selected)
    {
        if (parent.Field(selected.Name) is not { } field)
        {
            fault?.Invoke($"`{parent.Name}` has no field `{selected.Name}`");
            return;
        }

        visit(parent, field, selected);
        var type = schema.Type(field.Type.Name);
        if (type is { IsComposite: true })
        {
            if (selected.Selections.IsEmpty)
            {
                fault?.Invoke($"`{parent.Name}.{field.Name}` needs a selection of the fields of `{type.Name}`");
            }

            Over(type, selected.Selections);
        }
        else if (!selected.Selections.IsEmpty)
        {
            fault?.Invoke($"`{parent.Name}.{field.Name}` has no fields to select");
        }
    }

    private void Enter(TypeDefinition parent, InlineFragment inline)
    {
        if (inline.TypeCondition is null)
        {
            Over(parent, inline.Selections);
        }
        else if (schema.Type(inline.TypeCondition) is not { IsComposite: true } type)
        {
            fault?.Invoke($"`{inline.TypeCondition}` is no type that can be selected on");
        }
        else if (!schema.PossibleTypes(type).Any(each => schema.IsPossible(parent, each.Name)))
        {
            fault?.Invoke($"a `{parent.Name}` is never a `{type.Name}`");
        }
        else
        {
            Over(type, inline.Selections);
        }
    }
}
