// Puts the page together: the form asks, the answer is shown, and leaving forgets everything.
import { alertsSection, notesSection } from "./alerts.js";
import { childSection, nameOf, silentSources, unseenSection } from "./child.js";
import { addPage, chronologySection } from "./chronology.js";
import { Disclosure, withheldSection } from "./disclosure.js";
import { h } from "./dom.js";
import { enquiryForm } from "./enquiry.js";
import { ask, Refusal } from "./gateway.js";
import { familySection, homeSection } from "./home.js";
import { knowledgeSection } from "./knowledge.js";
import { caseView, chronologyPage, openEnquiry, replyToAlert } from "./queries.js";
import { referralsSection } from "./referrals.js";
import { forget, tokenOf } from "./session.js";
import { sourcesSection } from "./sources.js";
import { addDays, londonInstant, londonParts, longMoment } from "./times.js";
import { words } from "./words.js";

const pageSize = 25;
const control = id => document.getElementById(id);
const form = control("ask");

// What is on the screen: what it was asked with, and the hub's now as far as it is known.
let shown = null;
let running = null;

/** Reads the form; a control that cannot be used refuses with where and how. */
function readForm() {
  const child = control("child-number").value.trim().replaceAll(/\s/g, "");
  if (!child) {
    throw new Refusal("No child is named.", "Enter the hub's id or the NHS number of one child.", "child-number");
  }

  const { date, time } = { date: control("date").value, time: control("time").value };
  if (!date && time) {
    throw new Refusal("A time needs its date.", "Enter the date too, or press Now.", "date");
  }

  const isNhsNumber = /^\d{10}$/.test(child);
  return {
    operation: caseView,
    variables: { ...(isNhsNumber ? { nhsNumber: child } : { child }), first: pageSize },
    access: {
      purpose: control("purpose").value,
      stage: control("stage").value,
      asAt: date ? time ? londonInstant(date, time) : date : null,
    },
  };
}

async function show(focus) {
  running?.abort();
  const mine = running = new AbortController();
  sayProblem(null);
  control("case").setAttribute("aria-busy", "true");
  sayStatus("Asking the agencies …");
  try {
    const asked = readForm();
    const token = await tokenOf(control("user"), control("token"));
    const answer = await ask(document.body.dataset.graphql, token, asked.operation, asked.variables, asked.access,
      mine.signal);
    draw({ ...asked, ...answer }, focus);
  } catch (fault) {
    if (!mine.signal.aborted) {
      // What was shown before is not what the controls now say.
      shown = null;
      control("case").replaceChildren(...(fault.beside ?? []).filter(part => part));
      fail(fault);
    }
  } finally {
    if (running === mine) {
      running = null;
      control("case").removeAttribute("aria-busy");
    }
  }
}

function draw(answer, focus) {
  const { child, sourceStatus } = answer.data;
  const disclosure = new Disclosure(answer.disclosure, answer.data);
  if (!child) {
    throw noChild(disclosure, answer);
  }

  const asAt = answer.disclosure.asAt;
  shown = { ...answer, disclosure, child, asAt, hubNow: answer.access.asAt ? shown?.hubNow : asAt };
  const isPast = answer.access.asAt !== null;
  if (isPast) {
    setAsAt(asAt);
  }

  const chronology = chronologySection(child.chronology, disclosure, showMore);
  shown.chronology = chronology;
  addPage(chronology, child.chronology, disclosure);
  const parts = [
    childSection(child, disclosure, asAt, isPast),
    unseenSection(child.unseenConcerns, disclosure),
    alertsSection(child.alerts, disclosure, isPast ? null : reply),
    notesSection(child.notes),
    homeSection(child, disclosure),
    familySection(child, disclosure),
    knowledgeSection(child.knowledgeMatrix, disclosure),
    referralsSection(child.referrals, disclosure),
    chronology.element,
    sourcesSection(sourceStatus, disclosure),
    withheldSection(disclosure),
  ].filter(part => part);
  control("case").replaceChildren(
    ...[silentSources(disclosure, sourceStatus), partFaults(answer.errors), contents(parts),
      h("div", { class: "parts" }, parts)].filter(part => part));
  document.body.classList.add("has-case");
  control("leave").hidden = false;
  sayStatus(`Shown: ${nameOf(child) ?? "the child"} as known on ${longMoment(asAt)}.`);
  if (focus) {
    control("child-heading").closest("section").focus();
  }
}

