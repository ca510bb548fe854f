using System.Collections.Immutable;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>
/// The disclosure specification in the form a supergraph holds it: types prefixed, agencies on graphs.
/// </summary>
internal static class DisclosureSupergraph
{
    public static readonly LinkedSpecification Specification = Make();

    /// <summary>What an agency says of itself, in the form it has on its value of <c>join__Graph</c>.</summary>
    public static AppliedDirective Agency(AppliedDirective applied)
    {
        var arguments = ImmutableArray.CreateBuilder<ObjectField>();
        arguments.Add(new ObjectField("id", applied.Argument("id") ?? new StringValue("")));
        arguments.Add(new ObjectField("codes", Codes(applied)));
        arguments.Add(new ObjectField("asAt", new BooleanValue(applied.Flag("asAt"))));
        if (applied.Argument("defaultClass") is EnumLiteral defaultClass)
        {
            arguments.Add(new ObjectField("defaultClass", defaultClass));
        }

        return new AppliedDirective("agency", arguments.ToImmutable());
    }

    /// <summary>What an agency says that it holds, in the form it has on its value of <c>join__Graph</c>.</summary>
    public static AppliedDirective Covers(AppliedDirective applied) => applied with { Name = "covers" };

    private static ListValue Codes(AppliedDirective applied) => applied.Argument("codes") switch
    {
        ListValue list => list,
        StringValue one => new ListValue([one]),
        _ => new ListValue([]),
    };

    private static LinkedSpecification Make()
    {
        var model = DisclosureSpecification.Model;
        var rewriter = new SchemaRewriter(
            name => name,
            name => model.Type(name) is null ? name : DisclosureSpecification.Prefix + name,
            (_, _) => true);
        var directives = model.OrderedDirectives.Select(each => new DirectiveDefinition
        {
            Name = each.Name,
            Description = each.Description,
            Arguments = [.. each.Arguments.Select(rewriter.Rewrite)],
            Locations = each.Name is "agency" or "covers" ? [.. each.Locations, "ENUM_VALUE"] : each.Locations,
            IsRepeatable = each.IsRepeatable,
        });
        var types = model.Ordered.Select(rewriter.Rewrite);
        var sdl = SchemaPrinter.Print(new TypeSystem([.. types], [.. directives], null, null, null, [], null));
        return new LinkedSpecification(
            DisclosureSpecification.Url,
            "SECURITY",
            [.. KnownFeature.Disclosure.Directives.Select(each => (each.Canonical, each.Name))],
            sdl)
        {
            Imports = [.. KnownFeature.Disclosure.Directives.Select(each => "@" + each.Name)],
        };
    }
}
