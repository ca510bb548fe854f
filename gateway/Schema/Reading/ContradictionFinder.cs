using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>Finds what a type system document says twice or against itself, before its parts are merged.</summary>
internal static class ContradictionFinder
{
    public static IEnumerable<SyntaxFault> Find(
        ImmutableArray<TypeDefinition> parts, ImmutableArray<DirectiveDefinition> directives) =>
    [
        .. Twice(parts.Where(part => !part.IsExtensionOnly), type => type.Name, type => type.At, "the type"),
        .. Twice(directives, directive => "@" + directive.Name, directive => directive.At, "the directive"),
        .. parts.GroupBy(part => part.Name).SelectMany(same => Within([.. same])),
    ];

    private static IEnumerable<SyntaxFault> Within(IReadOnlyList<TypeDefinition> same)
    {
        var name = same[0].Name;
        var kind = (same.FirstOrDefault(part => !part.IsExtensionOnly) ?? same[0]).Kind;
        var strange = same.Where(part => part.Kind != kind && part.IsExtensionOnly)
            .Select(part => new SyntaxFault($"`{name}` is extended as another kind than it is defined", part.At));

        // Twice in one part is the document's fault; once in the definition and once in an extension is, too.
        return
        [
            .. strange,
            .. Twice(same.SelectMany(part => part.Fields), each => $"{name}.{each.Name}", each => each.At, "the field"),
            .. Twice(
                same.SelectMany(part => part.InputFields), each => $"{name}.{each.Name}", each => each.At, "the field"),
            .. Twice(same.SelectMany(part => part.Values), each => $"{name}.{each.Name}", each => each.At, "the value"),
            .. Again(same, part => part.Members).Select(member =>
                new SyntaxFault($"`{member}` is a member of `{name}` twice", same[0].At)),
            .. Again(same, part => part.Interfaces).Select(implemented =>
                new SyntaxFault($"`{name}` implements `{implemented}` twice", same[0].At)),
            .. same.SelectMany(part => part.Fields).SelectMany(field => Twice(
                field.Arguments, each => $"{name}.{field.Name}({each.Name}:)", each => each.At, "the argument")),
        ];
    }

    private static IEnumerable<string> Again(
        IReadOnlyList<TypeDefinition> same, Func<TypeDefinition, ImmutableArray<string>> names) =>
        same.SelectMany(part => names(part)).GroupBy(each => each).Where(group => group.Skip(1).Any())
            .Select(group => group.Key);

    private static IEnumerable<SyntaxFault> Twice<T>(
        IEnumerable<T> all, Func<T, string> nameOf, Func<T, Location> at, string what) => all
        .GroupBy(nameOf)
        .SelectMany(same => same.Skip(1))
        .Select(again => new SyntaxFault($"{what} `{nameOf(again)}` is defined twice", at(again)));
}
