using System.Security.Cryptography;
using Aggregator.Agencies;
using Aggregator.Audit;
using Aggregator.Host.LocalHub;
using Aggregator.Kit;
using Aggregator.LogReading;

namespace Aggregator.Host.Serving;

/// <summary>An instance's own access log: known to the hub, and read as one more agency of the gateway.</summary>
internal static class OwnLog
{
    /// <summary>The log's folder below a gateway's data.</summary>
    public const string Folder = "access-log";

    /// <summary>Opens the log to append to it.</summary>
    /// <exception cref="UnservableException">
    /// Another process appends to it, or entries that were signed are gone.
    /// </exception>
    public static FileAccessLog Open(string data, string origin, ECDsa key)
    {
        try
        {
            return new FileAccessLog(
                new AccessLogOptions(Path.Combine(data, Folder), origin), key, TimeProvider.System);
        }
        catch (AuditUnavailableException fault)
        {
            throw new UnservableException(fault.Message);
        }
    }

    /// <summary>Registers the log in the hub.</summary>
    /// <exception cref="UnservableException">The hub knows another log under that name.</exception>
    public static async Task RegisterAsync(
        HubRegister register, string origin, ECDsa key, Action<string> told, CancellationToken cancellationToken)
    {
        switch (await register.RegisterLogAsync(origin, key.ExportSubjectPublicKeyInfoPem(), cancellationToken))
        {
            case LogRegistration.KeyDiffers:
                throw new UnservableException(
                    $"the hub knows the access log `{origin}` by another key: restore `log-key.pem`, or keep the "
                    + "folder as evidence and take another data folder");
            case LogRegistration.Refused:
                told("access log not registered: the hub answers, and refuses this gateway's key: name "
                    + "`gateway-keys.json` of this data folder as its `Gateway:Keys`");
                break;
            case LogRegistration.Unknown:
                told("access log not registered: the hub does not answer");
                break;
        }
    }

    /// <summary>Serves the log to the gateway, on loopback.</summary>
    public static Task<AgencyHost> ServeAsync(
        DirectoryInfo data, string origin, CallerContextSigner signer, Pseudonyms pseudonyms,
        CancellationToken cancellationToken) => AgencyHost.StartAsync(
            new AccessLogAgency([new LogSource(origin, Path.Combine(data.FullName, Folder))], pseudonyms),
            new AgencyOptions
            {
                Database = Path.Combine(data.FullName, "access-log.db"),
                GatewayKeys = signer.Jwks(),
            },
            cancellationToken);

    /// <summary>How the gateway reaches it.</summary>
    public static Agencies.AgencyEndpoint EndpointOf(AgencyHost host) =>
        new() { Url = new Uri(host.Http2, "/graphql"), UsesHttp2 = true };
}
