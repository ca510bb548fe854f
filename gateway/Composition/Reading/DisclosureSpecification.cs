using System.Collections.Frozen;
using Aggregator.Schema;

namespace Aggregator.Composition;

/// <summary>The disclosure specification (schema/directives.graphql), which this assembly carries.</summary>
internal static class DisclosureSpecification
{
    public const string Identity = "https://specs.aggregator.example/disclosure";

    public const string Url = Identity + "/v1.0";

    /// <summary>The prefix of its types in a supergraph.</summary>
    public const string Prefix = "disclosure__";

    public static readonly TypeSystem Model = Read();

    /// <summary>Every value of <c>Class</c>.</summary>
    public static readonly FrozenSet<string> Classes =
        Model.Type("Class")!.Values.Select(value => value.Name).ToFrozenSet(StringComparer.Ordinal);

    private static TypeSystem Read()
    {
        var assembly = typeof(DisclosureSpecification).Assembly;
        using var stream = assembly.GetManifestResourceStream("directives.graphql")!;
        using var reader = new StreamReader(stream);
        return DocumentReader.ReadTypes(reader.ReadToEnd()).Document!;
    }
}
