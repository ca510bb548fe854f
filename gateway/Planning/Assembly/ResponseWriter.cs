using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Planning;

/// <summary>Writes how the client's answer is read off merged data.</summary>
internal sealed class ResponseWriter(PlanningGraph graph, WantReader wants)
{
    private static readonly TypeRef NameType = new NonNullTypeRef(new NamedTypeRef("String"));

    public ResponseSet Write(ImmutableArray<PermittedField> fields, Func<string, int> slotOf) =>
        new([.. fields.Select(field => Write(field, slotOf, field.IsLocal))]);

    // What is below a field that the gateway answers is answered with it.
    private ResponseField Write(PermittedField field, Func<string, int> slotOf, bool isLocal)
    {
        var isAsked = !isLocal && WantReader.IsAsked(field);
        var kind = isLocal ? ResponseFieldKind.Local
            : !isAsked ? ResponseFieldKind.Withheld
            : field.IsInternal ? ResponseFieldKind.Internal
            : field.Asked is null ? ResponseFieldKind.TypeName
            : ResponseFieldKind.Data;
        var type = (field.Selected ?? field.Asked)?.Type ?? NameType;
        var api = graph.Supergraph.Api;
        var named = api.Type(type.Name) ?? graph.Supergraph.Types.Type(type.Name) ?? BuiltIn(type.Name);
        return new ResponseField
        {
            ResponseKey = field.ResponseKey,
            Kind = kind,
            Slot = kind is ResponseFieldKind.Data or ResponseFieldKind.Internal ? slotOf(wants.SlotOf(field))
                : kind is ResponseFieldKind.TypeName ? slotOf(Want.TypeName) : -1,
            Coordinate = $"{field.ParentType.Name}.{(field.Selected ?? field.Asked)?.Name ?? Want.TypeName}",
            Type = type,
            NamedType = named,
            OnTypes = field.OnTypes,
            Condition = field.Condition,
            Children = !named.IsComposite ? null
                : isLocal ? new([.. field.Children.Select(child => Write(child, slotOf, isLocal: true))])
                : isAsked ? Write(field.Children, slotOf)
                : null,
            LeftOut = field.LeftOut,
            IsTwin = IsTwin(field),
            Ruling = field.Ruling,
            Probed = field.Probed,
        };
    }

    // The agency's own generalised twin is asked in the field's place.
    private static bool IsTwin(PermittedField field) =>
        field.Asked is { } asked && field.Selected is { } selected && asked.Name != selected.Name;

    private static TypeDefinition BuiltIn(string name) => new() { Name = name, Kind = TypeKind.Scalar };
}
