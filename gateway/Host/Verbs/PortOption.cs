using System.CommandLine;

namespace Aggregator.Host.Verbs;

/// <summary>The option that names a port to listen on.</summary>
internal static class PortOption
{
    /// <summary>Makes it; what is no port is refused before anything starts.</summary>
    /// <param name="description">What listens there.</param>
    /// <param name="usual">The port when none is named.</param>
    public static Option<int> Make(string description, int usual)
    {
        var port = new Option<int>("--port")
        {
            Description = description + " 1 to 65535; 0 takes a free one.",
            DefaultValueFactory = _ => usual,
        };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("`--port` is no port: give a number from 1 to 65535, or 0 for a free one");
            }
        });
        return port;
    }
}
