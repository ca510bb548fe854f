// Where the child stays, and with whom.
import { fact, facts, h, joined, list, section, wide } from "./dom.js";
import { doubt, talkTo } from "./child.js";
import { day, moment } from "./times.js";
import { capital, say, spell } from "./words.js";

/** The child's addresses, each with who lives there, its warnings, and from whom it must be kept. */
export function homeSection(child, disclosure) {
  const stays = child.residences ?? [];
  const isAlternating = stays.some(stay => stay.pattern === "ALTERNATING" && !stay.to);
  return section("home", "Where the child stays",
    isAlternating && "The child moves between addresses. A visit to one of them alone may not find the child.",
    stays.length === 0
      ? h("p", { class: "none" }, disclosure.value(null, "Child.residences", ["child"],
        "Nothing found in what this source shares with your role."))
      : h("div", { class: "columns" }, stays.map((stay, index) => residence(child, stay, index, disclosure))),
    markersWithoutAddress(child, stays));
}

function residence(child, stay, index, disclosure) {
  const address = stay.address;
  const at = ["child", "residences", index, "address"];
  const members = child.household?.filter(each => each.address?.id === address?.id).flatMap(each => each.members ?? []);
  return h("article", { class: "panel" },
    h("h3", {}, place(address) ?? "Address withheld"),
    facts(
      fact("Address", disclosure.value(lines(address), "Address.lines", at,
        disclosure.value(address?.district, "Address.postcode", at))),
      fact("Kind", capital(joined([spell(stay.kind), spell(stay.pattern)]).join(""))),
      fact("Since", joined([day(stay.from), stay.to && ["until ", day(stay.to)]], " ")),
      fact("Known from", stay.certainty && [say("Certainty", stay.certainty),
        stay.reportedBy && ` by ${stay.reportedBy}`, stay.reportedAt && [", ", moment(stay.reportedAt)]]),
      fact("Lives there", members?.length > 0 && members.map(person => person.name ?? "name withheld").join(", ")),
      fact("Keep from", address?.doNotDiscloseTo?.length > 0 && h("strong", {},
        `Do not disclose to ${address.doNotDiscloseTo.map(person => person.name ?? "a person not named").join(", ")}`)),
      fact("Warning", warnings(child, address))));
}

const place = address => address && (address.lines?.join(", ") ?? (address.district && `In ${address.district}`));

const lines = address => address?.lines && joined([address.lines.join(", "), address.postcode]).join("");

function warnings(child, address) {
  const held = (child.markersAtAddresses ?? []).filter(marker => marker.addressId && marker.addressId === address?.id);
  return held.length > 0 && list(held.map(warning));
}

const warning = marker => [
  h("strong", {}, `${say("AgencyCode", marker.agency)}: ${spell(marker.code) ?? "warning marker"}`), " – ",
  marker.wording ?? marker.wordingCategory, marker.contact && ["; talk to ", talkTo(marker.contact)]];

// Where an address is withheld, the warning still has to be read.
function markersWithoutAddress(child, stays) {
  const shown = new Set(stays.map(stay => stay.address?.id));
  const rest = (child.markersAtAddresses ?? []).filter(marker => !shown.has(marker.addressId) || !marker.addressId);
  const distinct = [...new Map(rest.map(marker => [marker.markerId, marker])).values()];
  return distinct.length > 0 && h("div", { class: "notice" },
    h("h3", {}, "Warnings that reach where the child stays"), list(distinct.map(warning)));
}

/** The child's circle, half-siblings and the services around them. */
export function familySection(child, disclosure) {
  return section("family", "Household and relations", null,
    circleTable(child, disclosure),
    child.circleLeftOut > 0 && h("p", { class: "notice" },
      `${child.circleLeftOut} more live at the child's addresses than are shown here; no agency was asked about them.`),
    halfSiblings(child.halfSiblings, disclosure),
    servicesTable(child));
}

function circleTable(child, disclosure) {
  const members = (child.circle ?? []).filter(member => member.relation !== "SELF");
  return members.length === 0
    ? h("p", { class: "none" }, disclosure.value(null, "Child.circle", ["child"],
      "Nobody found in what this source shares with your role."))
    : wide("family-heading", h("table", {},
      h("caption", {}, "People around the child"),
      head("Person", "Relation to the child", "Age", "Parental responsibility", "Carer", "How certain"),
      h("tbody", {}, members.map(member => h("tr", {},
        h("th", { scope: "row" }, disclosure.value(member.person?.name,
          member.person ? "Person.name" : "CircleMember.person",
          ["child", "circle", child.circle.indexOf(member), "person"], "Name not given")),
        h("td", {}, relation(member)),
        h("td", {}, member.person?.ageBand && `${member.person.ageBand} years`),
        h("td", {}, yesOrNot(member.parentalResponsibility)),
        h("td", {}, yesOrNot(member.isCarer)),
        h("td", {}, capital(say("Certainty", member.certainty))))))));
}

// A parent is a mother or a father where the record says which.
const relation = member => capital(member.relation === "PARENT" && parents[member.person?.sex]
  || spell(member.relation));

const parents = { FEMALE: "mother", MALE: "father" };

const yesOrNot = value => value === true ? "Yes" : value === false ? "Not recorded" : "Not given";

const head = (...titles) => h("thead", {}, h("tr", {}, titles.map(title => h("th", { scope: "col" }, title))));

const halfSiblings = (siblings, disclosure) => siblings?.length > 0 && [
  h("h3", {}, "Children elsewhere"),
  list(siblings.map((sibling, index) => [
    h("strong", {}, capital(spell(sibling.relation))),
    sibling.dateOfBirth ? [", born ", day(sibling.dateOfBirth)]
      : sibling.expectedDate && [", expected ", day(sibling.expectedDate)],
    sibling.throughPerson?.name && `, through ${sibling.throughPerson.name}`,
    sibling.certainty && `, ${say("Certainty", sibling.certainty)}`,
    ". Who the other family is: ",
    disclosure.value(sibling.otherParent?.name, "Person.name",
      ["child", "halfSiblings", index, "otherParent"], "not given to your role"), "."]))];

function servicesTable(child) {
  const services = child.involvements ?? [];
  return wide("services-caption", h("table", {},
    h("caption", { id: "services-caption" }, "Services around the child and carers"),
    head("Service", "With", "State", "Level", "Since", "Last contact", "Talk to"),
    h("tbody", {}, services.length === 0
      ? h("tr", {}, h("td", { colspan: "7" }, "Nothing found in what the sources share with your role."))
      : services.map(service => h("tr", {},
        h("th", { scope: "row" }, say("AgencyCode", service.agency), service.service && `: ${service.service}`),
        h("td", {}, service.subjects?.map(subject => whose(child, subject.person)).join(", ") || "Not given",
          doubt(service.subjects)),
        h("td", {}, capital(spell(service.status)), service.to && [", until ", day(service.to)]),
        h("td", {}, capital(spell(service.level))),
        h("td", {}, day(service.from)),
        h("td", {}, day(service.lastContact) ?? "None recorded"),
        h("td", {}, talkTo(service.contact)))))));
}

// Two services of one kind are told apart by whose they are.
function whose(child, person) {
  const member = (child.circle ?? []).find(each => each.person && each.person.id === person?.id);
  return person?.id === child.id ? "The child"
    : !person?.name ? "A person not named to your role"
    : member ? `${person.name} (${relation(member)?.toLowerCase()})` : person.name;
}
