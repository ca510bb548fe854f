using System.Diagnostics.CodeAnalysis;
using Aggregator.Agencies;
using Aggregator.Schema;
using Xunit;

namespace Aggregator.Execution.Tests;

/// <summary>Identical queries that are under way at once share one call, and nobody who leaves ends it.</summary>
public class SharedFetchesTests
{
    private static readonly Subgraph One = new(0, "ONE", "one", "", null);
    private static readonly Subgraph Other = new(1, "OTHER", "other", "", null);

    [Fact]
    public async Task Identical_queries_share_one_call_and_each_has_the_answer_to_itself()
    {
        var agency = new HeldAgency();
        var shared = new SharedFetches(agency);
        var first = shared.SendAsync(Query("{ a }"), default).AsTask();
        var second = shared.SendAsync(Query("{ a }"), default).AsTask();
        agency.Answer();

        using var one = await first;
        var two = await second;
        two.Dispose();
        two.Dispose();

        Assert.Equal(1, agency.Calls);
        Assert.Equal("answer", System.Text.Encoding.UTF8.GetString(one.Body.Span));
        Assert.False(agency.IsDisposed);
        one.Dispose();
        Assert.True(agency.IsDisposed);
    }

    [Theory]
    [InlineData("other body")]
    [InlineData("other subgraph")]
    [InlineData("mutation")]
    [InlineData("caller")]
    public async Task What_could_change_the_answer_is_never_shared(string difference)
    {
        var agency = new HeldAgency();
        var shared = new SharedFetches(agency);
        var first = shared.SendAsync(difference switch
        {
            "mutation" => Query("{ a }") with { IsRepeatable = false },
            "caller" => Query("{ a }") with { CallerContext = "signed" },
            _ => Query("{ a }"),
        }, default).AsTask();
        var second = shared.SendAsync(difference switch
        {
            "other body" => Query("{ b }"),
            "other subgraph" => Query("{ a }") with { Subgraph = Other },
            "mutation" => Query("{ a }") with { IsRepeatable = false },
            _ => Query("{ a }") with { CallerContext = "signed" },
        }, default).AsTask();
        await agency.UntilCalledAsync(2);
        agency.Answer();
        (await first).Dispose();
        (await second).Dispose();

        Assert.Equal(2, agency.Calls);
    }

    [Fact]
    public async Task Caller_who_leaves_takes_nobody_along()
    {
        var agency = new HeldAgency();
        var shared = new SharedFetches(agency);
        using var impatient = new CancellationTokenSource();
        var first = shared.SendAsync(Query("{ a }"), impatient.Token).AsTask();
        var second = shared.SendAsync(Query("{ a }"), default).AsTask();
        await agency.UntilCalledAsync(1);
        await impatient.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        agency.Answer();
        using var answer = await second;

        Assert.Equal(AgencyOutcome.Answered, answer.Outcome);
        Assert.Equal(1, agency.Calls);
    }

    [Fact]
    public async Task Call_ends_when_the_last_who_waits_for_it_leaves_and_the_next_one_is_asked_anew()
    {
        var agency = new HeldAgency();
        var shared = new SharedFetches(agency);
        using var impatient = new CancellationTokenSource();
        var first = shared.SendAsync(Query("{ a }"), impatient.Token).AsTask();
        await agency.UntilCalledAsync(1);
        await impatient.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await agency.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        agency.Answer();
        using var next = await shared.SendAsync(Query("{ a }"), default);

        Assert.Equal(AgencyOutcome.Answered, next.Outcome);
        Assert.Equal(2, agency.Calls);
    }

    private static AgencyRequest Query(string text) =>
        new(One, System.Text.Encoding.UTF8.GetBytes(text), IsRepeatable: true, CallerContext: null);

    /// <summary>Answers nobody until it is told to.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "the response owns its memory")]
    private sealed class HeldAgency : IAgencyClient
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly System.Threading.Channels.Channel<bool> _called =
            System.Threading.Channels.Channel.CreateUnbounded<bool>();

        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public bool IsDisposed { get; private set; }

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer() => _answer.SetResult();

        public async Task UntilCalledAsync(int times)
        {
            for (var call = 0; call < times; call++)
            {
                _ = await _called.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            }
        }

        public async ValueTask<AgencyResponse> SendAsync(AgencyRequest request, CancellationToken cancellationToken)
        {
            _ = Interlocked.Increment(ref _calls);
            _ = _called.Writer.TryWrite(true);
            try
            {
                await _answer.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                _ = Cancelled.TrySetResult();
                throw;
            }

            var owner = new Owner(() => IsDisposed = true);
            return new AgencyResponse(AgencyOutcome.Answered, "answer"u8.ToArray(), owner, 200, null);
        }
    }

    private sealed class Owner(Action disposed) : System.Buffers.IMemoryOwner<byte>
    {
        public Memory<byte> Memory => default;

        public void Dispose() => disposed();
    }
}
