// Every agency's state, how fresh it is, and what it covers: what makes nothing found mean something.
import { h, joined, section, wide } from "./dom.js";
import { day } from "./times.js";
import { say } from "./words.js";

/** The strip of sources. */
export function sourcesSection(statuses, disclosure) {
  const reported = new Map(disclosure.report.sources.map(source => [source.agency, source]));
  const known = merged(statuses ?? []);
  const silent = [...reported.values()].filter(source => !known.has(source.agency));
  return section("sources", "Sources",
    "“Last updated” is the newest entry in what the source shares. Outside its coverage, nothing found says nothing.",
    wide("sources-heading", h("table", {},
      h("caption", { class: "unseen" }, "State, freshness and coverage of every source"),
      h("thead", {}, h("tr", {}, ["Source", "State", "Last updated", "Covers", "People not matched"].map(title =>
        h("th", { scope: "col" }, title)))),
      h("tbody", {},
        [...known.values()].map(status => row(status, reported.get(status.agency))),
        silent.map(source => row({ agency: source.agency, state: source.state }, source))))));
}

function row(status, source) {
  const state = source && source.state !== "OK" ? source.state : status.state;
  return h("tr", { class: state === "OK" ? null : "silent" },
    h("th", { scope: "row" }, status.name ?? say("AgencyCode", status.agency),
      h("span", { class: "quiet" }, ` (${status.agency})`)),
    h("td", {}, state === "OK" ? say("SourceState", state) : h("strong", {}, say("SourceState", state)),
      status.message && h("span", { class: "block" }, status.message)),
    h("td", {}, day(status.lastUpdated) ?? "Not known"),
    h("td", {}, coverage(status.coverage)),
    h("td", {}, status.unmatchedPersons ?? "Not known"));
}

function coverage(covered) {
  return covered
    ? [joined([covered.from && ["from ", day(covered.from)], covered.to && ["to ", day(covered.to)], covered.area,
      covered.cohort]), covered.explanation && h("span", { class: "quiet block" }, covered.explanation)]
    : "Not known";
}

// An agency that two services answer for is as well as the worse of them.
function merged(statuses) {
  const byAgency = new Map();
  for (const status of statuses) {
    const other = byAgency.get(status.agency);
    byAgency.set(status.agency, other && other.state !== "OK" ? other : status);
  }

  return byAgency;
}
