// The referrals side by side: each alone may look answered; the sequence is what counts.
import { h, joined, list, section, wide } from "./dom.js";
import { talkTo } from "./child.js";
import { day, due, moment } from "./times.js";
import { capital, say, sayAll, spell } from "./words.js";

/** One column for each referral, one row for each thing that should have happened to it. */
export function referralsSection(connection, disclosure) {
  const referrals = connection?.nodes ?? [];
  return section("referrals", `Referrals: ${referrals.length}`,
    referrals.length > 1 && "Read across: what was asked, whether it was answered, and what each decision rested on.",
    missingSources(connection),
    referrals.length === 0
      ? h("p", { class: "none" }, disclosure.value(null, "Child.referrals", ["child"],
        "Nothing found in what the sources share with your role."))
      : wide("referrals-heading", h("table", { class: "compare" },
        h("caption", { class: "unseen" }, "Referrals side by side"),
        h("thead", {}, h("tr", {}, h("td", {}), referrals.map(referral => h("th", { scope: "col" },
          `${say("AgencyCode", referral.from ?? referral.contact?.agency) ?? "Sender withheld"} → ${
            say("AgencyCode", referral.to) ?? "not given"}`,
          h("span", { class: "quiet block" }, day(referral.sentAt) ?? null, ` ${referral.id}`))))),
        h("tbody", {}, rows(disclosure).map(([title, read]) => h("tr", {},
          h("th", { scope: "row" }, title),
          referrals.map((referral, index) => h("td", {},
            read(referral, ["child", "referrals", "nodes", index]) || none()))))))));
}

const none = () => h("span", { class: "quiet" }, "None recorded");

/** Agencies that are missing from a list, said where the list is. */
export function missingSources(connection) {
  return connection?.missing?.length > 0 && h("p", { class: "notice warning" },
    `Not in this list: ${connection.missing.map(source =>
      `${say("AgencyCode", source.agency)} (${say("SourceState", source.state).toLowerCase()})`).join(", ")}.`);
}

const rows = disclosure => [
  ["Sent as", (referral, at) => joined([
    capital(say("ReferralIntent", referral.intent)), spell(referral.channel),
    disclosure.value(referral.heading && `“${referral.heading}”`, "Referral.heading", at)])],
  ["Received", referral => joined([moment(referral.receivedAt),
    referral.consideredAt && ["considered ", moment(referral.consideredAt)]], "; ")],
  ["Acknowledgement", referral => clock(referral.clock, "ackDueAt", "acknowledgedAt", referral.clock?.state)],
  ["Decision due", referral => clock(referral.clock, "decisionDueAt", "decidedAt")],
  ["Sender may chase from", referral => joined([due(referral.clock?.chaseFrom),
    referral.clock?.chasedAt && ["chased ", moment(referral.clock.chasedAt)]], "; ")],
  ["Decided", (referral, at) => each(referral, at, decided(disclosure))],
  ["Checks with others", (referral, at) => each(referral, at, (decision, place) => disclosure.value(
    checks(decision.agencyChecks), "ScreeningDecision.agencyChecks", place))],
  ["Family spoken to", (referral, at) => each(referral, at, (decision, place) => disclosure.value(
    spokenTo(decision.familySpokenTo), "ScreeningDecision.familySpokenTo", place))],
  ["Sent when it was closed", (referral, at) => each(referral, at, (decision, place) => disclosure.value(
    sent(decision.closing), "ScreeningDecision.closing", place))],
  ["What it means for the child", (referral, at) => each(referral, at, (decision, place) => disclosure.value(
    decision.impactOnChild, "ScreeningDecision.impactOnChild", place))],
  ["Who was informed", (referral, at) => each(referral, at, (decision, place) => disclosure.value(
    told(decision.informed), "ScreeningDecision.informed", place))],
  ["Missing from the decision", referral => each(referral, [], decision => decision.gaps?.length > 0
    && list(decision.gaps.map(gap => h("strong", {}, capital(say("MissingCode", gap))))))],
  ["Feedback to the sender", referral => feedback(referral)],
  ["Talk to", referral => joined([talkTo(referral.handledBy), talkTo(referral.contact)], "; sender: ")],
];

function clock(times, dueAt, metAt, state) {
  return times && joined([
    times[metAt] ? ["done ", moment(times[metAt])] : times[dueAt] && "not done",
    times[dueAt] && ["due ", due(times[dueAt])],
    state && h("strong", { class: `clock clock-${state.toLowerCase().replaceAll("_", "-")}` },
      capital(say("ClockState", state)))], "; ");
}

function each(referral, at, read) {
  const said = (referral.decisions ?? []).map((decision, index) => read(decision, [...at, "decisions", index]))
    .filter(words => words);
  return said.length > 1 ? list(said) : said[0];
}

const decided = disclosure => (decision, place) => [
  h("strong", {}, capital(say("ScreeningOutcome", decision.outcome))),
  decision.outcomeVerbatim && ` “${decision.outcomeVerbatim}”`,
  ", ", moment(decision.sortAt), decision.closed && ", closed",
  decision.endorsedBy && `, endorsed by ${decision.endorsedBy}`,
  reason(disclosure, decision, place)];

function reason(disclosure, decision, place) {
  const said = disclosure.value(decision.rationale ?? decision.rationaleCategory, "ScreeningDecision.rationale", place);
  return said && h("span", { class: "block" }, "Reason: ", said);
}

const checks = made => made && (made.length === 0 ? null
  : made.map(check => `${say("AgencyCode", check.agency)}${check.result ? `: ${check.result}` : ""}`).join("; "));

const spokenTo = people => people && (people.length === 0 ? null
  : people.map(person => joined([spell(person.relation), person.how]).join("")).join("; "));

const sent = closing => closing && joined([
  spell(closing.form), closing.sentAt && moment(closing.sentAt),
  closing.safeAddressChecked === false && h("strong", {}, "safe address not checked"),
  closing.reviewedBeforeSending === false && h("strong", {}, "not reviewed before sending")], "; ");

/** Who was told, when and how, and whether they acknowledged it. */
export function told(entries) {
  return entries?.length > 0 && list(entries.map(entry => [
    say("AgencyCode", entry.agency), ", ", moment(entry.at), entry.how && `, ${entry.how}`,
    entry.acknowledgedAt ? ["; acknowledged ", day(entry.acknowledgedAt)] : "; not acknowledged"]));
}

function feedback(referral) {
  const given = referral.feedback;
  return given && (given.state === "GIVEN"
    ? joined([["given ", moment(given.givenAt)], given.how])
    : [h("strong", {}, "No record of any"), given.dueAt && ["; due ", due(given.dueAt)]]);
}
