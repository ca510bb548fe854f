using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Finds the variables that a normalised operation uses.</summary>
internal static class VariablesInUse
{
    public static HashSet<string> In(ValidSelectionSet set)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Add(set, names);
        return names;
    }

    private static void Add(ValidSelectionSet set, HashSet<string> names)
    {
        foreach (var selection in set.Selections)
        {
            if (selection is ValidFragment fragment)
            {
                Add(fragment.Children, names);
            }
            else if (selection is ValidField field)
            {
                names.UnionWith(field.Condition.Alternatives.SelectMany(tests => tests).Select(test => test.Variable));
                foreach (var argument in field.Arguments)
                {
                    Add(argument.Value, names);
                }

                if (field.Children is { } children)
                {
                    Add(children, names);
                }
            }
        }
    }

    private static void Add(Value value, HashSet<string> names)
    {
        switch (value)
        {
            case VariableValue variable:
                _ = names.Add(variable.Name);
                break;
            case ListValue list:
                foreach (var item in list.Items)
                {
                    Add(item, names);
                }

                break;
            case ObjectValue obj:
                foreach (var field in obj.Fields)
                {
                    Add(field.Value, names);
                }

                break;
        }
    }
}
