using System.Collections.Immutable;

namespace Aggregator.Execution;

/// <summary>
/// Marks the fields whose places can share an object of the same text, because whatever else the plan asks for one of
/// them, or for what is below it, it asks for all of them. Not so where a type on the way decides what is asked, where
/// an object is put together from several responses, where a value comes from above the object, and in merged lists,
/// whose items know who gave them. Only fields about which, or below which, more is asked: elsewhere it would not pay.
/// </summary>
internal static class ShareableFields
{
    /// <summary>Marks the fields of a plan.</summary>
    /// <param name="fetches">The plan's fetches.</param>
    /// <param name="merges">True when it merges lists.</param>
    public static void Mark(ImmutableArray<CompiledFetch> fetches, bool merges)
    {
        if (merges || fetches.Any(fetch => fetch.Groups.Any(group => !group.Contexts.IsEmpty)))
        {
            return;
        }

        var root = new Place();
        foreach (var fetch in fetches)
        {
            root.At(fetch.RootAt).Give(fetch.Root);
            foreach (var group in fetch.Groups)
            {
                foreach (var path in group.Paths)
                {
                    root.At(path).Give(group.Output);
                }
            }
        }

        root.Mark(isUniform: true);
    }

    /// <summary>A place of the plan's data.</summary>
    private sealed class Place
    {
        private readonly Dictionary<int, Place> _below = [];
        private readonly List<CompiledField> _givers = [];
        private bool _isOfSomeTypes;
        private bool _isAsked;

        /// <summary>The place that a path leads to.</summary>
        public Place At(CompiledPath path)
        {
            var place = this;
            foreach (var (slot, onTypes) in path.Segments)
            {
                place = place.Below(slot);
                place._isOfSomeTypes |= !onTypes.IsAny;
                place._isAsked = true;
            }

            return place;
        }

        /// <summary>Notes what a response gives below this place.</summary>
        public void Give(CompiledOutput? output)
        {
            foreach (var field in output is null ? [] : output.Fields.Where(field => field.Children is not null))
            {
                field.IsShareable = true;
                var below = Below(field.Slot);
                below._givers.Add(field);
                below.Give(field.Children);
            }
        }

        /// <summary>
        /// Takes the mark from the fields that may not have it: one that has several places needs it in all.
        /// </summary>
        public void Mark(bool isUniform)
        {
            isUniform &= !_isOfSomeTypes;
            foreach (var field in _givers)
            {
                field.IsShareable &= isUniform && _isAsked && _givers.Count == 1;
            }

            foreach (var place in _below.Values)
            {
                place.Mark(isUniform);
            }
        }

        private Place Below(int slot)
        {
            if (!_below.TryGetValue(slot, out var place))
            {
                _below.Add(slot, place = new Place());
            }

            return place;
        }
    }
}
