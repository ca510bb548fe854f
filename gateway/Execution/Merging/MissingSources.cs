using System.Text;
using Aggregator.Planning;
using Aggregator.Schema;

namespace Aggregator.Execution;

/// <summary>Who is not, or not wholly, in a merged list: one entry for each agency code.</summary>
/// <param name="after">The client's position; who was missing before it stays missing in part.</param>
internal sealed class MissingSources(ListPosition? after)
{
    private readonly List<(string Code, string State, DateTimeOffset? Since)> _entries = [];

    /// <summary>The agency codes, in subgraph order.</summary>
    public IReadOnlyList<string> Codes => [.. _entries.Select(entry => entry.Code).Distinct()];

    /// <summary>Takes a contributor into account.</summary>
    /// <param name="subgraph">Who.</param>
    /// <param name="result">How its fetch ended.</param>
    /// <param name="given">How many parts it gave.</param>
    /// <param name="failed">How many it should have given and did not.</param>
    public void Add(Subgraph subgraph, StepResult result, int given, int failed)
    {
        var outcome = failed == 0 && !result.HasWrongTypes ? SourceOutcome.Ok
            : given > 0 ? SourceOutcome.Partial
            : result.Outcome switch
            {
                StepOutcome.Pending => SourceOutcome.Pending,
                StepOutcome.NotCovered => SourceOutcome.NotCovered,
                _ => SourceOutcome.Unavailable,
            };
        foreach (var code in subgraph.Codes)
        {
            if (outcome != SourceOutcome.Ok)
            {
                _entries.Add((code, SourceReport.StateName(outcome), result.Since));
            }
            else if (after?.Missing.Contains(code) == true)
            {
                _entries.Add((code, SourceReport.StateName(SourceOutcome.Partial), null));
            }
        }
    }

    /// <summary>The list as merged data.</summary>
    public Cell Write(DataTree tree, ConnectionSlots slots)
    {
        var items = new List<Cell>();
        foreach (var (code, state, since) in _entries)
        {
            var item = tree.NewObject();
            Put(slots.MissingAgency, JsonText.Quote(code));
            Put(slots.MissingState, JsonText.Quote(state));
            if (since is { } instant)
            {
                var text = instant.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
                Put(slots.MissingSince, Encoding.UTF8.GetBytes($"\"{text}\""));
            }
            else if (slots.MissingSince is { } slot)
            {
                _ = tree.Append(item, slot, Cell.OfNull);
            }

            items.Add(Cell.OfObject(item));

            void Put(int? slot, byte[] json)
            {
                if (slot is { } at)
                {
                    _ = tree.Append(item, at, tree.OwnLeaf(json));
                }
            }
        }

        return tree.NewList(items);
    }
}
