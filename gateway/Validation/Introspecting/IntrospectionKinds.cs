using Aggregator.Schema;

namespace Aggregator.Validation;

/// <summary>What introspection derives from definitions.</summary>
internal static class IntrospectionKinds
{
    private const string NoReason = "No longer supported";

    /// <summary>The name of a type's kind (section 4.2.2).</summary>
    public static string Of(TypeRef type, TypeDefinition? named) => type switch
    {
        NonNullTypeRef => "NON_NULL",
        ListTypeRef => "LIST",
        _ => named?.Kind switch
        {
            TypeKind.Object => "OBJECT",
            TypeKind.Interface => "INTERFACE",
            TypeKind.Union => "UNION",
            TypeKind.Enum => "ENUM",
            TypeKind.InputObject => "INPUT_OBJECT",
            _ => "SCALAR",
        },
    };

    /// <summary>Why it is deprecated, or null when it is not (section 3.13.3).</summary>
    public static string? DeprecationReason(IEnumerable<AppliedDirective> directives) =>
        directives.FirstOrDefault(directive => directive.Name == "deprecated") is { } deprecated
            ? deprecated.Text("reason") ?? NoReason
            : null;
}
