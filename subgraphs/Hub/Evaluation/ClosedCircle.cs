using Aggregator.Hub.Rules;

namespace Aggregator.Hub.Evaluation;

/// <summary>What rules may look at where people of the circle are closed to who asks.</summary>
internal static class ClosedCircle
{
    /// <summary>
    /// The input without them: it is that of a circle in which they are not. What is also about somebody else of the
    /// circle stays, and names them no more. Nor is a half-sibling in it who is closed, or is one through who is; and
    /// nobody spoke or wrote to them.
    /// </summary>
    /// <param name="input">What the gateway handed over.</param>
    /// <param name="closed">The closed; the child, about whom the answer is, is the policy's alone.</param>
    public static RuleInput Leave(RuleInput input, IReadOnlySet<string> closed)
    {
        bool IsOpen(string person) => person == input.Child.Id || !closed.Contains(person);
        bool IsNobodyClosed(string? person) => person is null || IsOpen(person);
        bool IsMember(CircleMember member) => IsOpen(member.PersonId) && member.TellsOf.All(IsOpen);
        if (input.Circle.All(IsMember) && input.TellsOf.All(IsOpen))
        {
            return input;
        }

        CircleMember[] circle = [.. input.Circle.Where(IsMember)];
        var open = circle.Select(member => member.PersonId).Append(input.Child.Id).ToHashSet(StringComparer.Ordinal);
        bool IsKnown(SafeguardingFact fact) =>
            (fact.About.All(IsOpen) || fact.About.Any(open.Contains))
            // A record that is a closed person's alone is not there, and a marker is one of its own.
            && (fact.RecordOf.Count == 0 || fact.RecordOf.Any(IsOpen))
            && IsNobodyClosed(fact.Marker?.Person)
            // What is said of closed children alone is said of nobody.
            && !(fact.SaysOfAChild && fact.ChildImpact.Count > 0 && !Impact(fact).Any());
        IEnumerable<CodedImpact> Impact(SafeguardingFact fact) =>
            fact.ChildImpact.Where(impact => IsNobodyClosed(impact.Person));
        return input with
        {
            Circle = circle,
            Facts =
            [
                .. input.Facts.Where(IsKnown)
                    .Select(fact => fact with
                    {
                        About = [.. fact.About.Where(IsOpen)],
                        ChildImpact = [.. Impact(fact)],
                        Referral = fact.Referral is { } referral ? Known(referral) : null,
                    }),
            ],
        };

        // Nor does a record of theirs rest on a referral that is somebody's who is closed.
        ReferralFact? Known(ReferralFact referral) => !IsNobodyClosed(referral.Person) ? null : referral with
        {
            Contacts = [.. referral.Contacts.Where(contact => IsNobodyClosed(contact.Person))],
        };
    }
}
