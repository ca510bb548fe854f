using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Makes a <see cref="DocumentIndex"/>. The parser's limit on nesting bounds the depth of this walk.</summary>
internal sealed class DocumentIndexer
{
    private readonly DocumentIndex _index;
    private readonly ExecutableTypes _types;
    private DefinitionUse _owner = null!;
    private bool _constant;

    private DocumentIndexer(DocumentIndex index)
    {
        _index = index;
        _types = index.Types;
    }

    public static DocumentIndex Index(OperationDocument document, ExecutableTypes types, OperationLimits limits)
    {
        var index = new DocumentIndex { Document = document, Types = types, Limits = limits };
        var indexer = new DocumentIndexer(index);
        foreach (var fragment in document.Fragments)
        {
            var use = new DefinitionUse { Fragment = fragment, Type = types.Type(fragment.TypeCondition) };
            index.FragmentDefinitions.Add(use);
            _ = index.Fragments.TryAdd(fragment.Name, use);
        }

        document.Operations.ToList().ForEach(indexer.Operation);
        index.FragmentDefinitions.ForEach(indexer.Fragment);
        index.Cycles = FragmentCycles.Find(index);
        return index;
    }

    private void Operation(OperationDefinition operation)
    {
        _owner = new DefinitionUse { Operation = operation, Type = _types.Root(operation.Kind) };
        _index.Operations.Add(_owner);
        foreach (var variable in operation.Variables)
        {
            Variable(variable);
        }

        Directives(operation.Directives, operation.Kind.ToString().ToUpperInvariant());
        Selections(operation.Selections, _owner.Type, 1, 1);
    }

    private void Fragment(DefinitionUse use)
    {
        _owner = use;
        var fragment = use.Fragment!;
        _index.FragmentUses.Add(new FragmentUse(null, fragment.TypeCondition, null, fragment.At));
        Directives(fragment.Directives, "FRAGMENT_DEFINITION");
        Selections(fragment.Selections, use.Type, 1, 1);
    }

    private void Variable(VariableDefinition variable)
    {
        _constant = true;
        Directives(variable.Directives, "VARIABLE_DEFINITION");
        if (variable.Default is { } value)
        {
            var type = _types.IsInput(variable.Type) ? variable.Type : null;
            Value(value, type, null, $"variable `${variable.Name}`", null, variable.At);
        }

        _constant = false;
    }

    private void Selections(ImmutableArray<Selection> selections, TypeDefinition? type, int fieldLevels, int levels)
    {
        _owner.FieldLevels = Math.Max(_owner.FieldLevels, fieldLevels);
        _owner.Levels = Math.Max(_owner.Levels, levels);
        foreach (var selection in selections)
        {
            switch (selection)
            {
                case FieldSelection field: Field(field, type, fieldLevels, levels); break;
                case InlineFragment inline: Inline(inline, type, fieldLevels, levels); break;
                case FragmentSpread spread: Spread(spread, type, fieldLevels, levels); break;
            }
        }
    }

    private void Field(FieldSelection field, TypeDefinition? parent, int fieldLevels, int levels)
    {
        var definition = _types.Field(parent, field.Name);
        _index.Fields.Add(new FieldUse(field, parent, definition));
        Directives(field.Directives, "FIELD");
        Arguments(parent, field.Name, field.Arguments, definition?.Arguments ?? default, field.At);
        if (!field.Selections.IsEmpty)
        {
            Selections(field.Selections, _types.Type(definition?.Type), fieldLevels + 1, levels + 1);
        }
    }

    private void Inline(InlineFragment inline, TypeDefinition? parent, int fieldLevels, int levels)
    {
        Directives(inline.Directives, "INLINE_FRAGMENT");
        if (inline.TypeCondition is not null)
        {
            _index.FragmentUses.Add(new FragmentUse(null, inline.TypeCondition, parent, inline.At));
        }

        var type = inline.TypeCondition is null ? parent : _types.Type(inline.TypeCondition);
        Selections(inline.Selections, type, fieldLevels, levels + 1);
    }

    private void Spread(FragmentSpread spread, TypeDefinition? parent, int fieldLevels, int levels)
    {
        Directives(spread.Directives, "FRAGMENT_SPREAD");
        _owner.Spreads.Add(new SpreadUse(spread, fieldLevels, levels));
        var condition = _index.Fragments.GetValueOrDefault(spread.Name)?.Fragment!.TypeCondition;
        _index.FragmentUses.Add(new FragmentUse(spread.Name, condition, parent, spread.At));
    }

    private void Directives(ImmutableArray<AppliedDirective> directives, string place)
    {
        if (directives.IsEmpty)
        {
            return;
        }

        _index.Directives.Add(new DirectiveSite(directives, place));
        foreach (var directive in directives)
        {
            var definition = _types.All.Directives.GetValueOrDefault(directive.Name);
            Arguments(null, directive.Name, directive.Arguments, definition?.Arguments ?? default, directive.At);
        }
    }

    // What is not known takes default for defined, which leaves its arguments untyped.
    private void Arguments(
        TypeDefinition? parent,
        string name,
        ImmutableArray<ObjectField> given,
        ImmutableArray<InputValueDefinition> defined,
        Location at)
    {
        if (!defined.IsDefault && (given.Length > 0 || defined.Length > 0))
        {
            _index.Arguments.Add(new ArgumentSite(parent, name, given, defined, at));
        }

        foreach (var argument in given)
        {
            var definition = defined.IsDefault ? null : defined.FirstOrDefault(each => each.Name == argument.Name);
            var where = $"argument `{argument.Name}`";
            Value(argument.Value, definition?.Type, definition?.Default, where, null, argument.At);
        }
    }

    private void Value(Value value, TypeRef? type, Value? byDefault, string where, TypeDefinition? input, Location at)
    {
        // A single value stands for a list of one (3.11), but a variable or null keeps the list's own type.
        while (value is not (ListValue or NullValue or VariableValue) && type?.Element is { } element)
        {
            type = element;
        }

        var use = new ValueUse(value, type, byDefault, where, input, at);
        _index.Values.Add(use);
        switch (value)
        {
            case VariableValue when _constant:
                _index.VariablesInConstants.Add(at);
                break;
            case VariableValue:
                _owner.Variables.Add(use);
                break;
            case ListValue list:
                foreach (var item in list.Items)
                {
                    Value(item, type?.Element, null, where, null, at);
                }

                break;
            case ObjectValue obj:
                InputFields(obj, _types.Type(type) is { Kind: TypeKind.InputObject } known ? known : null);
                break;
        }
    }

    private void InputFields(ObjectValue obj, TypeDefinition? type)
    {
        foreach (var field in obj.Fields)
        {
            var definition = type?.InputFields.FirstOrDefault(each => each.Name == field.Name);
            Value(field.Value, definition?.Type, definition?.Default, $"input field `{field.Name}`", type, field.At);
        }
    }
}
