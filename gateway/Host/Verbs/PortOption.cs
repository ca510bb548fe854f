using System.CommandLine;
using System.Globalization;

namespace Aggregator.Host.Verbs;

/// <summary>The option that names a port to listen on.</summary>
internal static class PortOption
{
    private const int MaxPort = 65535;

    /// <summary>Makes it; what is no port is refused before anything starts.</summary>
    /// <param name="description">What listens there.</param>
    /// <param name="usual">The port when none is named.</param>
    public static Option<int> Make(string description, int usual)
    {
        var option = new Option<int>("--port")
        {
            Description = description + " 1 to 65535; 0 takes a free one.",
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }]
                    && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                    && port <= MaxPort)
                {
                    return port;
                }

                result.AddError("`--port` is no port: give a number from 1 to 65535, or 0 for a free one");
                return usual;
            },
        };
        return option;
    }
}
