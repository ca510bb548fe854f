using System.Globalization;
using Aggregator.Transport.Identity;

namespace Aggregator.Host.Serving;

/// <summary>Reads settings one by one and collects everything that is wrong with them.</summary>
/// <param name="configuration">The configuration.</param>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public void Refuse(string fault) => _faults.Add(fault);

    public void Refuse(IEnumerable<string> faults) => _faults.AddRange(faults);

    /// <summary>A text; null when it is not set.</summary>
    public string? Find(string name) => configuration[name] is { Length: > 0 } text ? text : null;

    /// <summary>A text that has to be there; empty when it is not.</summary>
    public string Text(string name, string what)
    {
        if (Find(name) is { } text)
        {
            return text;
        }

        Refuse($"`{name}` is not set: give {what}");
        return "";
    }

    public IReadOnlyList<string> Texts(string name) =>
        [.. configuration.GetSection(name).GetChildren().Select(child => child.Value).OfType<string>()];

    public IEnumerable<string> Names(string section) =>
        configuration.GetSection(section).GetChildren().Select(child => child.Key);

    public int Number(string name, int usual, int least, int most)
    {
        if (Find(name) is not { } text)
        {
            return usual;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        Refuse($"`{name}`: `{text}` is not a whole number from {least} to {most}");
        return usual;
    }

    public bool Truth(string name, bool usual)
    {
        if (Find(name) is not { } text)
        {
            return usual;
        }

        if (bool.TryParse(text, out var truth))
        {
            return truth;
        }

        Refuse($"`{name}`: `{text}` is neither `true` nor `false`");
        return usual;
    }

    public Uri? Url(string name, string? usual)
    {
        var text = Find(name) ?? usual;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps))
        {
            return url;
        }

        Refuse($"`{name}`: give an `http` or `https` address");
        return null;
    }
}

/// <summary>Checks how callers are known.</summary>
internal static class IdentitySettings
{
    private const string Section = TokenAuthentication.Section;

    public static void Check(SettingsReader reader)
    {
        _ = reader.Text($"{Section}:ClientId", "the audience that tokens for this gateway have");
        if (reader.Find($"{Section}:Authority") is not { } authority)
        {
            if (reader.Find($"{Section}:Instance") is null || reader.Find($"{Section}:TenantId") is null)
            {
                reader.Refuse($"`{Section}`: give `Instance` and `TenantId` for Entra ID, or `Authority` and "
                    + "`TokenValidationParameters` for another OpenID provider");
            }

            return;
        }

        if (reader.Url($"{Section}:Authority", authority) is not { } url)
        {
            return;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
        {
            reader.Refuse($"`{Section}:Authority`: keys that vouch for callers are only fetched by `https`");
        }

        if (reader.Find($"{Section}:TokenValidationParameters:ValidIssuer") is null)
        {
            reader.Refuse($"`{Section}:TokenValidationParameters:ValidIssuer` is not set: give the issuer's name as "
                + "its tokens have it");
        }
    }
}

/// <summary>Checks where the gateway listens.</summary>
internal static class ListenSettings
{
    public static void Check(SettingsReader reader)
    {
        var urls = reader.Find("Urls")?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (urls.Length == 0 && !reader.Names("Kestrel:Endpoints").Any())
        {
            reader.Refuse("`Urls` is not set: give an address to listen on, such as `https://0.0.0.0:8443`");
        }

        foreach (var text in urls)
        {
            if (!Uri.TryCreate(text.Replace("*", "0.0.0.0", StringComparison.Ordinal), UriKind.Absolute, out var url))
            {
                reader.Refuse($"`Urls`: `{text}` is no address");
            }
            else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback && !reader.Truth("BehindProxy", false))
            {
                reader.Refuse($"`Urls`: `{text}` would take tokens in clear text; listen with `https`, or on loopback, "
                    + "or set `BehindProxy` where a proxy on the same trusted network ends TLS");
            }
        }
    }
}
