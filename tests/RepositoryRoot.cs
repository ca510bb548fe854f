namespace Aggregator;

/// <summary>Where the repository is that the tests are of; compiled into every test project.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Aggregator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("no Aggregator.sln above the test binaries");
        }

        return folder.FullName;
    }
}
