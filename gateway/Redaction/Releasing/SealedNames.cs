using System.Collections.Immutable;
using Aggregator.Execution;
using Aggregator.Policy;

namespace Aggregator.Redaction;

/// <summary>
/// Entries that do no more than name somebody who is shielded: not there for whom the shielded are hidden from, as they
/// are wherever the answer is passed on; there, and without content, for whoever may know that there is somebody.
/// </summary>
internal sealed class SealedNames
{
    private readonly SubjectReader _reader;
    private readonly ImmutableHashSet<string> _hidden;
    private readonly ImmutableHashSet<string> _all;
    private readonly string _class;

    public SealedNames(CallerRow row, SubjectReader reader, RegisterAnswer register)
    {
        _reader = reader;
        _class = row.Table.Model.Sealed.Class;
        _hidden = register.Hidden;
        _all = _hidden.Union(register.Sealed);
    }

    /// <summary>The most that is given of an entry: HIDE, EXISTS, or CLEAR where it names anybody else.</summary>
    public Effect MostOf(DataObject value, ObjectFacts facts) =>
        !_reader.NamesOnly(value, facts, _all) ? Effect.Clear
        : _reader.NamesOnly(value, facts, _hidden) ? Effect.Hide
        : Effect.Exists;

    /// <summary>What a list says of entries that are there and of which something selected can be neither given nor
    /// null.</summary>
    public LeftOutClass LeftOut(FieldFacts facts) => new(_class, ReasonCodes.Sealed, facts.Labels.Codes);
}
