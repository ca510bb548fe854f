using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Aggregator.Execution;

namespace Aggregator.Benchmarks;

/// <summary>
/// Gives each request the answer that its origin gave it the first time: what is measured is ours alone.
/// </summary>
[SuppressMessage("Reliability", "CA2000", Justification = "responses belong to the caller")]
internal sealed class ReplayedAgencies(Func<ReadOnlyMemory<byte>, byte[]> origin) : IAgencyClient
{
    private readonly ConcurrentDictionary<(int Subgraph, int Length, int Hash), byte[]> _answers = new();

    public long Bytes => _answers.Values.Sum(answer => (long)answer.Length);

    public int Requests => _answers.Count;

    public ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
    {
        var hash = new HashCode();
        hash.AddBytes(request.Body.Span);
        var key = (request.Subgraph.Index, request.Body.Length, hash.ToHashCode());
        if (!_answers.TryGetValue(key, out var answer))
        {
            answer = _answers[key] = origin(request.Body);
        }

        return ValueTask.FromResult(new AgencyResponse(AgencyOutcome.Answered, answer, null, 200, null));
    }
}
