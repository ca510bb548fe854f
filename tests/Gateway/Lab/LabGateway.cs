using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Policy;
using Aggregator.Redaction;
using Aggregator.Schema;

namespace Aggregator.Gateway.Tests;

/// <summary>
/// The whole pipeline over agencies in memory: everything between the request and the answer's bytes is the product's
/// own, the access log on disk included.
/// </summary>
internal sealed partial class LabGateway : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2025, 7, 21, 17, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aggregator-lab-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FileAccessLog _log;

    public LabGateway(
        Supergraph supergraph,
        JsonObject world,
        PolicyTable? table = null,
        EngineOptions? options = null,
        Func<IAccessLog, IAccessLog>? log = null)
    {
        Supergraph = supergraph;
        Agencies = new LabAgencies(supergraph, world);
        Rules = new PolicyInForce(supergraph, table ?? LabGraph.Shipped);
        _log = new FileAccessLog(new AccessLogOptions(_folder.FullName, "lab"), _key, TimeProvider.System);
        Pipeline = new RequestPipeline(supergraph, options ?? new EngineOptions(), new PipelineParts
        {
            Agencies = Agencies,
            Events = Agencies,
            Register = Register,
            Log = log?.Invoke(_log) ?? _log,
            Rules = Rules,
            Sign = (row, _) => Sign(row.Caller),
            Pseudonyms = Pseudonyms,
            Cursors = new CursorKeys([(1, new byte[32])]),
            HubClock = new FixedClock(Now),
        });
    }

    public Supergraph Supergraph { get; }

    public LabAgencies Agencies { get; }

    public LabRegister Register { get; } = new();

    public PolicyInForce Rules { get; }

    public IRequestPipeline Pipeline { get; }

    /// <summary>Signs the context that agencies get of a caller.</summary>
    public Func<Caller, string> Sign { get; set; } = caller =>
        $"{caller.Role}|{caller.Agency}|{caller.Purpose}|{StageCodes.Of(caller.Stage)}";

    public Pseudonyms Pseudonyms { get; } = new(new byte[32], "lab");

    /// <summary>Every line of the access log.</summary>
    public string LogText => string.Concat(Directory.EnumerateFiles(_folder.FullName, "*.jsonl",
        SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(ReadShared));

    /// <summary>Asks; the answer's bytes with the one thing that differs each time taken out.</summary>
    public async Task<string> AskAsync(LabCaller caller, string query, object? variables = null) =>
        AuditId().Replace((await SendAsync(caller, query, variables)).Body, "\"auditId\":\"-\"");

    /// <summary>Asks; how far it came and the bytes as they are.</summary>
    public async Task<(AnswerStatus Status, string Body)> SendAsync(
        LabCaller caller, string query, object? variables = null, string? operationName = null)
    {
        using var answer = await Pipeline.AnswerAsync(
            new GatewayRequest
            {
                Document = Encoding.UTF8.GetBytes(query),
                OperationName = operationName,
                Variables = variables is null ? default : JsonSerializer.SerializeToUtf8Bytes(variables),
                Access = new AccessClaim(
                    caller.Purpose, caller.Stage, caller.AsAt?.ToString("O"), null, caller.BreakGlass),
                RequestId = "lab",
            },
            new CallerIdentity(caller.Name, [.. caller.Roles], caller.Agency, caller.Name, DateTimeOffset.MaxValue)
            {
                HasSecondFactor = true,
                Scopes = [.. caller.Scopes],
            },
            CancellationToken.None);
        return (answer.Status, Encoding.UTF8.GetString(answer.Body.Span));
    }

    /// <summary>Everything that an agency was sent since the last call.</summary>
    public string[] TakeRequests(string? agency = null)
    {
        var taken = new List<string>();
        while (Agencies.Requests.TryDequeue(out var request))
        {
            if (agency is null || request.Agency == agency)
            {
                taken.Add(request.Body);
            }
        }

        return [.. taken.Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("\"auditId\":\"[0-9a-f]+\"")]
    private static partial Regex AuditId();

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

/// <summary>Who asks in the laboratory.</summary>
internal sealed record LabCaller(string[] Roles, string Agency, string? Purpose)
{
    public static readonly LabCaller HealthVisitor = new("HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD");
    public static readonly LabCaller DecisionMaker = new("DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY");
    public static readonly LabCaller SocialWorker = new("SOCIAL_WORKER", "CSC", "SAFEGUARD_ENQUIRY");
    public static readonly LabCaller Analyst = new("ANALYST", "HUB", "SAFEGUARD_ENQUIRY");
    public static readonly LabCaller PoliceDesk = new("POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY");
    public static readonly LabCaller Auditor = new("AUDITOR", "HUB", "AUDIT");

    public LabCaller(string role, string agency, string? purpose)
        : this([role], agency, purpose)
    {
    }

    public string Name { get; init; } = "worker";

    public string[] Scopes { get; init; } = [];

    public string? Stage { get; init; }

    public DateTimeOffset? AsAt { get; init; }

    public string? BreakGlass { get; init; }
}
