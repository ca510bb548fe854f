// What the pages ask of /graphql. The case view has no other way in: a role sees here what it sees anywhere.

const contact = `fragment ContactParts on Contact { agency team name phone hours reference }`;

const event = `
fragment EventParts on CaseEvent {
  __typename id kind agency sortAt headline
  when { text }
  recordedAt receivedAt
  contact { ...ContactParts }
  childImpact { code certainty }
  informed { agency at how acknowledgedAt }
  absent { field reason note }
  ... on PoliceIncident {
    subjects { match { state } }
    incidentType
    gradings { scheme grade }
    childrenPresent { place certainty }
    narrative narrativeCategory itemsFound itemsFoundCategory
  }
  ... on ReviewStep { subjects { match { state } } role reviewOutcome: outcome }
  ... on RoleDecision { subjects { match { state } } unit unitRole: decision rationale }
  ... on Referral { subjects { match { state } } from to intent channel content contentCategory }
  ... on ScreeningDecision { subjects { match { state } } decisionOutcome: outcome actions rationale rationaleCategory }
  ... on ContactWithFamily { subjects { match { state } } how childSeen narrative narrativeCategory }
  ... on Consultation { subjects { match { state } } setting childSeen narrative narrativeCategory }
  ... on AppointmentRequest {
    subjects { match { state } }
    requestedFor requestOutcome: outcome narrative narrativeCategory
  }
  ... on OnwardReferral { subjects { match { state } } onwardTo: to channel content contentCategory }
  ... on HealthVisit {
    subjects { match { state } }
    childSeen level narrative narrativeCategory
    screenings { instrument result on }
  }
  ... on ClinicContact { subjects { match { state } } childSeen narrative narrativeCategory }
  ... on MidwiferyContact { subjects { match { state } } childSeen narrative narrativeCategory }
  ... on Handover { subjects { match { state } } handedFrom: from handedTo: to concernsPassedOn }
  ... on TherapySession {
    subjects { match { state } }
    number narrative narrativeCategory
    measures { instrument score band bandScheme }
    intentions { to by statedAt outcome outcomeAt }
    agreement { state scope toldOfDuty }
  }
  ... on AdviceLineContact {
    subjects { match { state } }
    calledBy advice narrative narrativeCategory
    messageSentTo { agency at how }
  }
  ... on AmbulanceAttendance { subjects { match { state } } completeness conveyed narrative narrativeCategory }
  ... on EmergencyAttendance { subjects { match { state } } disposal narrative narrativeCategory }
  ... on Immunisation { subjects { match { state } } course dose }
  ... on BirthNotification { subjects { match { state } } }
  ... on CriticalIncident { subjects { match { state } } }
}`;

const alert = `
fragment AlertParts on Alert {
  id rule severity placement state overdue overrideReason mayBeIncomplete firedAt for
  because { recordId agency kind at category certainty }
  missing { code state recordId agency couldNotCheck }
  components { name certainty sources accounts }
  standingDecision { id version title }
  show {
    type categories date grade gradeScheme parties child childStays socialCareOutcome socialCareOutcomeAt
    asked replyBy
    contact { ...ContactParts }
    desk { ...ContactParts }
  }
  handling { subjectAware doNotRaiseWith safeContact homeVisitSafety keepOutOfParentHeldRecords }
}`;

const referral = `
fragment ReferralParts on Referral {
  id from to intent heading channel sentAt receivedAt consideredAt
  contact { ...ContactParts }
  handledBy { ...ContactParts }
  clock { ackDueAt acknowledgedAt chaseFrom chasedAt decisionDueAt decidedAt feedbackDueAt feedbackGivenAt state }
  decisions {
    id sortAt outcome outcomeVerbatim closed recommendedBy endorsedBy actions signposted gaps impactOnChild
    rationale rationaleCategory
    agencyChecks { agency askedAt answeredAt result }
    familySpokenTo { relation how at }
    closing { form sentAt safeAddressChecked reviewedBeforeSending }
    informed { agency at how acknowledgedAt }
  }
  feedback { state dueAt givenAt to how }
}`;

const screen = `
fragment Screen on Child {
  id name sex dateOfBirth dateOfDeath nhsNumber
  age { text }
  unborn { expectedDate bookedWith }
  identifiers { type value verification absent }
  absent { field reason note }
  alerts { ...AlertParts }
  notes { ...AlertParts }
  unseenConcerns { recordId agency kind at categories contact { ...ContactParts } }
  residences {
    id kind pattern certainty from to reportedBy reportedAt
    address { id lines postcode district doNotDiscloseTo { id name } }
  }
  household { pattern address { id } members { id name } }
  markersAtAddresses { markerId agency code addressId wording wordingCategory contact { ...ContactParts } }
  circleLeftOut
  circle {
    relation parentalResponsibility isCarer certainty reasons
    person { id name sex ageBand }
  }
  halfSiblings {
    id relation expectedDate dateOfBirth certainty
    throughPerson { id name }
    person { id name }
    otherParent { id name }
  }
  involvements {
    id agency status service level from to lastContact
    subjects { match { state } person { id name } }
    contact { ...ContactParts }
  }
  knowledgeMatrix {
    concern title firstKnown mayBeIncomplete uninformedInvolved
    cells { agency state at consideredAt presumed reason couldNotCheck extent }
  }
  referrals { nodes { ...ReferralParts } missing { agency state since } }
  chronology(first: $first) {
    nodes { ...EventParts }
    pageInfo { hasNextPage endCursor }
    missing { agency state since }
  }
}`;

const sources = `
fragment Sources on SourceStatus {
  agency name state lastUpdated checkedAt message unmatchedPersons
  coverage { from to area cohort explanation }
}`;

/** Everything on the first screen, in one request: by id, or by NHS number for roles that may look up by it. */
export const caseView = `
query CaseView($child: ID, $nhsNumber: String, $first: Int!) {
  child(id: $child, nhsNumber: $nhsNumber) { ...Screen }
  sourceStatus { ...Sources }
  mayOpenEnquiry
}
${screen}${sources}${contact}${alert}${referral}${event}`;

/** The next page of the chronology. */
export const chronologyPage = `
query ChronologyPage($child: ID!, $first: Int!, $after: String!) {
  child(id: $child) {
    chronology(first: $first, after: $after) {
      nodes { ...EventParts }
      pageInfo { hasNextPage endCursor }
      missing { agency state since }
    }
  }
}
${contact}${event}`;

/** Makes a relationship to a child. */
export const openEnquiry = `
mutation OpenEnquiry($child: ID!, $contact: String, $purpose: String!) {
  openEnquiry(child: $child, contact: $contact, purpose: $purpose) { id recordedAt problems { code field message } }
}`;

/** Answers a card. */
export const replyToAlert = `
mutation ReplyToAlert($reply: AlertReplyInput!) {
  replyToAlert(reply: $reply) { id recordedAt problems { code field message } }
}`;
