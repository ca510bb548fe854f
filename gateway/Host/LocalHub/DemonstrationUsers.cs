namespace Aggregator.Host.LocalHub;

/// <summary>A user of the local hub's own issuer.</summary>
/// <param name="Name">The subject, and the worker or desk that the hub's register holds links for.</param>
/// <param name="Role">The role, as schema/policy names it.</param>
/// <param name="Agency">The agency code; hub staff carry HUB.</param>
/// <param name="Purpose">The purpose that such a user states.</param>
internal sealed record DemonstrationUser(string Name, string Role, string Agency, string Purpose)
{
    /// <summary>Was let in by a second factor.</summary>
    public bool HasSecondFactor { get; init; } = true;
}

/// <summary>One demonstration user for each role, and some more for other families and desks.</summary>
internal static class DemonstrationUsers
{
    public static readonly IReadOnlyList<DemonstrationUser> All =
    [
        new("analyst", "ANALYST", "HUB", "SAFEGUARD_ENQUIRY"),
        new("decision-maker", "DECISION_MAKER", "HUB", "SAFEGUARD_ENQUIRY"),
        new("social-worker", "SOCIAL_WORKER", "CSC", "S17_ASSESSMENT"),
        new("out-of-hours", "SOCIAL_WORKER_OOH", "CSC", "S47_ENQUIRY"),
        new("police-desk", "POLICE_DESK", "POL", "SAFEGUARD_ENQUIRY"),
        new("health-desk", "HEALTH_DESK", "HST", "SAFEGUARD_ENQUIRY"),
        new("therapist", "THERAPIST", "THX", "SAFEGUARD_OWN_CASELOAD"),
        new("emergency", "EMERGENCY", "ED", "DIRECT_CARE"),
        new("ambulance", "AMBULANCE", "AMB", "DIRECT_CARE"),
        new("gp", "GP", "GP", "SAFEGUARD_OWN_CASELOAD"),
        new("gp-2", "GP", "GP", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor-2", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor-3", "HEALTH_VISITOR", "HV", "SAFEGUARD_OWN_CASELOAD"),
        new("midwife", "MIDWIFE", "MID", "SAFEGUARD_OWN_CASELOAD"),
        new("dashboard", "DASHBOARD", "HUB", "SERVICE_PLANNING"),
        new("auditor", "AUDITOR", "HUB", "AUDIT"),
        new("dpo", "DPO", "HUB", "SUBJECT_RIGHTS"),
    ];

    public static DemonstrationUser? Find(string name) => All.FirstOrDefault(user => user.Name == name);
}
