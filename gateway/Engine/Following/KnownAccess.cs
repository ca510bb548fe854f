using Aggregator.Policy;

namespace Aggregator.Engine;

/// <summary>
/// What the register says of the persons whom a follower was told of, as far as it decides what the follower is given
/// and the follower may know of it: when it changes, what was sent is no longer what they may see.
/// </summary>
/// <remarks>
/// Invariant: nothing of somebody or of an agency that is hidden from the follower is in it. Else an event would come,
/// with nothing in it that changed, and tell that they are there.
/// </remarks>
internal static class KnownAccess
{
    /// <summary>As one text, to be compared; null when the register does not say how it stands now.</summary>
    /// <param name="answer">The register's answer, after the seal.</param>
    /// <param name="persons">Whom the follower was told of.</param>
    /// <param name="row">The follower.</param>
    public static string? Of(RegisterAnswer answer, IEnumerable<string> persons, CallerRow row)
    {
        if (answer.State != RegisterState.Current)
        {
            return null;
        }

        var hidden = HiddenAgencies.Of(row);
        return string.Join('\n', persons.Order(StringComparer.Ordinal)
            .Select(person => (person, facts: answer.Persons.GetValueOrDefault(person)))
            // Of whom no more is known than that they are there, or what alerts say, agreements are not shown either.
            .Where(each => each.facts?.Links.Any(link => link.Reach == LinkReach.View) is true)
            .Select(each =>
            {
                var recorded = each.facts!.Stage ?? Stage.Contact;
                var counts = hidden.Where(at => at.Stage <= recorded).MaxBy(at => at.Stage);
                return $"{each.person} {counts.Stage} {each.facts.BreakGlass?.Id} "
                    + string.Join(' ', Links(each.facts).Concat(Consents(each.facts, row, counts.Codes)));
            }));
    }

    // Not through whom: that can be somebody of another case.
    private static IEnumerable<string> Links(PersonFacts facts) =>
        facts.Links.Select(link => $"{link.Kind}:{link.Reach}").Distinct().Order(StringComparer.Ordinal);

    // What is agreed to or refused now about the follower's agency. A withdrawal is an agreement that is no longer
    // among them: until when it counts is decided by later ones, of which some may be hidden. Where the hub or social
    // care asked it is not said which of them.
    private static IEnumerable<string> Consents(PersonFacts facts, CallerRow row, IReadOnlyList<string> hidden) =>
        facts.Consents
            .Where(consent => consent.State != "WITHDRAWN" && !(consent.ExpiresAt <= row.Now)
                && consent.Scope.Contains(row.Caller.Agency)
                && !consent.Scope.Any(hidden.Contains)
                && (consent.From is { } asked ? !hidden.Contains(asked)
                    : !hidden.Contains("HUB") && !hidden.Contains("CSC")))
            .Select(consent => $"{consent.Id}:{consent.State}").Order(StringComparer.Ordinal);
}
