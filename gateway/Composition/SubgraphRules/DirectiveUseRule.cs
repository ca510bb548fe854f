using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// A directive stands where its definition allows, as often as it allows, with the arguments it has: a label in a wrong
/// place would protect nothing.
/// </summary>
internal static class DirectiveUseRule
{
    private static readonly TypeSystem BuiltIn = DocumentReader.ReadTypes("""
        directive @deprecated(reason: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
          | ENUM_VALUE
        directive @specifiedBy(url: String!) on SCALAR
        directive @oneOf on INPUT_OBJECT
        directive @skip(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
        """).Document!;

    /// <summary>Readers of supergraphs that are older than it need its definition.</summary>
    public static DirectiveDefinition OneOf => BuiltIn.Directives["oneOf"];

    public static void Check(Subgraph subgraph, FindingLog log)
    {
        var places = Places.Carriers(subgraph.Schema)
            .Prepend(new DirectivePlace("the schema", "SCHEMA", subgraph.Schema.SchemaDirectives));
        foreach (var place in places)
        {
            foreach (var same in place.Directives.GroupBy(applied => applied.Name, StringComparer.Ordinal))
            {
                var definition = Names.IsCanonical(same.Key)
                    ? FederationSpecification.Definition(same.Key)
                    : subgraph.Schema.Directives.GetValueOrDefault(same.Key)
                        ?? BuiltIn.Directives.GetValueOrDefault(same.Key);
                if (definition is not null)
                {
                    Check(subgraph, place, [.. same], definition, log);
                }
            }
        }
    }

    private static void Check(
        Subgraph subgraph,
        DirectivePlace place,
        List<AppliedDirective> same,
        DirectiveDefinition definition,
        FindingLog log)
    {
        var spoken = Names.IsCanonical(same[0].Name) ? subgraph.Links.Spoken(same[0].Name) : "@" + same[0].Name;
        var on = $"`{spoken}` on `{place.Coordinate}`";
        if (!definition.Locations.Contains(place.Location))
        {
            var allowed = string.Join(", ", definition.Locations);
            log.Error(
                SchemaCodes.InvalidGraphql, $"{on} stands where it cannot: it is for {allowed}", subgraph.At(same[0]));
        }

        // Said twice by agency, what it says is told apart by its own rule; elsewhere twice is once too often.
        if (same.Count > 1 && !definition.IsRepeatable && same[0].Name != Names.Agency)
        {
            log.Error(SchemaCodes.InvalidGraphql, $"{on} is applied more than once", subgraph.At(same[1]));
        }

        foreach (var applied in same)
        {
            CheckArguments(subgraph, on, applied, definition, log);
        }
    }

    private static void CheckArguments(
        Subgraph subgraph, string on, AppliedDirective applied, DirectiveDefinition definition, FindingLog log)
    {
        foreach (var given in applied.Arguments.Where(given =>
            definition.Arguments.All(argument => argument.Name != given.Name)))
        {
            log.Error(SchemaCodes.InvalidGraphql, $"{on} has no argument `{given.Name}`", subgraph.At(applied));
        }

        // What labels are given has rules of its own, which say more.
        var schema = Names.IsCanonical(applied.Name) ? FederationSpecification.Model : subgraph.Schema;
        foreach (var argument in Names.IsDisclosure(applied.Name) ? [] : definition.Arguments)
        {
            if (applied.Argument(argument.Name) is { } value
                && argument.Type.Name != "Any"
                && !ConstantValues.Fits(schema, argument.Type, value))
            {
                log.Error(
                    SchemaCodes.InvalidGraphql,
                    $"{on} is given `{value}` for `{argument.Name}`, which is no `{argument.Type}`",
                    subgraph.At(applied));
            }
        }

        foreach (var argument in definition.Arguments.Where(argument => argument.IsRequired
            && (!Names.IsDisclosure(applied.Name) || IsPlain(argument)) && IsLacking(applied, argument)))
        {
            log.Error(SchemaCodes.InvalidGraphql, $"{on} needs the argument `{argument.Name}`", subgraph.At(applied));
        }
    }

    // Null is told by its type, where that is not left to another rule.
    private static bool IsLacking(AppliedDirective applied, InputValueDefinition argument) =>
        applied.Argument(argument.Name) is null
        || (Names.IsDisclosure(applied.Name) && applied.Argument(argument.Name) is NullValue);

    private static bool IsPlain(InputValueDefinition argument) => argument.Type is NonNullTypeRef
    {
        Of: NamedTypeRef { TypeName: "String" or "Int" or "Boolean" or "ID" },
    };
}
