// What the hub's rules ask of the caller's desk: why, what is missing, what to do, and how to do it safely.
import { fact, facts, h, joined, list, section, tag } from "./dom.js";
import { talkTo } from "./child.js";
import { replyForm } from "./reply.js";
import { day, due } from "./times.js";
import { capital, say, sayAll, spell } from "./words.js";

/** The cards, gravest first as the hub orders them; `reply` answers one, and is left out when looking back. */
export function alertsSection(alerts, disclosure, reply) {
  const cards = alerts ?? [];
  return section("alerts", `Alerts for your desk: ${cards.length}`,
    "A prompt to a person, never a score. Each names the records that caused it.",
    cards.length === 0
      ? h("p", { class: "none" }, disclosure.value(null, "Child.alerts", ["child"],
        "No open alert for your desk in what this role is shown."))
      : h("ol", { class: "cards" }, cards.map(alert => card(alert, reply))));
}

/** What rules find that is no card, in short. */
export function notesSection(notes) {
  return notes?.length > 0 && h("details", { class: "notes" },
    h("summary", {}, `Also found by rules, without a card: ${notes.length}`),
    list(notes.map(note => [
      h("strong", {}, say("RuleCode", note.rule)), ": ",
      joined((note.because ?? []).map(cause), "; "),
      note.show?.asked?.length > 0 && ` → ${sayAll("AlertAsk", note.show.asked)}`])));
}

function card(alert, reply) {
  const heading = `alert-${alert.id}`;
  const show = alert.show ?? {};
  return h("li", {}, h("article", { class: `card card-${alert.severity.toLowerCase().replaceAll("_", "-")}`,
    "aria-labelledby": heading },
  h("h3", { id: heading }, say("RuleCode", alert.rule)),
  h("p", { class: "tags" },
    tag(alert.severity, say("AlertSeverity", alert.severity)),
    tag("state", say("AlertState", alert.state)),
    alert.overdue && tag("overdue", "Overdue"),
    alert.mayBeIncomplete && tag("incomplete", "A source did not answer or people were left out: there may be more"),
    show.replyBy && h("span", { class: "quiet" }, "Reply by ", due(show.replyBy))),
  facts(
    fact("Asked of you", show.asked?.length > 0 && h("strong", {}, sayAll("AlertAsk", show.asked))),
    fact("Missing", missing(alert.missing)),
    fact("Together", components(alert.components)),
    fact("Because", alert.because?.length > 0 && list(alert.because.map(cause))),
    fact("Talk to", talkTo(show.contact ?? show.desk)),
    fact("Careful", alert.handling?.doNotRaiseWith?.length > 0
      && ["Do not raise with ", h("strong", {}, alert.handling.doNotRaiseWith.join(", "))])),
  h("details", {},
    h("summary", {}, "More", h("span", { class: "unseen" }, ` about: ${say("RuleCode", alert.rule)}`)),
    facts(
      fact("About", about(show)),
      fact("Social care", show.socialCareOutcome
        && [capital(say("ScreeningOutcome", show.socialCareOutcome)), ", ", day(show.socialCareOutcomeAt)]),
      fact("Handling", handling(alert.handling)),
      fact("Cards with", sayAll("AgencyCode", alert.for)),
      fact("Set aside because", alert.overrideReason),
      fact("Shared under", standing(alert.standingDecision)))),
  reply && replyForm(alert, reply)));
}

const cause = record => joined([
  [day(record.at), " ", h("span", { class: "agency" }, say("AgencyCode", record.agency))],
  joined([say("ConcernCategory", record.category) ?? spell(record.kind), say("Certainty", record.certainty)]).join(""),
], ": ");

function about(show) {
  return joined([
    show.parties?.length > 0 && show.parties.join(", "),
    show.grade && `graded ${spell(show.grade)} on the ${show.gradeScheme ?? "sender's own scale"}`,
    show.child?.length > 0 && `child: ${sayAll("ChildImpactCode", show.child)}`,
    show.childStays && `child stays ${show.childStays}`,
  ], "; ");
}

// The same thing missing towards several agencies is one line.
function missing(items) {
  const groups = new Map();
  for (const item of items ?? []) {
    const group = groups.get(`${item.code}|${item.state}`) ?? { ...item, agencies: new Set(), unchecked: new Set() };
    item.agency && group.agencies.add(item.agency);
    (item.couldNotCheck ?? []).forEach(agency => group.unchecked.add(agency));
    groups.set(`${item.code}|${item.state}`, group);
  }

  return groups.size > 0 && list([...groups.values()].map(group => [
    capital(say("MissingCode", group.code)),
    group.agencies.size > 0 && `: ${sayAll("AgencyCode", [...group.agencies])}`,
    group.state === "CANNOT_TELL" && h("em", {}, ` – could not check with ${
      sayAll("AgencyCode", [...group.unchecked]) || "a source"}`),
  ]));
}

const components = parts => parts?.length > 0 && list(parts.map(part => [
  h("strong", {}, capital(spell(part.name))), part.certainty && `, ${say("Certainty", part.certainty)}`,
  part.sources?.length > 0 && `; sources: ${sayAll("AgencyCode", part.sources)}`,
  part.accounts?.length > 0 && `; accounts of: ${sayAll("AccountOf", part.accounts)}`]));

function handling(care) {
  return care && list([
    care.homeVisitSafety && capital(care.homeVisitSafety),
    care.safeContact && `Reach the family ${care.safeContact}`,
    care.keepOutOfParentHeldRecords && "Keep out of records that a parent holds",
    care.subjectAware && (care.subjectAware === "AWARE"
      ? "Who confided it knows that it is shared"
      : "Not recorded whether who confided it knows that it is shared"),
  ]);
}

const standing = decision => decision
  && `${decision.id}${decision.version ? `, version ${decision.version}` : ""}${
    decision.title ? `: ${decision.title}` : ""}`;
