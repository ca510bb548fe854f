using Aggregator.Policy;

namespace Aggregator.Engine;

/// <summary>
/// The broken glass that a request names: whoever names it relies on it, and a wrong id that is passed over in silence
/// reads as if the glass did not open.
/// </summary>
internal static class NamedGlass
{
    /// <summary>Refuses a request that names glass which is not in force for the caller. What is said rests on the
    /// caller's own glass alone, never on a person.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="register">The hub's register; while it cannot be reached nothing is refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LoggedRefusalException">It is not in force, or there was no second factor.</exception>
    public static async ValueTask CheckAsync(
        Caller caller, IDecisionSource register, CancellationToken cancellationToken)
    {
        if (caller.BreakGlass is not { } glass)
        {
            return;
        }

        if (caller.LacksSecondFactor)
        {
            throw new LoggedRefusalException(
                EngineErrors.SecondFactorNeeded,
                "broken glass counts only where the token says that a second factor was used: sign in with one, or "
                + "leave `Access-Break-Glass` out");
        }

        if (!glass.StartsWith(OfflineGlass.Prefix, StringComparison.Ordinal)
            && await register.IsInForceAsync(RegisterQuestion.Of(caller, []), glass, cancellationToken) == false)
        {
            throw new LoggedRefusalException(
                EngineErrors.BreakGlassNotInForce,
                "the break-glass that the request names is not yours or has ended: leave it out, or open another by "
                + "`openBreakGlass`");
        }
    }
}
