using System.Collections.Immutable;

namespace Aggregator.Policy;

/// <summary>What one agreement or refusal of a confider says about a recipient.</summary>
/// <param name="Code">The state, as in the policy.</param>
/// <param name="InScope">True when it names the recipient.</param>
/// <param name="Cap">What it leaves.</param>
internal readonly record struct ConsentState(string Code, bool InScope, ConsentCap Cap)
{
    private Effect Left => InScope ? Cap.InScope : Cap.OutOfScope;

    /// <summary>The state of each confider; of nobody, what is not known.</summary>
    public static ImmutableArray<ConsentState> OfEach(
        ImmutableArray<DecidedSubject> confiders, CallerRow row, SubjectContext context, RegisterAnswer register)
    {
        var unknown = Found(
            row, register.State == RegisterState.Current ? ConsentMap.NotRecorded : ConsentMap.Unavailable, false);
        return confiders.IsEmpty
            ? [unknown]
            : [.. confiders.Select(subject => StrictestOf(subject, row, context) ?? unknown)];
    }

    // The strictest of the states that concern this recipient: agreements that conflict decide for the refusal.
    private static ConsentState? StrictestOf(DecidedSubject subject, CallerRow row, SubjectContext context)
    {
        ConsentState? strictest = null;
        foreach (var consent in subject.Facts?.Consents ?? [])
        {
            if (consent.ExpiresAt <= row.Now)
            {
                continue;
            }

            var isNamed = consent.Scope.IsEmpty || consent.Scope.Contains(row.Caller.Agency);
            var found = Found(row, consent.State, isNamed);
            if (context.IsAbout(consent, found.Cap.IsAgreement))
            {
                strictest = strictest is not { } before || found.IsBefore(before) ? found : strictest;
            }
        }

        return strictest;
    }

    private static ConsentState Found(CallerRow row, string code, bool inScope)
    {
        var states = row.Table.Model.Consent.States;
        return new ConsentState(code, inScope, states.GetValueOrDefault(code) ?? states[ConsentMap.Unavailable]);
    }

    // What names the recipient decides before what does not, then what leaves less, then a refusal.
    private bool IsBefore(ConsentState other) =>
        (!InScope, other.Left, Cap.IsAgreement).CompareTo((!other.InScope, Left, other.Cap.IsAgreement)) < 0;
}
