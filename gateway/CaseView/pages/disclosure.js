// What the answer says of itself: what was withheld, why, and whom to ask.
import { fact, facts, h, section, wide } from "./dom.js";
import { capital, say, sayField, words } from "./words.js";

/** Finds markers by place, and contacts by agency. */
export class Disclosure {
  constructor(report, data) {
    this.report = report ?? { withheld: [], sources: [] };
    this.contacts = new Map();
    this.add(this.report, data);
  }

  /** Takes in the markers of a further page. */
  add(report, data) {
    if (report && report !== this.report) {
      this.report = { ...this.report, withheld: [...this.report.withheld, ...report.withheld] };
    }

    gather(data, this.contacts);
  }

  /** The marker of a field of one object, or of the field wherever it stands; else undefined. */
  marker(coordinate, path = []) {
    return this.report.withheld.find(marker => marker.coordinate === coordinate
      && (marker.path.every(step => typeof step === "string")
        || path.every((step, index) => marker.path[index] === step)));
  }

  /** A value, or in its place that it is withheld and whom to ask, or the words for none. */
  value(value, coordinate, path, none) {
    if (value !== null && value !== undefined) {
      return value;
    }

    const marker = this.marker(coordinate, path);
    return marker ? h("span", { class: "withheld" }, `Withheld; ${this.whomToAsk(marker.contact)}`) : none ?? null;
  }

  /** "ask Police, Safeguarding desk, 01632 …" */
  whomToAsk(codes) {
    return `ask ${(codes || "HUB").split(", ").map(code => this.desk(code)).join(" or ")}`;
  }

  /** An agency's name and, where the answer has it, its desk and telephone. */
  desk(code) {
    const contact = this.contacts.get(code);
    return [say("AgencyCode", code), contact?.team, contact?.phone].filter(part => part).join(", ");
  }
}

/** The section that sums it up. */
export function withheldSection(disclosure) {
  const groups = new Map();
  for (const marker of disclosure.report.withheld) {
    const key = [marker.class, marker.effect, marker.reason, marker.contact].join("|");
    const group = groups.get(key) ?? { ...marker, fields: new Map() };
    group.fields.set(marker.coordinate, (group.fields.get(marker.coordinate) ?? 0) + 1);
    groups.set(key, group);
  }

  const rows = [...groups.values()].sort((a, b) => (a.class ?? "").localeCompare(b.class ?? ""));
  return section("withheld", "What was withheld from you",
    "Withheld by role, purpose and stage, the same whether or not a record exists. Nothing found is never proof that "
    + "there is nothing.",
    rows.length === 0
      ? h("p", { class: "none" }, "Nothing that may be named.")
      : wide("withheld-heading", h("table", {},
        h("caption", { class: "unseen" }, "What was withheld, why, and whom to ask"),
        h("thead", {}, h("tr", {}, ["What", "You get", "Why", "Ask"].map(head => h("th", { scope: "col" }, head)))),
        h("tbody", {}, rows.map(row => h("tr", {},
          h("th", { scope: "row" }, classTitle(row.class),
            h("span", { class: "quiet block" }, fieldsOf(row).join(", "))),
          h("td", {}, capital(say("disclosure__Effect", row.effect))),
          h("td", {}, capital(say("Reason", row.reason))),
          h("td", {}, capital((row.contact || "HUB").split(", ").map(code => disclosure.desk(code)).join("; ")))))))),
    moreWithheld(disclosure.report),
    facts(
      fact("Policy", disclosure.report.policy),
      fact("Purpose", say("Purpose", disclosure.report.purpose)),
      fact("Stage decided by", say("Stage", disclosure.report.stage)),
      fact("Entry in the access log", disclosure.report.auditId)));
}

// The agency's own category of a field is not worth a line beside the field.
const fieldsOf = row => [...row.fields]
  .filter(([field]) => !row.fields.has(field.replace(/Category$/, "")) || !field.endsWith("Category"))
  .map(([field, count]) => count > 1 ? `${sayField(field)} (${count})` : sayField(field));

const moreWithheld = report => report.moreWithheld
  && h("p", {}, `${report.moreWithheld} more places are withheld that are not listed.`);

const classTitle = code => words.Class[code] ?? capital(say("Class", code) ?? "Other");

// Every contact in an answer says which agency it is of; the first with a telephone stands for its agency.
function gather(node, contacts) {
  if (Array.isArray(node)) {
    node.forEach(item => gather(item, contacts));
  } else if (node && typeof node === "object") {
    if (node.team && node.phone && node.agency && !contacts.has(node.agency)) {
      contacts.set(node.agency, node);
    }

    Object.values(node).forEach(value => gather(value, contacts));
  }
}
