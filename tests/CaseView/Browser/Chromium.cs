namespace Aggregator.CaseView.Tests.Browser;

/// <summary>The browser of the machine; none is downloaded.</summary>
internal static class Chromium
{
    // Flags that keep a headless browser to this machine, also as root in a container.
    public static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Where it is: the same that the project looks for before it builds these tests.</summary>
    public static string Path { get; } =
        Environment.GetEnvironmentVariable("AGGREGATOR_CHROMIUM") is { Length: > 0 } chosen
            ? chosen
            : "/usr/bin/chromium";
}
