using Xunit;

namespace Aggregator.CaseView.Tests.Browser;

/// <summary>The browser of the machine; none is downloaded.</summary>
internal static class Chromium
{
    private const string Variable = "AGGREGATOR_CHROMIUM";

    // Flags that keep a headless browser to this machine, also as root in a container.
    public static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Where it is; null when there is none.</summary>
    public static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable(Variable), "/usr/bin/chromium", "/usr/bin/chromium-browser" }
            .FirstOrDefault(File.Exists);

    /// <summary>Why a test that needs it is skipped; null where it is there.</summary>
    public static string? Missing => Path is null
        ? $"needs Chromium: install Debian's package `chromium`, or set {Variable} to its executable"
        : null;
}

/// <summary>A test in a browser; without one it is skipped with what to do.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>Tests in a browser; without one they are skipped with what to do.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Missing;
}
