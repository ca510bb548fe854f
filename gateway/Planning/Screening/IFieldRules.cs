using System.Collections.Immutable;
using Aggregator.Policy;
using Aggregator.Schema;
using Aggregator.Validation;

namespace Aggregator.Planning;

/// <summary>
/// What decides on each field while a valid operation is resolved to concrete types. A pure function: the same
/// question gets the same answer. In plain mode there is none and everything is clear.
/// </summary>
internal interface IFieldRules
{
    /// <summary>Rules on one field for one concrete type.</summary>
    /// <param name="type">The object type that the field would be asked on.</param>
    /// <param name="field">What the client selected.</param>
    /// <param name="above">The ruling of the field around it; clear at the root.</param>
    FieldVerdict Rule(TypeDefinition type, ValidField field, FieldRuling above);

    /// <summary>
    /// False when no object of this type can stand in the answer below a field so ruled: then nothing is asked on it,
    /// and a contributor that could give nothing else is not asked at all.
    /// </summary>
    /// <param name="type">An object type that the field around can have.</param>
    /// <param name="above">The ruling of the field around.</param>
    bool Admits(TypeDefinition type, FieldRuling above);

    /// <summary>
    /// What the release needs of every object of this type although the client did not select it (whose data it is,
    /// which record it is). Becomes fields with <see cref="PermittedField.IsInternal"/>.
    /// </summary>
    /// <param name="type">An object type.</param>
    /// <param name="above">The ruling of the field around.</param>
    /// <param name="isListed">True when that field is a list.</param>
    ImmutableArray<InternalSelection> Needs(TypeDefinition type, FieldRuling above, bool isListed);

    /// <summary>The classes that a field's arguments pick by, each once.</summary>
    /// <param name="field">What the client selected.</param>
    ImmutableArray<ProbedClass> Probed(ValidField field);
}

/// <summary>What was ruled on one field.</summary>
/// <param name="Ruling">The effect with its reason. OMIT or HIDE: not asked.</param>
/// <param name="Asked">The field to ask: the selected one or its generalised twin.</param>
internal readonly record struct FieldVerdict(FieldRuling Ruling, FieldDefinition Asked);

/// <summary>A field that the release needs, with what it needs below.</summary>
/// <param name="ResponseKey">The key it gets; chosen unlike every response key of the operation.</param>
/// <param name="Field">The field's name.</param>
/// <param name="Children">What is needed below; empty for a leaf.</param>
internal sealed record InternalSelection(string ResponseKey, string Field, ImmutableArray<InternalSelection> Children);
