// Who the child is, and as known when.
import { fact, facts, h, joined, section, tag } from "./dom.js";
import { day, longMoment } from "./times.js";
import { capital, say, sayAll, spell } from "./words.js";

// What stands for a name that is withheld is nothing to read out.
const mask = "•••";

/** The child's name; null where there is none or it is withheld. */
export const nameOf = child => child.name === mask ? null : child.name;

/** The heading of the case: name, age as at the instant, identifiers as the role may see them. */
export function childSection(child, disclosure, asAt, isPast) {
  const at = ["child"];
  const name = nameOf(child) ?? (child.unborn ? "Unborn child" : null);
  return section("child", name ?? "Child whose name is withheld", null,
    h("p", { class: "as-known" },
      isPast ? tag("past", "Looking back") : tag("now", "Now"),
      ` As known on ${longMoment(asAt)}`,
      isPast && ". Not what is known now."),
    facts(
      fact("Age", disclosure.value(child.age?.text, "Child.age", at, ageOtherwise(child))),
      fact("Born", disclosure.value(day(child.dateOfBirth), "Child.dateOfBirth", at)),
      child.unborn && [
        fact("Expected", day(child.unborn.expectedDate)),
        fact("Booked with", child.unborn.bookedWith)],
      fact("Died", day(child.dateOfDeath)),
      fact("Sex", disclosure.value(spell(child.sex), "Child.sex", at, absence(child, "sex"))),
      fact("NHS number", disclosure.value(grouped(child.nhsNumber), "Child.nhsNumber", at, absence(child, "nhsNumber")),
        verification(child)),
      fact("Hub id", child.id),
      otherIdentifiers(child)));
}

const ageOtherwise = child => child.unborn ? "not yet born" : absence(child, "dateOfBirth");

function absence(child, field) {
  const found = child.absent?.find(each => each.field === field);
  return found && joined([capital(say("AbsenceReason", found.reason)), found.note], ": ").join("");
}

const grouped = number => /^\d{10}$/.test(number ?? "")
  ? `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`
  : number;

function verification(child) {
  const found = child.identifiers?.find(each => each.type === "NHS_NUMBER");
  return found?.verification && h("span", { class: "quiet" }, ` (${spell(found.verification)})`);
}

const otherIdentifiers = child => child.identifiers
  ?.filter(each => each.type !== "NHS_NUMBER")
  .map(each => fact(capital(spell(each.type)), each.value ?? say("AbsenceReason", each.absent)));

/** A banner that names who did not answer, before anything else is read. */
export function silentSources(disclosure, statuses) {
  const silent = disclosure.report.sources.filter(source => source.state !== "OK");
  if (silent.length === 0) {
    return null;
  }

  const names = new Map((statuses ?? []).map(status => [status.agency, status.name]));
  return h("section", { class: "notice warning", "aria-labelledby": "silent-heading" },
    h("h2", { id: "silent-heading" }, silent.length === 1
      ? "One agency did not answer"
      : `${silent.length} agencies did not answer`),
    h("ul", {}, silent.map(source => h("li", {},
      h("strong", {}, names.get(source.agency) ?? say("AgencyCode", source.agency)),
      `: ${say("SourceState", source.state).toLowerCase()}.`))),
    h("p", {}, "What only they hold is missing below, and of anything they could have held the view says "
      + "“cannot tell”, not “not told”. The rest is complete."));
}

/** What this caller's agency was not shown or told before. */
export function unseenSection(unseen, disclosure) {
  if (!unseen?.length) {
    return null;
  }

  return h("section", { id: "unseen", class: "notice", "aria-labelledby": "unseen-heading", tabindex: "-1" },
    h("h2", { id: "unseen-heading" }, `Not shown or told to your agency before: ${unseen.length}`),
    h("ul", {}, unseen.map(item => h("li", {},
      item.at && `${day(item.at)}: `,
      h("strong", {}, item.kind ? capital(spell(item.kind)) : "A record whose kind is withheld"),
      " (", say("AgencyCode", item.agency), ")",
      item.categories?.length > 0 && ` – ${sayAll("ConcernCategory", item.categories)}`,
      ". Talk to ", talkTo(item.contact) ?? disclosure.desk(item.agency), "."))));
}

/** A contact as one line. */
export const talkTo = contact => contact
  && [contact.team, contact.name, contact.phone, contact.hours].filter(part => part).join(", ");

/** That a record was matched to a person as probable only: shown beside the record wherever it stands. */
export const doubt = subjects => subjects?.some(subject => subject.match?.state === "PROBABLE")
  && h("span", { class: "quiet block" }, "Matched as probable only: it may be about somebody else");
