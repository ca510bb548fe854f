using System.Security.Cryptography;
using Aggregator.Audit;
using Aggregator.Policy;

namespace Aggregator.Redaction.Tests;

/// <summary>A real access log in a folder of its own.</summary>
internal sealed class CaseLog : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("redaction-log-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly FileAccessLog _log;

    public CaseLog() => _log = new FileAccessLog(
        new AccessLogOptions(_folder.FullName, "test"), _key, TimeProvider.System);

    public ValueTask<AccessIntent> IntendAsync(Caller caller) => _log.AppendIntentAsync(
        new IntentEntry(
            new AccessCaller(caller.Subject, caller.Role, caller.Agency, caller.Purpose ?? "", "CONTACT", null, null),
            CaseGraph.Table.Name,
            "operation",
            CaseWorld.Now,
            [],
            []),
        CancellationToken.None);

    public ValueTask<AuditReceipt> RecordAsync(AccessIntent intent, OutcomeEntry outcome) =>
        _log.AppendOutcomeAsync(intent, outcome, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
