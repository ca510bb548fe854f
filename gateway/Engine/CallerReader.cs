using Aggregator.Audit;
using Aggregator.Policy;
using Aggregator.Redaction;

namespace Aggregator.Engine;

/// <summary>Makes the caller of one request from the token and what the request says of the access.</summary>
internal static class CallerReader
{
    /// <summary>The most characters of what stands in the access log as it is typed.</summary>
    public const int MaxText = 200;

    /// <summary>Reads the caller, or the answer that refuses the request.</summary>
    public static (Caller? Caller, Answer? Refusal) Read(
        AccessClaim access, CallerIdentity? identity, PolicyTable policy, Pseudonyms pseudonyms, DateTimeOffset now)
    {
        if (identity is null)
        {
            return (null, Refusal.Of(
                EngineErrors.Unauthenticated,
                "the request has no valid token: send `Authorization: Bearer` with a current one",
                AnswerStatus.Unauthenticated));
        }

        if (RoleOf(identity, access.Purpose, policy) is not { } role)
        {
            var unknown = PolicyErrors.All.First(entry => entry.Code == PolicyErrors.RoleUnknown);
            return (null, Refusal.Of(
                unknown.Code, $"{unknown.Meaning}: {unknown.Cure}", AnswerStatus.Forbidden));
        }

        var (asAt, fault) = AsAtReader.Read(access.AsAt, now);
        if (fault is not null)
        {
            return (null, Refusal.Of(EngineErrors.BadAsAt, fault));
        }

        if ((string.IsNullOrEmpty(access.Stage) ? Stage.Contact : StageCodes.Find(access.Stage)) is not { } stage)
        {
            return (null, Refusal.Of(EngineErrors.BadStage, "the stage must be CONTACT, S17 or S47"));
        }

        if ((TextFault("Access-Reason", access.Reason) ?? TextFault("Access-Break-Glass", access.BreakGlass))
            is { } unfit)
        {
            return (null, Refusal.Of(EngineErrors.BadAccessText, unfit));
        }

        var recipient = string.IsNullOrWhiteSpace(access.Recipient) ? null : access.Recipient;
        if (recipient is not null
            && policy.Model.Onward.GetValueOrDefault(recipient)?.From.Contains(role) != true)
        {
            return (null, Refusal.Of(
                PolicyErrors.RecipientNotPermitted,
                "the role may not pass data on to that agency: " + RecipientsOf(role, policy.Model),
                AnswerStatus.Forbidden));
        }

        return (new Caller
        {
            Role = role,
            OtherRoles =
            [
                .. identity.Roles.Where(other => other != role && policy.RoleAt(other) >= 0)
                    .Distinct().Order(StringComparer.Ordinal),
            ],
            Agency = identity.Agency,
            Scopes = identity.Scopes,
            Subject = pseudonyms.Of(identity.Subject),
            Recipient = identity.Desk,
            Purpose = string.IsNullOrWhiteSpace(access.Purpose) ? null : access.Purpose,
            Stage = stage,
            StatesStage = access.Stage is not null,
            AsAt = asAt,
            Reason = access.Reason,
            BreakGlass = string.IsNullOrWhiteSpace(access.BreakGlass) ? null : access.BreakGlass,
            LacksSecondFactor = !identity.HasSecondFactor,
            OnwardTo = recipient,
        }, null);
    }

    private static string? TextFault(string header, string? text) =>
        text is null ? null
        : text.Length > MaxText ? $"`{header}` holds {text.Length} characters; {MaxText} is the most"
        : text.Any(char.IsControl) ? $"`{header}` holds a character that is not printed, as the end of a line is"
        : null;

    // It is the caller's own row of the policy, so it may be told.
    private static string RecipientsOf(string role, PolicyModel model)
    {
        var permitted = model.Onward.Where(rule => rule.Value.From.Contains(role)).Select(rule => rule.Key)
            .Order(StringComparer.Ordinal).ToList();
        return permitted.Count == 0
            ? "it may pass data on to none, so leave the recipient out"
            : "name one of " + string.Join(", ", permitted);
    }

    // Several roles never add up: the purpose picks one that may state it. What is forbidden to another still holds.
    private static string? RoleOf(CallerIdentity identity, string? purpose, PolicyTable policy)
    {
        var known = identity.Roles.Where(role => policy.RoleAt(role) >= 0).Order(StringComparer.Ordinal).ToList();
        var at = policy.PurposeAt(purpose);
        return known.Find(role => at >= 0 && policy.Purposes[at].Roles.Contains(role)) ?? known.FirstOrDefault();
    }
}
