// A reply to a card: seen, what was done, or set aside with the reason. The hub says what is missing; nothing is lost.
import { h } from "./dom.js";
import { capital, say, words } from "./words.js";

/** A form under a card. `send` records the reply and gives the hub's problems with it. */
export function replyForm(alert, send) {
  const id = name => `${name}-${alert.id}`;
  const done = h("textarea", { id: id("done"), rows: "2" });
  const level = h("select", { id: id("level") }, h("option", { value: "" }, "Not reviewed"),
    Object.entries(words.ServiceLevel).map(([value, text]) => h("option", { value }, text)));
  const why = h("input", { id: id("why"), autocomplete: "off" });
  const aside = h("input", { id: id("aside"), autocomplete: "off" });
  const problems = h("div", { role: "alert" });
  const button = h("button", { type: "submit", class: "secondary" }, "Record reply");
  const fields = { actionTaken: done, serviceLevelTo: level, notReviewedBecause: why, overrideReason: aside };
  const submit = async event => {
    event.preventDefault();
    button.disabled = true;
    showProblems(problems, fields, await send(readReply(alert, fields)));
    button.disabled = false;
  };
  return h("details", { class: "reply" },
    h("summary", {}, "Reply", h("span", { class: "unseen" }, ` to: ${say("RuleCode", alert.rule)}`)),
    h("form", { submit, autocomplete: "off", novalidate: true },
      labelled("What was done (empty: it was seen)", done),
      labelled("Level of your service after review", level),
      labelled("If not reviewed, why", why),
      labelled("Set aside, because", aside),
      problems, button));
}

const labelled = (text, control) => h("div", { class: "control" }, h("label", { for: control.id }, text), control);

function readReply(alert, fields) {
  const given = Object.fromEntries(Object.entries(fields)
    .map(([name, control]) => [name, control.value.trim() || null]));
  return {
    rule: alert.rule,
    records: [...new Set((alert.because ?? []).map(record => record.recordId))],
    acted: given.actionTaken !== null,
    ...given,
  };
}

function showProblems(place, fields, found) {
  place.replaceChildren(found.length === 0 ? "" : h("ul", { class: "problems" },
    found.map(problem => h("li", {}, capital(problem.message)))));
  fields[found.map(problem => problem.field).find(field => fields[field])]?.focus();
}
