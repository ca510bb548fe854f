namespace Aggregator;

/// <summary>
/// Files and folders that only their owner can read, where the system has owners (Unix). Compiled into every room that
/// writes what names people.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, or shuts the one that is there; those above it that are missing too.</summary>
    /// <param name="path">The folder.</param>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            _ = Directory.CreateDirectory(path);
            return;
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } above && !Directory.Exists(above))
        {
            Folder(above);
        }

        _ = Directory.CreateDirectory(path, OfFolder);
        Shut(path, OfFolder);
    }

    /// <summary>Makes an empty file, or shuts the one that is there: before it is written.</summary>
    /// <param name="path">The file.</param>
    public static void File(string path)
    {
        // What is there is not opened: the locks that a process has on a file end when it closes any handle to it.
        if (!System.IO.File.Exists(path))
        {
            New(path, "");
        }
        else if (!OperatingSystem.IsWindows())
        {
            Shut(path, OfFile);
        }
    }

    /// <summary>What a file holds: shut where it is there, made where it is not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="make">What a new one holds.</param>
    public static string ReadOrNew(string path, Func<string> make)
    {
        if (!System.IO.File.Exists(path))
        {
            New(path, make());
        }

        File(path);
        return System.IO.File.ReadAllText(path);
    }

    /// <summary>Writes a new file.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <param name="text">What it holds.</param>
    public static void New(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OfFile;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    /// <summary>Writes a file, in the place of the one that is there: who could open that cannot read this, and a link
    /// is replaced, not followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What it holds.</param>
    public static void Replace(string path, string text)
    {
        var fresh = path + "." + Path.GetRandomFileName();
        try
        {
            New(fresh, text);
            System.IO.File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            System.IO.File.Delete(fresh);
            throw;
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Shut(string path, UnixFileMode mode)
    {
        try
        {
            if ((System.IO.File.GetUnixFileMode(path) & ~mode) != 0)
            {
                System.IO.File.SetUnixFileMode(path, mode);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another's file, or a volume that is only read: whoever mounted it says who reads it.
        }
    }
}
