using System.Collections.Immutable;
using CsCheck;

namespace Aggregator.Schema.Tests;

/// <summary>Random type systems: every kind, every place for a directive, every awkward text.</summary>
internal static class GeneratedSchemas
{
    private static readonly Gen<string> Name =
        Gen.Select(Gen.Char["abcXYZ_"], Gen.String[Gen.Char["ab_19Z"], 0, 4], (first, rest) => first + rest);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char["ab \"\\\n#\té€`"], 0, 14],
        Gen.String[Gen.Char["\" \n\\"], 0, 6],
        Gen.OneOf("plain", "two\nlines", "  indented", "ends in \"", "\"\"\"", "\r\nwindows", "\u0007bell", "😀"));

    private static readonly Gen<string?> Description =
        Gen.OneOf(Text.Select(text => (string?)text), Gen.Const((string?)null));

    private static readonly Gen<TypeRef> Type = Gen.Recursive<TypeRef>((depth, inner) => depth > 2
        ? Name.Select(name => (TypeRef)new NamedTypeRef(name))
        : Gen.OneOf(
            Name.Select(name => (TypeRef)new NamedTypeRef(name)),
            inner.Select(of => (TypeRef)new ListTypeRef(of)),
            inner.Select(of => of is NonNullTypeRef ? of : new NonNullTypeRef(of))));

    private static readonly Gen<Value> Value = Gen.Recursive<Value>((depth, inner) => depth > 2
        ? Gen.Int.Select(number => (Value)new IntValue($"{number}"))
        : Gen.OneOf(
            Gen.Bool.Select(flag => (Value)new BooleanValue(flag)),
            Gen.OneOf<Value>(NullValue.Instance, new FloatValue("1.50e3"), new EnumLiteral("LOUD")),
            Text.Select(text => (Value)new StringValue(text)),
            inner.Array[0, 3].Select(items => (Value)new ListValue([.. items])),
            Gen.Select(Name, inner).Array[0, 3].Select(fields => (Value)new ObjectValue(
            [
                .. fields.DistinctBy(field => field.Item1).Select(field => new ObjectField(field.Item1, field.Item2)),
            ]))));

    private static readonly Gen<ImmutableArray<AppliedDirective>> Applied = Gen
        .Select(Name, Gen.Select(Name, Value).Array[0, 2])
        .Array[0, 2]
        .Select(all => all.Select(each => new AppliedDirective(
            each.Item1, [.. each.Item2.Select(argument => new ObjectField(argument.Item1, argument.Item2))]))
            .ToImmutableArray());

    private static readonly Gen<InputValueDefinition> Input = Gen
        .Select(
            Name, Type, Description, Applied, Gen.OneOf(Value.Select(value => (Value?)value), Gen.Const((Value?)null)))
        .Select(each => new InputValueDefinition
        {
            Name = each.Item1,
            Type = each.Item2,
            Description = each.Item3,
            Directives = each.Item4,
            Default = each.Item5,
        });

    private static readonly Gen<FieldDefinition> Field = Gen
        .Select(Name, Type, Description, Applied, Unique(Input, input => input.Name, 0))
        .Select(each => new FieldDefinition
        {
            Name = each.Item1,
            Type = each.Item2,
            Description = each.Item3,
            Directives = each.Item4,
            Arguments = each.Item5,
        });

    private static readonly Gen<TypeDefinition> Definition = Gen
        .Select(Name, Gen.Enum<TypeKind>(), Description, Applied, Gen.Select(
            Unique(Field, field => field.Name, 1),
            Unique(Input, input => input.Name, 1),
            Unique(Gen.Select(Name, Description, Applied).Select(value => new EnumValueDefinition
            {
                Name = value.Item1 is "true" or "false" or "null" ? "OTHER" : value.Item1,
                Description = value.Item2,
                Directives = value.Item3,
            }), value => value.Name, 1),
            Unique(Name, name => name, 1)))
        .Select(each => new TypeDefinition
        {
            Name = each.Item1,
            Kind = each.Item2,
            Description = each.Item3,
            Directives = each.Item4,
            Fields = each.Item2 is TypeKind.Object or TypeKind.Interface ? each.Item5.Item1 : [],
            InputFields = each.Item2 == TypeKind.InputObject ? each.Item5.Item2 : [],
            Values = each.Item2 == TypeKind.Enum ? each.Item5.Item3 : [],
            Members = each.Item2 == TypeKind.Union ? each.Item5.Item4 : [],
            Interfaces = each.Item2 is TypeKind.Object or TypeKind.Interface ? each.Item5.Item4 : [],
        });

    private static readonly Gen<DirectiveDefinition> Directive = Gen
        .Select(Name, Description, Unique(Input, input => input.Name, 0), Gen.Bool)
        .Select(each => new DirectiveDefinition
        {
            Name = each.Item1,
            Description = each.Item2,
            Arguments = each.Item3,
            IsRepeatable = each.Item4,
            Locations = ["FIELD_DEFINITION", "QUERY"],
        });

    public static readonly Gen<TypeSystem> Any = Gen
        .Select(
            Unique(Definition, type => type.Name, 1),
            Unique(Directive, directive => directive.Name, 0),
            Applied,
            Description)
        .Select(each => new TypeSystem(each.Item1, each.Item2, "Root", null, null, each.Item3, each.Item4));

    private static Gen<ImmutableArray<T>> Unique<T>(Gen<T> gen, Func<T, string> nameOf, int least) =>
        gen.Array[least, 3].Select(all => all.DistinctBy(nameOf).ToImmutableArray());
}
