// The knowledge matrix: who holds each concern, who was told, who was not, and of whom it cannot be told.
import { h, joined, section, wide } from "./dom.js";
import { day, shortDay } from "./times.js";
import { capital, say, sayAll } from "./words.js";

// The sign repeats the words for a quick look along a row; it is not read out.
const signs = {
  HELD: "●", SHOWN: "◔", TOLD: "◑", ACKNOWLEDGED: "◕", ACTED: "✔", NOT_TOLD: "○",
  NO_INVOLVEMENT_FOUND: "–",
  CANNOT_TELL: "?",
};

const meanings = [
  ["HELD", "in this agency's own records, or received by it"],
  ["SHOWN", "opened by it here; shown is not told"],
  ["TOLD", "a record says that it was told"],
  ["ACKNOWLEDGED", "told, and it answered that it knows"],
  ["ACTED", "it recorded what it did"],
  ["NOT_TOLD", "no record of telling in what was searched"],
  ["NO_INVOLVEMENT_FOUND", "nothing found in what this source shares with your role"],
  ["CANNOT_TELL", "a source that could hold the answer did not reply, or its record does not say"],
];

/** The matrix as a table: concerns down, agencies across. */
export function knowledgeSection(rows, disclosure) {
  // Some roles get of other agencies only the cells that say whether they were told.
  const agencies = [...new Set(rows?.flatMap(row => row.cells ?? []).map(cell => cell.agency))];
  return section("knowledge", "Who knows what, and who was not told",
    "The first day each agency knew of each concern. “Involved and not told”: services that go on working with the "
    + "family, with no record of telling in what was searched.",
    agencies.length === 0
      ? h("p", { class: "none" }, disclosure.value(null, "Child.knowledgeMatrix", ["child"],
        "No concern found in what the sources share with your role."))
      : [wide("knowledge-heading", matrix(rows, agencies)), legend()]);
}

const matrix = (rows, agencies) => h("table", { class: "matrix" },
  h("caption", { class: "unseen" }, "Concerns by agency"),
  h("thead", {}, h("tr", {},
    h("th", { scope: "col" }, "Concern"),
    h("th", { scope: "col" }, "Involved and not told"),
    agencies.map(agency => h("th", { scope: "col" }, say("AgencyCode", agency))))),
  h("tbody", {}, rows.map(row => h("tr", {},
    h("th", { scope: "row" }, capital(row.title ?? row.concern),
      h("span", { class: "quiet block" }, "first known ", day(row.firstKnown),
        row.mayBeIncomplete && "; may be incomplete")),
    h("td", { class: "uninformed" }, row.uninformedInvolved?.length > 0
      ? h("strong", {}, sayAll("AgencyCode", row.uninformedInvolved))
      : row.mayBeIncomplete ? "None found; there may be more" : "None found"),
    agencies.map(agency => cell(row.cells?.find(known => known.agency === agency)))))));

const classOf = known => `known known-${(known.state ?? "cannot-tell").toLowerCase().replaceAll("_", "-")}`;

const cell = known => !known ? h("td", { class: "none" }, "not for your role") : h("td", { class: classOf(known) },
  h("span", { class: "state" },
    h("span", { "aria-hidden": "true", class: "sign" }, signs[known.state] ?? "?"), " ",
    say("KnowledgeState", known.state ?? "CANNOT_TELL")),
  detail(known).map(line => h("span", { class: "detail" }, line)));

function detail(known) {
  return [
    known.at && joined([shortDay(known.at), known.presumed && "(presumed)"], " "),
    known.consideredAt && ["considered ", shortDay(known.consideredAt)],
    known.extent,
    known.reason && [say("CannotTellReason", known.reason),
      known.reason !== "RECORD_INSUFFICIENT" && ` ${sayAll("AgencyCode", known.couldNotCheck)}`],
  ].filter(line => line);
}

const legend = () => h("dl", { class: "legend" }, meanings.map(([state, meaning]) => h("div", {},
  h("dt", {}, h("span", { "aria-hidden": "true", class: "sign" }, signs[state]), " ", say("KnowledgeState", state)),
  h("dd", {}, meaning))));
