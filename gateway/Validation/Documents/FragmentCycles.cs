using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>Finds cycles among fragments in one depth-first pass, at most as deep as fragments are many.</summary>
internal sealed class FragmentCycles
{
    private readonly DocumentIndex _index;
    private readonly HashSet<DefinitionUse> _done = [];
    private readonly HashSet<DefinitionUse> _open = [];
    private readonly List<(string Fragment, FragmentSpread Spread)> _found = [];

    private FragmentCycles(DocumentIndex index) => _index = index;

    public static ImmutableArray<(string Fragment, FragmentSpread Spread)> Find(DocumentIndex index)
    {
        var cycles = new FragmentCycles(index);
        index.FragmentDefinitions.ForEach(cycles.Visit);
        return [.. cycles._found];
    }

    private void Visit(DefinitionUse fragment)
    {
        if (!_done.Add(fragment))
        {
            return;
        }

        _ = _open.Add(fragment);
        foreach (var spread in fragment.Spreads)
        {
            if (!_index.Fragments.TryGetValue(spread.Node.Name, out var target))
            {
                continue;
            }

            if (_open.Contains(target))
            {
                _found.Add((target.Fragment!.Name, spread.Node));
            }

            Visit(target);
        }

        _ = _open.Remove(fragment);
    }
}
