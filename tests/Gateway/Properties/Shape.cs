using System.Collections.Immutable;

namespace Aggregator.Gateway.Tests;

/// <summary>What a field of a generated schema leads to.</summary>
internal enum ShapeKind
{
    Text,
    Number,
    Id,
    Value,
    Object,
}

/// <summary>A field of a generated schema.</summary>
internal sealed record ShapeField(string Agency, string Name, string Type, ShapeKind Kind)
{
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>The name of its generalised twin, or null.</summary>
    public string? Twin { get; init; }

    /// <summary>The sibling that it is worked out from, or null.</summary>
    public string? Requires { get; init; }

    /// <summary>Classes that an approved standing decision takes off.</summary>
    public ImmutableArray<string> Declassified { get; init; } = [];

    /// <summary>Its arguments in SDL.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Everything after the name's type in SDL.</summary>
    public string Rest { get; init; } = "";

    /// <summary>True for a list that several agencies give, and for one that is gathered over others.</summary>
    public bool IsMerged { get; init; }

    public bool IsNonNull => Type.EndsWith('!');

    public bool IsList => Type.StartsWith('[');

    public string Named => Type.Trim('[', ']', '!');
}

/// <summary>A type of a generated schema.</summary>
internal sealed record ShapeType(string Name)
{
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>The field that leads to the person, or <c>id</c> itself; and in what part.</summary>
    public ImmutableArray<(string Path, string Role)> Subjects { get; init; } = [];

    public ImmutableArray<ShapeField> Fields { get; init; } = [];

    public bool IsEntity { get; init; }
}

/// <summary>A generated schema: three agencies, a person, two kinds of note behind one interface.</summary>
internal sealed class Shape
{
    public static readonly ImmutableArray<string> Agencies = ["alpha", "beta", "home"];

    public required ImmutableDictionary<string, string> DefaultClasses { get; init; }

    /// <summary>Labels on the interface, by field; <c>""</c> is the interface itself.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> OnInterface { get; init; }

    public required ImmutableDictionary<string, ShapeType> Types { get; init; }

    public static string CodeOf(string agency) => agency switch
    {
        "alpha" => "A0",
        "beta" => "A1",
        _ => "HUB",
    };

    /// <summary>The SDL of one agency.</summary>
    public string Sdl(string agency)
    {
        var types = Types.Values.Where(type => type.Fields.Any(field => field.Agency == agency))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => Sdl(agency, type));
        var interfaceSdl = $"interface Note{Label(OnInterface[""])} {{ id: ID! sortAt: String! agency: String! "
            + $"text: String{Label(OnInterface["text"])} about: Person }}\n";
        return LabGraph.Subgraph(
            agency, CodeOf(agency), DefaultClasses[agency], string.Join('\n', types) + "\n" + interfaceSdl);
    }

    public static string Label(ImmutableArray<string> classes) =>
        classes.IsEmpty ? "" : $" @sensitive(class: [{string.Join(", ", classes)}])";

    private static string Sdl(string agency, ShapeType type)
    {
        // Labels stand where the type's subjects do; the others only add fields to it.
        var isHome = type.Fields.First().Agency == agency;
        var subjects = isHome
            ? string.Concat(type.Subjects.Select(subject => " @subject(key: \""
                + (subject.Path == "id" ? "id" : subject.Path + " { id }") + $"\", role: {subject.Role})"))
            : "";
        var fields = type.Fields.Where(field => field.Agency == agency)
            .Select(field => $"  {field.Name}{field.Arguments}: {field.Type}{Label(field.Classes)}{field.Rest}");
        var external = type.Fields.Where(field => field.Agency == agency && field.Requires is not null)
            .Select(field => $"  {field.Requires}: String @external");
        return $"type {type.Name}{(type.Name.StartsWith("Note", StringComparison.Ordinal) ? " implements Note" : "")}"
            + (type.IsEntity ? " @key(fields: \"id\")" : "") + subjects + (isHome ? Label(type.Classes) : "") + " {\n"
            + (type.IsEntity && !isHome ? "  id: ID!\n" : "")
            + string.Join('\n', fields.Concat(external)) + "\n}";
    }
}
