namespace Aggregator.Host.LocalHub;

/// <summary>Files that only their owner can read.</summary>
internal static class SecretFile
{
    /// <summary>Writes a new file.</summary>
    /// <param name="file">The file; it must not exist.</param>
    /// <param name="text">What it holds.</param>
    public static void Create(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