function noChild(disclosure, asked) {
  const { child } = asked.variables;
  const mayOpen = asked.data.mayOpenEnquiry === true;
  const isHubSilent = disclosure.report.sources.some(source =>
    ["HUB", "PPL"].includes(source.agency) && source.state !== "OK");
  const refusal = isHubSilent
    ? new Refusal("The hub's index of persons did not answer, so no child can be looked up.",
      "Press Show in a moment. If it stays, tell whoever runs the hub.", "show")
    : new Refusal("There is no child to show under that number.",
      "Either none was known then, or there is no recorded relationship between you and the child: the two look the "
      + `same. Check the number and the date; if you have a duty to the child, ${
        mayOpen ? "open an enquiry or ask the hub to" : "ask the hub to open an enquiry"}.`,
      "child-number");
  refusal.beside = [
    silentSources(disclosure, asked.data.sourceStatus),
    mayOpen && !isHubSilent && child && !asked.access.asAt && enquiryForm(child, contact => enquire(asked, contact)),
  ];
  return refusal;
}

// Agencies that did not answer are named above; anything else that is missing is said here.
function partFaults(errors) {
  const other = errors.filter(error => !(error.extensions?.code ?? "").startsWith("SUBGRAPH_"));
  return other.length > 0 && h("p", { class: "notice warning" },
    `Parts could not be shown: ${[...new Set(other.map(error => error.message))].join("; ")}.`);
}

const contents = parts => h("nav", { class: "contents", "aria-label": "On this page" }, h("ul", {},
  parts.filter(part => part.id).map(part => h("li", {},
    h("a", { href: `#${part.id}`, click: event => jump(event, part) },
      part.id === "child" ? "The child" : part.querySelector("h2").textContent)))));

// Jumping leaves no entry in the history: going back must leave the page, and so clear it.
function jump(event, part) {
  event.preventDefault();
  part.focus({ preventScroll: true });
  part.scrollIntoView();
}

async function showMore() {
  const mine = shown;
  const { button } = mine.chronology;
  button.disabled = true;
  sayStatus("Asking for more …");
  try {
    const variables = {
      child: mine.child.id, first: pageSize, after: mine.child.chronology.pageInfo.endCursor,
    };
    const token = await tokenOf(control("user"), control("token"));
    const answer = await ask(document.body.dataset.graphql, token, chronologyPage, variables,
      { ...mine.access, asAt: mine.asAt }, new AbortController().signal);
    if (mine !== shown) {
      return;
    }

    const page = answer.data.child?.chronology;
    mine.child.chronology = page ?? mine.child.chronology;
    const first = addPage(mine.chronology, page, new Disclosure(answer.disclosure, answer.data));
    first?.focus();
    sayStatus(mine.chronology.count.textContent);
  } catch (fault) {
    fail(fault);
  } finally {
    button.disabled = false;
  }
}

/** Records a reply to a card, and shows the case anew; gives the hub's problems with it. */
const reply = given => record(
  replyToAlert, "replyToAlert", shown, { reply: { child: shown.child.id, ...given } }, "The reply was not recorded.",
  async () => {
    setNow();
    await show(false);
    sayStatus(`Reply recorded. ${control("status").textContent}`);
    control("alerts")?.focus();
  });

/** Opens an enquiry about a child, and shows it; gives the hub's problems with it. */
const enquire = (asked, contact) => record(
  openEnquiry, "openEnquiry", asked, { child: asked.variables.child, contact, purpose: asked.access.purpose },
  "The enquiry was not opened.",
  async () => {
    // It opens the view once the index of people has confirmed the child, usually within a few seconds.
    for (let tries = 0; tries < 10 && !shown; tries++) {
      sayStatus("Enquiry opened. Asking the index of people whether this is a child …");
      await new Promise(resolve => setTimeout(resolve, 1000));
      await show(true);
    }

    sayStatus(shown
      ? `Enquiry opened. ${control("status").textContent}`
      : "Enquiry opened. It shows nothing until the index of people knows this as a child's number. "
        + "Check the number, or press Show again in a minute.");
  });

