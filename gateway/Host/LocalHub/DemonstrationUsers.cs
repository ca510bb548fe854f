namespace Aggregator.Host.LocalHub;

/// <summary>A user of the local hub's own issuer.</summary>
/// <param name="Name">The subject.</param>
/// <param name="Role">The role, as schema/policy names it.</param>
/// <param name="Agency">The agency code; hub staff carry HUB.</param>
/// <param name="Desk">The worker or desk that the hub's register holds links for.</param>
/// <param name="Purpose">The purpose that such a user states.</param>
internal sealed record DemonstrationUser(string Name, string Role, string Agency, string Desk, string Purpose);

/// <summary>One demonstration user for each role, and some more for other families and desks.</summary>
internal static class DemonstrationUsers
{
    public static readonly IReadOnlyList<DemonstrationUser> All =
    [
        new("analyst", "ANALYST", "HUB", "hub.analyst-1", "SAFEGUARD_ENQUIRY"),
        new("decision-maker", "DECISION_MAKER", "HUB", "hub.manager-1", "SAFEGUARD_ENQUIRY"),
        new("social-worker", "SOCIAL_WORKER", "CSC", "csc.worker-3", "S17_ASSESSMENT"),
        new("out-of-hours", "SOCIAL_WORKER_OOH", "CSC", "csc.front-door", "S47_ENQUIRY"),
        new("police-desk", "POLICE_DESK", "POL", "pol.referral-desk", "SAFEGUARD_ENQUIRY"),
        new("health-desk", "HEALTH_DESK", "HST", "hst.desk", "SAFEGUARD_ENQUIRY"),
        new("therapist", "THERAPIST", "THX", "thx.therapist-7", "SAFEGUARD_OWN_CASELOAD"),
        new("emergency", "EMERGENCY", "ED", "ed.desk", "DIRECT_CARE"),
        new("ambulance", "AMBULANCE", "AMB", "amb.desk", "DIRECT_CARE"),
        new("gp", "GP", "GP", "gp.surgery-1", "SAFEGUARD_OWN_CASELOAD"),
        new("gp-of-father", "GP", "GP", "gp.surgery-2", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor", "HEALTH_VISITOR", "HV", "hv.caseload-12", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor-of-half-sibling", "HEALTH_VISITOR", "HV", "hv.caseload-31", "SAFEGUARD_OWN_CASELOAD"),
        new("health-visitor-elsewhere", "HEALTH_VISITOR", "HV", "hv.caseload-99", "SAFEGUARD_OWN_CASELOAD"),
        new("midwife", "MIDWIFE", "MID", "mid.team-2", "SAFEGUARD_OWN_CASELOAD"),
        new("dashboard", "DASHBOARD", "HUB", "hub.dashboard", "SERVICE_PLANNING"),
        new("auditor", "AUDITOR", "HUB", "hub.auditor-1", "AUDIT"),
        new("dpo", "DPO", "HUB", "hub.dpo-1", "SUBJECT_RIGHTS"),
    ];

    public static DemonstrationUser? Find(string name) => All.FirstOrDefault(user => user.Name == name);
}
