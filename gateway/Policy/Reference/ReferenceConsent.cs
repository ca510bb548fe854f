namespace Aggregator.Policy;

/// <summary>What one confider's agreement and recorded decisions leave, read as plainly as it can be.</summary>
internal sealed class ReferenceConsent(
    PolicyModel model,
    Caller caller,
    string cls,
    SubjectRole role,
    PersonFacts? facts,
    string? owner,
    Stage stage,
    DateTimeOffset now)
{
    private bool IsOwn => owner == caller.Agency;

    /// <summary>The conditions that agreement and decisions fulfil.</summary>
    public IEnumerable<string> Conditions
    {
        get
        {
            if (role == SubjectRole.Confider && State() is { IsAgreement: true, InScope: true })
            {
                yield return "inScopeAgreement";
            }

            if (IsOverridden())
            {
                yield return "recordedOverride";
            }
        }
    }

    /// <summary>The most that is left.</summary>
    /// <param name="isPerson">False for the hub's rules.</param>
    public Effect Leaves(bool isPerson)
    {
        var kept = !IsOwn && Decisions().Any(fact => fact.Decision == "DO_NOT_SHARE") ? Effect.Exists : Effect.Clear;
        if (IsOwn || !isPerson || !model.Consent.Classes.Contains(cls) || !model.Consent.Stages.Contains(stage)
            || IsOverridden())
        {
            return kept;
        }

        var state = role == SubjectRole.Confider ? State() : Cap("NOT_RECORDED", false);
        return state.Left > kept ? state.Left : kept;
    }

    private (Effect Left, bool IsAgreement, bool InScope) State()
    {
        var current = (facts?.Consents ?? []).Where(consent => consent.ExpiresAt is null || consent.ExpiresAt > now)
            .ToList();
        if (current.Count == 0)
        {
            return Cap("NOT_RECORDED", false);
        }

        var naming = current.Where(consent => consent.Scope.IsEmpty || consent.Scope.Contains(caller.Agency)).ToList();
        var caps = naming.Count > 0
            ? naming.Select(consent => Cap(consent.State, true))
            : current.Select(consent => Cap(consent.State, false));
        return caps.OrderByDescending(cap => cap.Left).ThenBy(cap => cap.IsAgreement).First();
    }

    private (Effect Left, bool IsAgreement, bool InScope) Cap(string state, bool inScope)
    {
        var cap = model.Consent.States.GetValueOrDefault(state) ?? model.Consent.States[ConsentMap.Unavailable];
        return (inScope ? cap.InScope : cap.OutOfScope, cap.IsAgreement, inScope);
    }

    private bool IsOverridden() => Decisions().Any(fact => fact.Decision is "SHARE" or "SHARE_PART"
            && model.Bases.TryGetValue(fact.Basis, out var basis) && basis.Overrides.Contains(cls))
        && !Decisions().Any(fact => fact.Decision == "DO_NOT_SHARE");

    // Which record it is is not known here: nothing is shared by a decision about some, and all is kept back.
    private IEnumerable<SharingFact> Decisions() => (facts?.Sharing ?? [])
        .Where(fact => fact.Decision == "DO_NOT_SHARE"
            ? fact.From is null || owner is null || fact.From == owner
            : fact.Records.IsEmpty && (fact.From is null || fact.From == owner))
        .Where(fact => (fact.ExpiresAt is null || fact.ExpiresAt > now) && fact.Recipients.Contains(caller.Agency)
            && (fact.Classes.IsEmpty ? model.Consent.Classes.Contains(cls) : fact.Classes.Contains(cls)));
}
