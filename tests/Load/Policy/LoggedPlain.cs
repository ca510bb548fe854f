using Aggregator.Audit;
using Aggregator.Engine;
using Aggregator.Redaction;

namespace Aggregator.Load;

/// <summary>
/// Plain mode that keeps the access log and nothing else of the policy: an entry is durable before the agencies are
/// asked, and another before the answer leaves.
/// </summary>
/// <param name="plain">Plain mode.</param>
/// <param name="log">The log.</param>
internal sealed class LoggedPlain(IRequestPipeline plain, IAccessLog log) : IRequestPipeline
{
    public async ValueTask<Answer> AnswerAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken)
    {
        var intent = await log.AppendIntentAsync(LogEntries.Intent, cancellationToken);
        var answer = await plain.AnswerAsync(request, identity, cancellationToken);
        _ = await log.AppendOutcomeAsync(intent, LogEntries.Outcome, cancellationToken);
        return answer;
    }

    // The benchmark asks for one answer at a time.
    public ValueTask<AnswerSeries> FollowAsync(
        GatewayRequest request, CallerIdentity? identity, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
