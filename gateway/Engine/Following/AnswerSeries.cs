using Aggregator.Redaction;

namespace Aggregator.Engine;

/// <summary>
/// The answers of one operation: one for a query or mutation, one for each event of a subscription. An answer that was
/// not executed is the last: it says why there are no more.
/// </summary>
public sealed class AnswerSeries
{
    private AnswerSeries(Answer? refusal, IAsyncEnumerable<Answer> answers, bool isSubscription)
    {
        Refusal = refusal;
        Answers = answers;
        IsSubscription = isSubscription;
    }

    /// <summary>Why there is no stream; null when there is one. Whoever sends it disposes it.</summary>
    public Answer? Refusal { get; }

    /// <summary>
    /// The answers, each to be disposed when it is sent. The next is only worked on when it is asked for, so a slow
    /// reader slows the stream and nothing queues.
    /// </summary>
    public IAsyncEnumerable<Answer> Answers { get; }

    /// <summary>True for a subscription.</summary>
    public bool IsSubscription { get; }

    /// <summary>No stream, and why.</summary>
    /// <param name="refusal">Why.</param>
    public static AnswerSeries Refused(Answer refusal) => new(refusal, AsyncEnumerable.Empty<Answer>(), false);

    internal static AnswerSeries One(Func<ValueTask<Answer>> answer) => new(null, OneAsync(answer), false);

    internal static AnswerSeries Events(IAsyncEnumerable<Answer> answers) => new(null, answers, true);

    private static async IAsyncEnumerable<Answer> OneAsync(Func<ValueTask<Answer>> answer)
    {
        yield return await answer();
    }
}
