using System.Text.Json.Nodes;
using Aggregator.Host.LocalHub;
using Aggregator.Transport.Identity;

namespace Aggregator.Gateway.Tests.Deployment;

/// <summary>The configuration of a gateway that runs alone, as docs/deployment.md says.</summary>
internal static class GatewayConfiguration
{
    /// <summary>One on a free port, with its data in the folder <c>gateway</c> beside it.</summary>
    /// <param name="issuer">Whose tokens it takes.</param>
    /// <param name="agencies">Where each agency answers over HTTP/2 without TLS.</param>
    public static JsonObject Of(LocalIssuer issuer, IEnumerable<(string Name, Uri GraphQL)> agencies)
    {
        var schema = Path.Combine(AppContext.BaseDirectory, "schema");
        return new JsonObject
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Supergraph"] = Path.Combine(schema, "supergraph.graphql"),
            ["Policy"] = Path.Combine(schema, "policy"),
            ["Data"] = "gateway",
            ["Origin"] = "gateway-1",
            ["Agencies"] = new JsonObject(agencies.Select(agency =>
                KeyValuePair.Create<string, JsonNode?>(agency.Name, Endpoint(agency.GraphQL)))),
            ["Identity"] = new JsonObject(TokenAuthentication.ForProvider(issuer.Authority, LocalIssuer.Audience)
                .Select(each => KeyValuePair.Create<string, JsonNode?>(
                    each.Key[(TokenAuthentication.Section.Length + 1)..], each.Value))),
        };
    }

    /// <summary>An address that speaks HTTP/2 without TLS.</summary>
    public static JsonObject Endpoint(Uri address) => new() { ["Url"] = address.ToString(), ["UsesHttp2"] = true };
}
