using System.Reflection;

namespace Aggregator.CaseView;

/// <summary>The files in this assembly.</summary>
internal static class EmbeddedPages
{
    private const string Folder = "pages/";

    private static readonly Assembly Here = typeof(EmbeddedPages).Assembly;

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Here.GetManifestResourceNames()
        .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
        .Select(name => name[Folder.Length..]);

    /// <summary>The content of one of them.</summary>
    public static byte[] Read(string name)
    {
        using var content = Here.GetManifestResourceStream(Folder + name)!;
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return bytes;
    }
}
