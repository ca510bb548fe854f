using System.Collections.Immutable;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Aggregator.Host.Serving;

/// <summary>
/// The settings of a gateway. What is not among them is refused: a mistyped limit would be none. The sections that
/// frameworks read are theirs to check.
/// </summary>
internal static class KnownSettings
{
    /// <summary>The settings that stand alone, and the sections.</summary>
    public static readonly ImmutableArray<string> Roots =
    [
        "Urls", "BehindProxy", "Supergraph", "Policy", "Redis", "Data", "Origin", "Agencies", "Register", "Identity",
        "Claims", "Limits", "Streams", "Rules", "StopWithinSeconds",
    ];

    /// <summary>What each section of the gateway's own holds.</summary>
    public static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Sections =
        new Dictionary<string, ImmutableArray<string>>
        {
            ["Register"] = ["Url", "UsesHttp2", "TimeoutSeconds"],
            ["Claims"] = ["Subject", "Roles", "Scopes", "Agency", "Desk", "SecondFactor"],
            ["Limits"] = ["SubjectsPerRequest", "SubjectsPerHour", "AnswerWithinSeconds"],
            ["Streams"] =
            [
                "MaxConnections", "MaxOperations", "InitWithinSeconds", "IdleAfterSeconds", "SendWithinSeconds",
                "HeartbeatSeconds", "AccessCheckSeconds", "AllowedOrigins",
            ],
            ["Rules"] = ["Gateway", "Database", "TokenFile"],
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<string> Agency = ["Url", "UsesHttp2", "UsesWebSocket"];

    // ASP.NET Core's own, and the name of a schema that an editor checks the file by.
    private static readonly ImmutableArray<string> Frameworks =
        ["Logging", "Kestrel", "AllowedHosts", "Environment", "ASPNETCORE_", "DOTNET_", "$schema"];

    /// <summary>Refuses what there is not.</summary>
    /// <param name="reader">Told of it.</param>
    /// <param name="configuration">The configuration.</param>
    public static void Check(SettingsReader reader, IConfiguration configuration)
    {
        Refuse(reader, "", RootNames(configuration).Where(name => !IsOfFramework(name)), Roots);
        foreach (var (section, known) in Sections)
        {
            Refuse(reader, section + ":", reader.Names(section), known);
        }

        foreach (var agency in reader.Names("Agencies"))
        {
            Refuse(reader, $"Agencies:{agency}:", reader.Names("Agencies:" + agency), Agency);
        }
    }

    // At the root the environment is left alone: a platform names services there, as in AGGREGATOR_SERVICE_HOST.
    private static IEnumerable<string> RootNames(IConfiguration configuration) =>
        configuration is IConfigurationRoot root
        ? root.Providers.Where(provider => provider is not EnvironmentVariablesConfigurationProvider)
            .SelectMany(provider => provider.GetChildKeys([], null))
            .Distinct(StringComparer.OrdinalIgnoreCase)
        : configuration.GetChildren().Select(child => child.Key);

    private static bool IsOfFramework(string name) =>
        Frameworks.Any(own => own.EndsWith('_')
            ? name.StartsWith(own, StringComparison.OrdinalIgnoreCase)
            : name.Equals(own, StringComparison.OrdinalIgnoreCase));

    private static void Refuse(
        SettingsReader reader, string section, IEnumerable<string> names, ImmutableArray<string> known) =>
        reader.Refuse(names.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name =>
            $"`{section}{name}`: there is no such setting; there are {string.Join(", ", known)}"));
}
