// Plain words for the codes that the pages show. A test holds these lists to the schema and the policy.

export const words = {
  AgencyCode: {
    POL: "Police", CSC: "Social care", GP: "GP", HV: "Health visiting", MID: "Midwifery",
    HST: "Health desk", THX: "Talking therapies", ADV: "Advice line", AMB: "Ambulance",
    ED: "Emergency dept", HUB: "Hub", PPL: "Person index",
  },
  RuleCode: {
    PARENT_SELF_HARM: "Self-harm concern about a parent",
    UNDER2_DA_NOTIFY: "Police domestic incident around a child under two",
    CHILD_IMPACT_DA: "Child affected by domestic abuse",
    CLUSTER_U2: "Several factors together, child under two",
    REPEAT_REFERRALS: "Repeated referrals",
    DECISION_CHECK: "A decision lacks what it should rest on",
    NOTED_NO_DECISION: "A referral was noted without a decision",
    CONSENT_SCOPE_GAP: "Agreement to share leaves out an involved service",
    INTENDED_SHARE_NOT_RECORDED: "Somebody meant to tell, and no outcome is recorded",
    MARKER_PROPAGATE: "A warning reaches where the child stays",
    REFERRAL_CHASE_DUE: "A referral may be chased",
    NO_FEEDBACK: "The referrer has had no feedback",
    FYI_WITH_RISK: "Sent for information, and yet there is risk",
    UNBORN_LINK: "Another child is expected or born",
    REPEAT_INCIDENTS: "Repeated police incidents",
    SILENCE_AFTER_CLOSURE: "Silence since closure",
    CONTACT_WITH_UNSEEN_CONCERNS: "There are concerns you have not been shown",
    REFERRAL_ACK_DUE: "A referral is to be acknowledged",
    MULTI_ADDRESS_U1: "Child under one at several addresses",
    UNMET_REQUEST_PARENT_U1: "A parent asked to be seen and was not",
    MH_SCORE_PARENT_U1: "A parent's screening score",
    UNINFORMED_AGENCY: "An involved service has no record of being told",
    RECORD_INSUFFICIENT: "A record is too brief to tell",
    SOURCE_INCOMPLETE: "A source did not answer",
    DISCONTINUITY: "Many professionals, nobody in the lead",
    LEGAL_HOLD: "The record is held for legal reasons",
  },
  ServiceLevel: {
    COMMUNITY: "Community", UNIVERSAL: "Universal", UNIVERSAL_PLUS: "Universal plus",
    UNIVERSAL_PARTNERSHIP_PLUS: "Universal partnership plus", TARGETED: "Targeted", SPECIALIST: "Specialist",
  },
  AlertSeverity: { IMMEDIATE: "Immediate", ACT_TODAY: "Act today", INFORM: "For information" },
  AlertState: { OPEN: "Open", ACKNOWLEDGED: "Acknowledged", ACTIONED: "Acted on", OVERRIDDEN: "Set aside" },
  AlertAsk: {
    CHECK_ON_CHILD: "Check on the child",
    TALK_TO_ORIGINATOR: "Talk to who recorded it",
    TALK_TO_HEALTH_DESK: "Talk to the health desk",
    REVIEW_SERVICE_LEVEL: "Review the level of your service",
    TELL_THOSE_NOT_TOLD: "Tell those who were not told",
    RECORD_IMPACT_ON_CHILD: "Record what it means for the child",
    RECORD_DECISION: "Record a decision",
    RECORD_BASIS_DECISION: "Decide and record on what basis to share",
    GIVE_REASON_FOR_NOT_ASSESSING: "Give the reason for not assessing",
    ACKNOWLEDGE: "Acknowledge the referral",
    GIVE_FEEDBACK: "Give the referrer feedback",
    CHASE_REFERRAL: "Chase the referral",
    ASK_WHAT_IS_WANTED: "Ask the sender what is wanted",
    RECORD_OUTCOME_OF_INTENTION: "Record whether they were told",
    IDENTIFY_OTHER_FAMILY: "Find the other family's services",
    VISIT_SAFELY: "Talk to the police desk before a visit",
    LOOK_AGAIN: "Look at the case again",
    COMPLETE_RECORD: "Complete the record",
    NAME_A_LEAD: "Name who leads",
    KEEP_EVERYTHING: "Keep everything; nothing is to be deleted",
  },
  MissingCode: {
    NOT_INFORMED: "no record of telling",
    NOBODY_INFORMED: "nobody informed",
    NO_AGENCY_CHECKS: "no checks with other agencies",
    NO_IMPACT_STATEMENT: "no statement of what it means for the child",
    EARLY_HELP_NOT_CONSIDERED: "early help not considered",
    REFERRER_NOT_SPOKEN_TO: "referrer not spoken to",
    FATHER_NOT_SPOKEN_TO: "father not spoken to",
    GRANDPARENTS_NOT_SPOKEN_TO: "grandparents not spoken to",
    SUPPORT_DECLINED_WITH_RISK: "support declined while there is risk",
    SAFE_ADDRESS_NOT_CHECKED: "safe address not checked",
    LETTER_NOT_REVIEWED: "closing letter not reviewed",
    NO_ACKNOWLEDGEMENT: "no acknowledgement",
    NO_FEEDBACK: "no feedback to the referrer",
    NO_DECISION: "no decision",
    NO_OUTCOME_OF_INTENTION: "no outcome of a stated intention to tell",
    NO_BASIS_DECISION: "no decision on what basis to share",
    NO_CONTACT_SINCE_CLOSURE: "no contact since closure",
    SOURCE_NOT_ANSWERING: "a source did not answer",
    NO_LEAD: "nobody in the lead",
  },
  KnowledgeState: {
    HELD: "Held", SHOWN: "Shown", TOLD: "Told", ACKNOWLEDGED: "Told, acknowledged", ACTED: "Acted on",
    NOT_TOLD: "Not told", NO_INVOLVEMENT_FOUND: "Nothing found", CANNOT_TELL: "Cannot tell",
  },
  CannotTellReason: {
    SOURCE_NOT_ANSWERING: "could not check with",
    RECORD_INSUFFICIENT: "record too brief to tell",
    INTENTION_WITHOUT_OUTCOME: "meant to be told by",
  },
  SourceState: {
    OK: "Answered", PARTIAL: "Answered in part", DEGRADED: "Answering slowly", UNAVAILABLE: "Did not answer",
    NOT_CONNECTED: "Not connected", SUSPENDED: "Suspended", NOT_COVERED: "Not covered at this date",
    PENDING: "Answer not here yet",
  },
  ClockState: { ON_TIME: "in time", DUE: "due", OVERDUE: "overdue", MET_LATE: "late" },
  Certainty: {
    CONFIRMED: "confirmed", RECORDED: "recorded", REPORTED: "reported", ALLEGED: "alleged",
    INFERRED_BY_PROFESSIONAL: "inferred by a professional", SCREEN_POSITIVE: "positive screening, no diagnosis",
    POSSIBLE: "possible", DISPUTED: "disputed", UNKNOWN: "certainty not known",
  },
  disclosure__Effect: {
    CLEAR: "given", GENERALISE: "given as a category", MASK: "masked",
    EXISTS: "that it exists, without content", OMIT: "withheld", HIDE: "withheld",
  },
  Reason: {
    WITHHELD: "not shared with your role for this purpose",
    NO_RELATIONSHIP: "no such person, or no recorded relationship between you and this person",
    STAGE_TOO_EARLY: "shared only at a later stage",
    REGISTER_UNAVAILABLE: "the hub's register could not be asked",
    NOT_AUTHORISED: "the agency demands a permission that you do not have",
    CONSENT_OUT_OF_SCOPE: "agreement does not reach you, and no decision to share is recorded",
    CONSENT_REFUSED: "agreement was refused, and no decision to share is recorded",
    LEGAL_NOT_SHARED: "a recorded decision not to share",
    SEALED: "shielded: who may, breaks the glass",
    LEGAL_RESTRICTION: "restricted by law",
    THIRD_PARTY: "about somebody else",
  },
  Purpose: {
    SAFEGUARD_ENQUIRY: "Finding out whether a child needs safeguarding",
    S17_ASSESSMENT: "Assessing a child in need",
    S47_ENQUIRY: "Enquiring into significant harm",
    SAFEGUARD_OWN_CASELOAD: "Safeguarding my own patients and caseload",
    DIRECT_CARE: "Treating or caring for the person",
    REFERRAL_FOLLOW_UP: "Following up a referral",
    AUDIT: "Checking who saw what",
    SUBJECT_RIGHTS: "Answering a person's request about their own data",
    SERVICE_PLANNING: "Planning services from counts",
    RULE_EVALUATION: "Evaluating the hub's rules",
  },
  Class: {
    SERVICE_FACT: "Facts about services",
    AGGREGATE: "Counts",
    CHILD_IDENTITY: "Identity and age",
    NHS_NUMBER: "NHS number",
    DATE_OF_DEATH: "Date of death",
    UNIVERSAL_INVOLVEMENT: "Involvement of universal services",
    SENSITIVE_INVOLVEMENT: "Involvement of sensitive services",
    FAMILY_NETWORK: "Family network and carers",
    ADDRESS: "Addresses",
    HALF_SIBLING: "Existence of a half-sibling",
    OTHER_PARENT_IDENTITY: "Identity of a half-sibling's other parent",
    POLICE_INCIDENT: "Police incident: type, date, grade",
    POLICE_NARRATIVE: "Police narrative",
    ITEMS_FOUND: "Items found",
    WARNING_MARKER: "Warning marker",
    INTELLIGENCE: "Intelligence",
    REFERRAL_STATE: "Referral: state, outcome, date",
    REFERRAL_CONTENT: "Referral content",
    DECISION_RATIONALE: "Decision rationale",
    HEALTH_CONTACT: "Contact with a health service",
    GP_NARRATIVE: "GP narrative",
    THERAPY_CONTACT: "Contact with a therapy service",
    THERAPY_NARRATIVE: "Therapy narrative and disclosures",
    SCREENING_SCORE: "Screening score",
    SCREENING_BAND: "Screening band",
    PARENT_SELF_HARM: "Parent's self-harm flag",
    CHILD_IMPACT: "Child-impact codes",
    CHILD_HEALTH_CONTENT: "Health visiting and midwifery content",
    URGENT_CONTACT: "Ambulance or advice-line contact",
    URGENT_NARRATIVE: "Ambulance or advice-line narrative",
    CONSENT_RECORD: "Agreement and consent",
    SHARING_DECISION: "Decision to share or not",
    KNOWLEDGE_MATRIX: "Knowledge matrix",
    ALERT: "Alerts to the caller's desk",
    REFERRAL_CLOCK: "Referral clocks",
    INFORMED: "Who was told",
    RULE_INPUT: "Coded facts for the hub's rules",
    SEALED: "Sealed or protected",
    CRITICAL_INCIDENT: "Critical incident and legal restriction",
    ACCESS_LOG: "Access log",
    BREAK_GLASS: "Broken glass and its review",
    HUB_REGISTER: "The hub's register: links, enquiries, stages",
    SEARCH_STUB: "A person found by a search",
  },
  Stage: { CONTACT: "Contact", S17: "Section 17", S47: "Section 47" },
  AbsenceReason: {
    NOT_HELD: "nothing found in what this source shares with your role", NOT_ASKED: "not asked",
    ASKED_NO_ANSWER: "asked, no answer", NOT_COVERED: "not covered by this source",
    RECORD_INSUFFICIENT: "the record is too brief to tell", NOT_APPLICABLE: "does not apply",
    NOT_YET_BORN: "not yet born", NOT_RECORDED: "not recorded", PENDING: "not here yet",
  },
  ReferralIntent: {
    REQUEST_FOR_SERVICE: "request for a service", CHILD_PROTECTION_CONCERN: "child protection concern",
    FOR_INFORMATION: "for information", REQUEST_FOR_INFORMATION: "request for information",
    NOTIFICATION: "notification",
  },
  ScreeningOutcome: {
    NO_FURTHER_ACTION: "no further action", INFORMATION_AND_ADVICE: "information and advice",
    EARLY_HELP: "early help", ASSESSMENT_S17: "assessment under section 17",
    STRATEGY_DISCUSSION_S47: "strategy discussion under section 47",
    LINKED_TO_OPEN_CASE: "linked to an open case", NOTED_NO_DECISION: "noted, no decision", OTHER: "other",
  },
};

