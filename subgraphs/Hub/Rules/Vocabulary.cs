namespace Aggregator.Hub.Rules;

// The code lists of schema/vocabulary.graphql that rules read, in C# spelling: `AssessmentS17` is `ASSESSMENT_S17`.

internal enum AgencyCode { POL, CSC, GP, HV, MID, HST, THX, ADV, AMB, ED, HUB, PPL }

internal enum Certainty
{
    Confirmed, Recorded, Reported, Alleged, InferredByProfessional, ScreenPositive, Possible, Disputed, Unknown,
}

internal enum ChildImpactCode
{
    InHousehold, PresentDuringAbuse, HeldDuringAbuse, LeftUnattended, Witnessed, SeenWell, NotConsidered,
}

internal enum EventKind
{
    PoliceIncident, ReviewStep, RoleDecision, Referral, ScreeningDecision, ContactWithFamily, Consultation,
    AppointmentRequest, HealthVisit, ClinicContact, MidwiferyContact, BirthNotification, Handover, TherapySession,
    AdviceLineContact, AmbulanceAttendance, EmergencyAttendance, Immunisation, CriticalIncident,
}

internal enum ReferralIntent
{
    RequestForService, ChildProtectionConcern, ForInformation, RequestForInformation, Notification,
}

internal enum ScreeningOutcome
{
    NoFurtherAction, InformationAndAdvice, EarlyHelp, AssessmentS17, StrategyDiscussionS47, LinkedToOpenCase,
    NotedNoDecision, Other,
}

internal enum ConcernCategory
{
    RelationshipCrisis, ParentSelfHarm, ItemsFound, Substance, Weapons, DomesticAbuse, ParentMentalHealth,
    ParentSuicidalIdeation, ChildHeldDuringAssault, LeftUnattended, MultiResidence, HalfSibling, ChildPresent,
    Referral, Decision, StatedIntention, Marker, Contact, UniversalContact, Birth, SupportDeclined,
    RecordInsufficient,
}

internal enum AccountOf { Mother, Father, FamilyMember, Professional, Officers, Neighbour, Other }

internal enum DecisionGap
{
    NobodyInformed, NoAgencyChecks, NoImpactStatement, EarlyHelpNotConsidered, ReferrerNotSpokenTo,
    FatherNotSpokenTo, GrandparentsNotSpokenTo, SupportDeclinedWithRisk, SafeAddressNotChecked, LetterNotReviewed,
}

/// <summary>What somebody in the child's circle is to the child.</summary>
internal enum Relation
{
    Self, Mother, Father, Parent, StepParent, Carer, Sibling, HalfSibling, UnbornSibling, UnbornHalfSibling,
    Grandparent, HouseholdMember, Other,
}
