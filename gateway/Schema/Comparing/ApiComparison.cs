using System.Collections.Immutable;

namespace Aggregator.Schema;

/// <summary>Says what a new version of an API means for those who use the old one.</summary>
public static class ApiComparison
{
    /// <summary>Compares what clients see.</summary>
    /// <param name="before">The API as it is used.</param>
    /// <param name="after">The API as it would be.</param>
    /// <returns>The differences: breaking ones first, then by coordinate.</returns>
    public static ImmutableArray<ApiChange> Between(TypeSystem before, TypeSystem after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var changes = before.Ordered.SelectMany(type => after.Type(type.Name) is { } now
                ? Type(type, now)
                : [Breaking(type.Name, "is gone")])
            .Concat(after.Ordered.Where(type => before.Type(type.Name) is null)
                .Select(type => Safe(type.Name, "is new")));
        return [.. changes.OrderBy(change => change.Impact)
            .ThenBy(change => change.Coordinate, StringComparer.Ordinal)
            .ThenBy(change => change.Message, StringComparer.Ordinal)];
    }

    private static IEnumerable<ApiChange> Type(TypeDefinition before, TypeDefinition after)
    {
        if (before.Kind != after.Kind)
        {
            return [Breaking(before.Name, $"was {Word(before.Kind)} and is {Word(after.Kind)}")];
        }

        return Fields(before, after)
            .Concat(Inputs(before.Name + ".", before.InputFields, after.InputFields))
            .Concat(Names(before.Name, "the value", Values(before), Values(after)))
            .Concat(Names(before.Name, "the member", before.Members, after.Members))
            .Concat(Names(before.Name, "the interface", before.Interfaces, after.Interfaces));
    }

    private static IEnumerable<ApiChange> Fields(TypeDefinition before, TypeDefinition after)
    {
        foreach (var field in before.Fields)
        {
            var at = $"{before.Name}.{field.Name}";
            if (after.Field(field.Name) is not { } now)
            {
                yield return Breaking(at, "is gone");
                continue;
            }

            if (field.Type != now.Type)
            {
                yield return new ApiChange(
                    CanBeReadAs(now.Type, field.Type) ? ApiImpact.Safe : ApiImpact.Breaking,
                    at,
                    $"was `{field.Type}` and is `{now.Type}`");
            }

            foreach (var change in Inputs(at + "(", field.Arguments, now.Arguments, ":)"))
            {
                yield return change;
            }

            if (field.Directive("deprecated") is null && now.Directive("deprecated") is not null)
            {
                yield return new ApiChange(ApiImpact.Careful, at, "is deprecated");
            }
        }

        foreach (var field in after.Fields.Where(field => before.Field(field.Name) is null))
        {
            yield return Safe($"{before.Name}.{field.Name}", "is new");
        }
    }

    private static IEnumerable<ApiChange> Inputs(
        string around,
        ImmutableArray<InputValueDefinition> before,
        ImmutableArray<InputValueDefinition> after,
        string end = "")
    {
        foreach (var input in before)
        {
            var at = around + input.Name + end;
            if (after.FirstOrDefault(other => other.Name == input.Name) is not { } now)
            {
                yield return Breaking(at, "is gone");
            }
            else if (input.Type != now.Type)
            {
                yield return new ApiChange(
                    CanBeReadAs(input.Type, now.Type) ? ApiImpact.Safe : ApiImpact.Breaking,
                    at,
                    $"took `{input.Type}` and takes `{now.Type}`");
            }
            else if (!input.IsRequired && now.IsRequired)
            {
                yield return Breaking(at, "has no default any more");
            }
            else if (input.Default?.ToString() != now.Default?.ToString())
            {
                yield return new ApiChange(
                    ApiImpact.Careful, at, $"had the default `{input.Default}` and has `{now.Default}`");
            }
        }

        foreach (var input in after.Where(input => before.All(other => other.Name != input.Name)))
        {
            yield return input.IsRequired
                ? Breaking(around + input.Name + end, $"is new and must be given (`{input.Type}`)")
                : Safe(around + input.Name + end, "is new");
        }
    }

    private static IEnumerable<ApiChange> Names(
        string type, string what, IEnumerable<string> before, IEnumerable<string> after) =>
        before.Except(after).Select(name => Breaking(type, $"{what} `{name}` is gone"))
            .Concat(after.Except(before).Select(name =>
                new ApiChange(ApiImpact.Careful, type, $"{what} `{name}` is new: a client may not know it")));

    private static IEnumerable<string> Values(TypeDefinition type) => type.Values.Select(value => value.Name);

    // True when whoever reads `wanted` can read `given`: no null where none was expected.
    private static bool CanBeReadAs(TypeRef given, TypeRef wanted) => (given, wanted) switch
    {
        (NonNullTypeRef one, NonNullTypeRef other) => CanBeReadAs(one.Of, other.Of),
        (NonNullTypeRef one, _) => CanBeReadAs(one.Of, wanted),
        (ListTypeRef one, ListTypeRef other) => CanBeReadAs(one.Of, other.Of),
        (NamedTypeRef one, NamedTypeRef other) => one.TypeName == other.TypeName,
        _ => false,
    };

    private static string Word(TypeKind kind) => kind switch
    {
        TypeKind.Object => "an object",
        TypeKind.Interface => "an interface",
        TypeKind.Union => "a union",
        TypeKind.Enum => "an enum",
        TypeKind.InputObject => "an input object",
        _ => "a scalar",
    };

    private static ApiChange Breaking(string at, string message) => new(ApiImpact.Breaking, at, message);

    private static ApiChange Safe(string at, string message) => new(ApiImpact.Safe, at, message);
}