const concern = {
  PARENT_SELF_HARM: "self-harm risk of a parent", PARENT_SUICIDAL_IDEATION: "a parent's thoughts of self-harm",
  PARENT_MENTAL_HEALTH: "a parent's mental health", MULTI_RESIDENCE: "living between addresses",
  HALF_SIBLING: "half-sibling", CHILD_HELD_DURING_ASSAULT: "child held during an assault",
};
words.ConcernCategory = concern;

const spelled = { GP: "GP", PHQ_9: "PHQ-9", GAD_7: "GAD-7" };

/** The words for a code; a code that is new here is spelled out rather than lost. */
export function say(list, code) {
  return code ? words[list]?.[code] ?? spell(code) : null;
}

/** Several codes of one list in words. */
export const sayAll = (list, codes) => (codes ?? []).map(code => say(list, code)).join(", ");

/** A code of a list without words of its own: `ALTERNATING` is "alternating". */
export const spell = code => code ? spelled[code] ?? code.toLowerCase().replaceAll("_", " ") : null;

/** The same with a capital, for the start of a line. */
export const capital = text => text ? text[0].toUpperCase() + text.slice(1) : text;

/** A field of the schema in words: `PoliceIncident.narrative` is "police incident: narrative". */
export function sayField(coordinate) {
  const [type, field] = coordinate.split(".");
  return `${apart(type)}: ${apart(field)}`;
}

const apart = name => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
