using Aggregator.Kit;

namespace Aggregator.SocialCare;

/// <summary>
/// Plans and looked-after status as at an instant. That nothing is found is worded so that nobody reads it as an
/// all-clear: most children who come to harm were on no plan.
/// </summary>
internal static class PlanRecords
{
    public const string Kind = "Plan";

    private const int MonthsThatCount = 12;

    /// <summary>True for a plan of the person as a child: what a parent has to do with are those of its children.
    /// </summary>
    /// <param name="subjects">Whom the plan is about.</param>
    /// <param name="person">The person's id.</param>
    public static bool IsOfChild(IEnumerable<FactSubject> subjects, string person) =>
        subjects.Any(subject => subject.PersonId == person && subject.Part == "CHILD");

    /// <summary>The contract's PlanStatus.</summary>
    /// <param name="plans">The person's plans.</param>
    /// <param name="asAt">The instant, UTC.</param>
    /// <param name="source">Whom to talk to.</param>
    public static object Status(IReadOnlyList<Fact> plans, DateTimeOffset asAt, AgencySource source)
    {
        var day = LondonTime.DateOf(asAt);
        string StateOf(string kind)
        {
            Fact[] ofKind = [.. plans.Where(plan => plan.Text("plan") == kind && !(Day(plan, "from") > day))];
            return ofKind.Any(plan => !(Day(plan, "until") < day)) ? "CURRENT"
                : ofKind.Any(plan => Day(plan, "until") > day.AddMonths(-MonthsThatCount)) ? "ENDED_WITHIN_A_YEAR"
                : "NONE_FOUND";
        }

        return new
        {
            childProtectionPlan = StateOf("CHILD_PROTECTION_PLAN"),
            childInNeedPlan = StateOf("CHILD_IN_NEED_PLAN"),
            lookedAfter = StateOf("LOOKED_AFTER"),
            plans = plans.Select(plan => plan.Id),
            wording = plans.Count > 0
                ? "as recorded here"
                : "nothing found in what this source shares with your role; that nothing is found is no reassurance",
            contact = new
            {
                agency = source.Code,
                source.Contact.Team,
                source.Contact.Phone,
                source.Contact.Hours,
            },
        };
    }

    private static DateOnly? Day(Fact plan, string field) =>
        plan.Text(field) is { } text && LondonTime.TryDate(text, out var day) ? day : null;
}