// Gives the hub's problems with what was to be recorded; does the rest where there are none.
async function record(operation, name, about, variables, failure, then) {
  try {
    const token = await tokenOf(control("user"), control("token"));
    const answer = await ask(document.body.dataset.graphql, token, operation, variables,
      { ...about.access, asAt: null }, new AbortController().signal);
    if (!answer.data[name]) {
      throw new Refusal(failure, answer.errors[0]?.message ?? "Try again later.", "show");
    }

    const problems = answer.data[name].problems ?? [];
    if (problems.length === 0 && (shown ?? about) === about) {
      await then();
    }

    return problems;
  } catch (fault) {
    fail(fault);
    return [];
  }
}

function fail(fault) {
  const refusal = fault instanceof Refusal ? fault
    : new Refusal("The page failed to show the answer.", "Reload the page and try again.", "show");
  sayStatus("");
  sayProblem(refusal);
}

function sayStatus(text) {
  control("status").textContent = text;
}

function sayProblem(refusal) {
  for (const marked of document.querySelectorAll("[aria-invalid]")) {
    marked.removeAttribute("aria-invalid");
    describe(marked, false);
  }

  control("problem").replaceChildren(refusal
    ? h("div", { class: "notice error" },
      h("h2", {}, refusal.message), h("p", { id: "cure" }, refusal.cure))
    : "");
  const where = refusal && controlOf(refusal.control);
  if (where) {
    where.setAttribute("aria-invalid", "true");
    describe(where, true);
    where.focus();
  }
}

// The cure is read out with the control, after the hint that it has.
function describe(marked, isFaulty) {
  const hint = marked.getAttribute("aria-describedby")?.replace(/ ?cure$/, "") ?? "";
  const by = isFaulty ? `${hint} cure`.trim() : hint;
  if (by) {
    marked.setAttribute("aria-describedby", by);
  } else {
    marked.removeAttribute("aria-describedby");
  }
}

const controlOf = name => name === "show" ? null
  : control(name === "who" ? control("user")?.value ? "user" : "token" : name);

function setAsAt(instant) {
  const { date, time } = londonParts(instant);
  control("date").value = date;
  control("time").value = time;
}

function step(days) {
  const known = shown && londonParts(shown.asAt);
  const from = control("date").value || known?.date;
  if (from) {
    control("time").value ||= control("date").value ? "18:00" : known.time;
    control("date").value = addDays(from, days);
    show(false);
  } else {
    control("date").focus();
  }
}

function now() {
  setNow();
  show(false);
}

function setNow() {
  control("date").value = "";
  control("time").value = "";
}

/** Forgets the case, the token and what was typed. */
function clear() {
  running?.abort();
  shown = null;
  forget();
  form.reset();
  control("token").value = "";
  control("case").replaceChildren();
  document.body.classList.remove("has-case");
  control("leave").hidden = true;
  sayStatus("");
  sayProblem(null);
  chooseUser();
}

// A demonstration user states a purpose of its own; somebody else brings a token.
function chooseUser() {
  const user = control("user");
  control("token-control").hidden = Boolean(user?.value);
  const purpose = user?.selectedOptions[0]?.dataset.purpose;
  if (purpose) {
    control("purpose").value = purpose;
  }
}

function options(select, list) {
  select.append(...Object.entries(list).map(([value, text]) => h("option", { value }, text)));
}

options(control("purpose"), words.Purpose);
options(control("stage"), words.Stage);
chooseUser();
control("user")?.addEventListener("change", chooseUser);
form.addEventListener("submit", event => {
  event.preventDefault();
  show(true);
});
control("earlier").addEventListener("click", () => step(-1));
control("later").addEventListener("click", () => step(1));
control("now").addEventListener("click", now);
control("leave").addEventListener("click", () => {
  clear();
  control("child-number").focus();
});

// Going back or forward must not bring a case back: it is gone before the browser could keep it.
window.addEventListener("pagehide", clear);
window.addEventListener("pageshow", event => event.persisted && clear());
