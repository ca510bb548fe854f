using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Aggregator.Kit;

/// <summary>A setting of an agency that runs alone.</summary>
/// <param name="Name">Its name, as on the command line.</param>
/// <param name="What">What it is.</param>
/// <param name="Usual">What holds when it is not given.</param>
internal sealed record AgencySetting(string Name, string What, string Usual);

/// <summary>
/// Reads the settings of an agency that runs alone, and collects everything that is wrong with them. The command line
/// outweighs the environment.
/// </summary>
internal sealed class AgencySettings
{
    private const string KeySection = "Recorder:Keys";
    private const int MaxPort = 65535;
    private const int MaxPopulation = 10_000_000;

    private readonly List<string> _faults = [];
    private readonly IConfiguration _settings;

    private AgencySettings(Agency agency, IEnumerable<string> args)
    {
        var given = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var argument))
        {
            Take(agency, given, argument, rest);
        }

        _settings = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(given).Build();
    }

    /// <summary>Every setting there is.</summary>
    /// <param name="agency">Whose.</param>
    public static IReadOnlyList<AgencySetting> Of(Agency agency) =>
    [
        new("Database", "SQLite file, or connection string of SQLite or PostgreSQL (`Host=…`)", agency.Name + ".db"),
        new("Gateway:Keys", "the gateway's JWKS, inline or as a file", "none: all but health is refused"),
        new("Listen:Http1", "port on loopback for HTTP/1.1; 0 takes a free one", Text(agency.DefaultPort)),
        new("Listen:Http2", "port on loopback for clear-text HTTP/2; 0 takes a free one", Text(agency.DefaultPort + 1)),
        new($"{KeySection}:SYSTEM", "SHA-256 (hex) of the key that SYSTEM records with", "none: recording is refused"),
        new("Seed", "true loads the demonstration case, once", "false"),
        new("Seed:Folder", "the folder of other seed files to load", "the agency's own"),
        new("Population", "generated families to load, once", "0"),
    ];

    /// <summary>Reads them.</summary>
    /// <param name="agency">Whose.</param>
    /// <param name="args">The command line.</param>
    /// <returns>The settings, or everything that is wrong, each with its cure.</returns>
    public static (AgencyOptions? Options, IReadOnlyList<string> Faults) Read(Agency agency, IEnumerable<string> args)
    {
        var settings = new AgencySettings(agency, args);
        var options = new AgencyOptions
        {
            Database = settings._settings["Database"] is { Length: > 0 } database ? database : agency.Name + ".db",
            GatewayKeys = settings.Keys(),
            Http1Port = settings.Number("Listen:Http1", agency.DefaultPort, MaxPort),
            Http2Port = settings.Number("Listen:Http2", agency.DefaultPort + 1, MaxPort),
            Seed = settings.Truth("Seed"),
            SeedFolder = settings.SeedFolder(),
            RecorderKeys = settings.Systems(),
            Population = settings.Number("Population", 0, MaxPopulation),
        };
        if (options.Http1Port == options.Http2Port && options.Http1Port != 0)
        {
            settings._faults.Add(
                $"`Listen:Http2`: {options.Http2Port} is the port of `Listen:Http1` too; give another");
        }

        return settings._faults.Count == 0 ? (options, []) : (null, settings._faults);
    }

    private void Take(Agency agency, Dictionary<string, string?> given, string argument, Queue<string> rest)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            _faults.Add($"`{argument}` is no setting; write `--NAME VALUE`, and see `--help`");
            return;
        }

        var parts = argument[2..].Split('=', 2);
        var name = parts[0];
        if (!IsKnown(agency, name))
        {
            var names = string.Join(", ", Of(agency).Select(setting => setting.Name));
            _faults.Add($"`{name}`: there is no such setting; there are {names}");
        }

        var value = parts.Length == 2 ? parts[1] : null;
        if (value is null && rest.TryPeek(out var next) && !next.StartsWith("--", StringComparison.Ordinal))
        {
            value = rest.Dequeue();
        }

        if (string.IsNullOrEmpty(value))
        {
            _faults.Add($"`{name}` is given without a value; write `--{name} VALUE`");
        }
        else
        {
            given[name] = value;
        }
    }

    private static bool IsKnown(Agency agency, string name) =>
        Of(agency).Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        || (name.StartsWith(KeySection + ":", StringComparison.OrdinalIgnoreCase)
            && !name.EndsWith(':') && name.Count(letter => letter == ':') == 2);

    private string? Keys()
    {
        if (_settings["Gateway:Keys"] is not { Length: > 0 } keys)
        {
            return null;
        }

        try
        {
            _ = GatewayKeys.Read(keys);
        }
        catch (FormatException fault)
        {
            _faults.Add(fault.Message);
        }

        return keys;
    }

    private Dictionary<string, string> Systems()
    {
        var systems = _settings.GetSection(KeySection).GetChildren()
            .Where(system => system.Value is not null)
            .ToDictionary(system => system.Key, system => system.Value!, StringComparer.Ordinal);
        try
        {
            _ = new RecorderKeys(systems);
        }
        catch (FormatException fault)
        {
            _faults.Add(fault.Message);
        }

        return systems;
    }

    private string? SeedFolder()
    {
        if (_settings["Seed:Folder"] is not { Length: > 0 } folder)
        {
            return null;
        }

        if (!Directory.Exists(folder))
        {
            _faults.Add($"`Seed:Folder`: {folder}: there is no such folder");
        }
        else if (!Directory.EnumerateFiles(folder, "*.yaml").Any())
        {
            _faults.Add($"`Seed:Folder`: {folder}: holds no `*.yaml` file");
        }

        return folder;
    }

    private int Number(string name, int usual, int most)
    {
        if (_settings[name] is not { Length: > 0 } text)
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }

        _faults.Add($"`{name}`: `{text}` is not a whole number from 0 to {most}");
        return usual;
    }

    private bool Truth(string name)
    {
        if (_settings[name] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var truth))
        {
            _faults.Add($"`{name}`: `{text}` is neither `true` nor `false`");
        }

        return truth;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
