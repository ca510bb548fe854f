using Aggregator.Redaction;

namespace Aggregator.Engine;

/// <summary>Refuses a request whose intent is in the log: the outcome says why.</summary>
/// <param name="code">A code of <see cref="EngineErrors"/>.</param>
/// <param name="message">What is wrong and what to change.</param>
internal sealed class LoggedRefusalException(string code, string message) : Exception(message)
{
    public string Code => code;

    public Answer AsRefusal() => Refusal.Of(Code, Message, AnswerStatus.Forbidden);
}
