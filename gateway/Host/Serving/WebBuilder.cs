namespace Aggregator.Host.Serving;

/// <summary>What every web server with tokens begins with.</summary>
internal static class WebBuilder
{
    /// <summary>
    /// Begins one. The framework's own begins by watching the whole folder that the process runs in for changed
    /// settings: each write of an access log in it would be looked at, and a folder of many needs more watches than a
    /// system may have. Settings are read once.
    /// </summary>
    public static WebApplicationBuilder Begin() => WebApplication.CreateSlimBuilder(
        new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false"] });
}
