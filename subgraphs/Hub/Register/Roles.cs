namespace Aggregator.Hub.Register;

/// <summary>The roles that the hub tells apart.</summary>
internal static class Roles
{
    public const string Analyst = "ANALYST";
    public const string DecisionMaker = "DECISION_MAKER";
    public const string SocialWorker = "SOCIAL_WORKER";
    public const string SocialWorkerOutOfHours = "SOCIAL_WORKER_OOH";
    public const string HealthDesk = "HEALTH_DESK";
    public const string PoliceDesk = "POLICE_DESK";
    public const string Gp = "GP";
    public const string HealthVisitor = "HEALTH_VISITOR";
    public const string Midwife = "MIDWIFE";
    public const string Therapist = "THERAPIST";
    public const string Emergency = "EMERGENCY";
    public const string Ambulance = "AMBULANCE";
    public const string Dashboard = "DASHBOARD";
    public const string Auditor = "AUDITOR";
    public const string DataProtectionOfficer = "DPO";
    public const string HubRules = "HUB_RULES";

    /// <summary>True for a role that oversees what the hub does, with no link to anybody; that somebody is shielded it
    /// is told.</summary>
    /// <param name="role">The role.</param>
    public static bool Oversees(string role) => role is Auditor or DataProtectionOfficer;
}
