// Everything dated that any agency shares with the caller, in order, a page at a time.
import { doubt } from "./child.js";
import { h, joined, list, section, wide } from "./dom.js";
import { missingSources, told } from "./referrals.js";
import { moment } from "./times.js";
import { capital, say, sayAll, spell } from "./words.js";

const titles = ["When", "Agency", "What was recorded", "The child", "Who was told"];

/** The section with its table and the button for more. */
export function chronologySection(connection, disclosure, more) {
  const body = h("tbody", {});
  const count = h("p", { class: "quiet" });
  const button = h("button", { type: "button", id: "more", class: "secondary", click: more }, "Show more");
  const here = section("chronology", "Chronology over all agencies",
    "By when it happened, oldest first. “Recorded” is when it was written down, where that was later.",
    missingSources(connection),
    wide("chronology-heading", h("table", { class: "events", role: "table" },
      h("caption", { class: "unseen" }, "Chronology"),
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, titles.map(title =>
        h("th", { scope: "col", role: "columnheader" }, title)))),
      body)),
    h("div", { class: "more" }, count, button));
  body.setAttribute("role", "rowgroup");
  return { element: here, body, count, button, shown: 0 };
}

/** Adds a page, and says how far it goes. Gives the first new row. */
export function addPage(table, connection, disclosure) {
  const rows = (connection?.nodes ?? []).map((event, index) =>
    row(event, ["child", "chronology", "nodes", index], disclosure));
  table.body.append(...rows);
  table.shown += rows.length;
  const isMore = connection?.pageInfo?.hasNextPage === true;
  table.button.hidden = !isMore;
  table.count.textContent = table.shown === 0
    ? "Nothing found in what the sources share with your role."
    : `${table.shown} entries shown${isMore ? "; there are more" : ": all that is shared with your role"}.`;
  return rows[0];
}

const row = (event, at, disclosure) => h("tr", { role: "row", id: `event-${event.id}`, tabindex: "-1" },
  h("td", { role: "cell", "data-title": titles[0] }, event.when?.text ?? moment(event.sortAt), recorded(event)),
  h("td", { role: "cell", "data-title": titles[1], class: "agency" }, say("AgencyCode", event.agency)),
  h("th", { role: "rowheader", scope: "row", "data-title": titles[2] },
    h("strong", {}, event.headline ?? capital(spell(event.kind))),
    h("span", { class: "quiet block" }, joined([event.headline && capital(spell(event.kind)), event.id]).join("")),
    details(event), doubt(event.subjects), content(event, at, disclosure)),
  h("td", { role: "cell", "data-title": titles[3] }, impact(event)),
  h("td", { role: "cell", "data-title": titles[4] }, tellings(event, at, disclosure)));

function recorded(event) {
  const later = event.recordedAt && Date.parse(event.recordedAt) - Date.parse(event.sortAt) > 2 * 3600_000;
  return later && h("span", { class: "quiet block" }, "recorded ", moment(event.recordedAt));
}

const impact = event => event.childImpact?.length > 0 ? list(event.childImpact.map(each =>
  `${capital(spell(each.code))}, ${say("Certainty", each.certainty)}`)) : absent(event, "childImpact");

const tellings = (event, at, disclosure) => told(event.informed ?? event.messageSentTo)
  || absent(event, "informed")
  || disclosure.value(null, `${event.__typename}.informed`, at, h("span", { class: "quiet" }, "No record of telling"));

function absent(event, field) {
  const found = event.absent?.find(each => each.field === field);
  return found && `${capital(say("AbsenceReason", found.reason))}${found.note ? `: ${found.note}` : ""}`;
}

// What a kind of record has beside its text, in one line each.
function details(event) {
  const lines = [
    event.incidentType && capital(spell(event.incidentType)),
    event.gradings?.map(grading => `Graded ${spell(grading.grade)} on the ${grading.scheme}`),
    event.reviewOutcome && `Review by ${event.role ?? "a supervisor"}: ${spell(event.reviewOutcome)}`,
    event.unitRole && `${capital(event.unit ?? "unit")}: ${spell(event.unitRole)}, which is not “no risk”`,
    event.__typename === "Referral" && event.intent && capital(say("ReferralIntent", event.intent)),
    event.decisionOutcome && `Outcome: ${say("ScreeningOutcome", event.decisionOutcome)}`,
    event.requestOutcome && `Request: ${spell(event.requestOutcome)}`,
    event.onwardTo && `Referred on to ${say("AgencyCode", event.onwardTo)}`,
    event.completeness === "INSUFFICIENT" && "Record too brief to tell: ask",
    event.screenings?.map(each => `${capital(each.instrument)}: ${spell(each.result)}, true on that day`),
    event.measures?.map(each => `${spell(each.instrument)}: ${joined([each.score, spell(each.band)]).join("")}, `
      + "a screening score, no diagnosis"),
    event.agreement?.state && `Agreement to share: ${spell(event.agreement.state)}, with ${
      sayAll("AgencyCode", event.agreement.scope) || "nobody named"}`,
    event.intentions?.map(each => `Meant to tell ${sayAll("AgencyCode", each.to)}: ${
      each.outcome ? spell(each.outcome) : "no outcome recorded"}`),
    event.advice?.length > 0 && `Advised: ${event.advice.map(spell).join(", ")}`,
    event.itemsFound?.length > 0 ? `Found: ${event.itemsFound.join(", ")}`
      : event.itemsFoundCategory?.length > 0 && `Found (category): ${event.itemsFoundCategory.join(", ")}`,
  ].flat().filter(line => line);
  return lines.map(line => h("span", { class: "block" }, line));
}

// The record's own text where the role may read it, else its category, else nothing.
function content(event, at, disclosure) {
  const field = ["narrative", "content", "rationale"].find(name => name in event);
  const text = field && event[field];
  const category = field && event[`${field}Category`];
  if (text && text !== category) {
    return h("blockquote", {}, text);
  }

  const withheld = field && disclosure.marker(`${event.__typename}.${field}`, at);
  return (text ?? category ?? withheld) && h("span", { class: "quiet block" },
    joined([category ?? text, withheld && `text withheld, ask ${sayAll("AgencyCode", withheld.contact.split(", "))}`],
      "; "));
}

