using System.Text.Json;
using System.Xml.Linq;

namespace Aggregator.Architecture.Tests;

/// <summary>The checked-out repository, as files.</summary>
internal static class Repository
{
    private static readonly string[] CodeFolders = ["gateway", "subgraphs", "tests"];

    public static string Root { get; } = RepositoryRoot.Folder;

    public static IReadOnlyDictionary<string, Room> Rooms { get; } = ReadRooms();

    /// <summary>Every C# file that people write; migrations are generated.</summary>
    public static IEnumerable<string> SourceFiles() =>
        Files("*.cs").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal));

    /// <summary>Every accepted snapshot.</summary>
    public static IEnumerable<string> SnapshotFiles() => Files("*.snap");

    public static string FolderOf(string room) => Path.Combine(Root, Rooms[room].Folder, room);

    public static XDocument ProjectOf(string room) =>
        XDocument.Load(Path.Combine(FolderOf(room), $"Aggregator.{room}.csproj"));

    /// <summary>The rooms that a room's project refers to, itself or through a file that it imports.</summary>
    public static IEnumerable<string> ImportsOf(string room)
    {
        var project = ProjectOf(room);
        var imported = project.Descendants("Import")
            .Select(import => XDocument.Load(Path.Combine(FolderOf(room), import.Attribute("Project")!.Value)));
        return imported.Prepend(project)
            .SelectMany(document => document.Descendants("ProjectReference"))
            // `dotnet add reference` writes `\` on every system.
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Select(name => name["Aggregator.".Length..]);
    }

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static IEnumerable<string> Files(string pattern) =>
        CodeFolders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories));

    private static Dictionary<string, Room> ReadRooms()
    {
        using var json = File.OpenRead(Path.Combine(Root, "eng", "rooms.json"));
        return JsonSerializer.Deserialize<Dictionary<string, Room>>(json, JsonSerializerOptions.Web)!;
    }
}

/// <summary>One line of rooms.json.</summary>
/// <param name="Folder">The top-level folder it is in.</param>
/// <param name="Pure">True when the room does no input or output.</param>
/// <param name="MayImport">The rooms it may see.</param>
internal sealed record Room(string Folder, bool Pure, IReadOnlyList<string> MayImport);
