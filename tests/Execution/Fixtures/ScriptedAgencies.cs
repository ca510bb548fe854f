using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Aggregator.Execution.Tests;

/// <summary>Agencies in memory: each answers by a function of the request's body.</summary>
internal sealed class ScriptedAgencies : IAgencyClient
{
    private readonly Dictionary<string, Func<JsonElement, CancellationToken, Task<AgencyResponse>>> _scripts = [];

    /// <summary>The requests as they came: the agency's name and the body.</summary>
    public ConcurrentQueue<(string Agency, JsonElement Body)> Requests { get; } = new();

    public static AgencyResponse Json(string body) =>
        new(AgencyOutcome.Answered, Encoding.UTF8.GetBytes(body), null, 200, null);

    public static AgencyResponse Fault(AgencyOutcome outcome, DateTimeOffset? since = null) =>
        new(outcome, default, null, 0, since);

    public ScriptedAgencies On(string agency, string body) => On(agency, _ => body);

    public ScriptedAgencies On(string agency, Func<JsonElement, string> answer) =>
        On(agency, (body, _) => Task.FromResult(Json(answer(body))));

    public ScriptedAgencies On(string agency, AgencyOutcome fault, DateTimeOffset? since = null) =>
        On(agency, (_, _) => Task.FromResult(Fault(fault, since)));

    public ScriptedAgencies On(string agency, Func<JsonElement, CancellationToken, Task<AgencyResponse>> answer)
    {
        _scripts[agency] = answer;
        return this;
    }

    public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var body = JsonElement.Parse(request.Body.Span);
        Requests.Enqueue((request.Subgraph.Name, body));
        return await _scripts[request.Subgraph.Name](body, cancellationToken);
    }

    /// <summary>The bodies that an agency was sent.</summary>
    public IReadOnlyList<JsonElement> SentTo(string agency) =>
        [.. Requests.Where(request => request.Agency == agency).Select(request => request.Body)];
}
