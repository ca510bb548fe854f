// Forms that record something in the hub: it says what is missing, and nothing that was typed is lost.
import { h } from "./dom.js";
import { capital } from "./words.js";

/** A form behind a summary, with an introduction where one is needed. `send` records and gives the hub's problems. */
export function recordForm(summary, intro, fields, button, send) {
  const problems = h("div", { role: "alert" });
  const submitting = h("button", { type: "submit", class: "secondary" }, button);
  const submit = async event => {
    event.preventDefault();
    submitting.disabled = true;
    showProblems(problems, Object.fromEntries(fields.map(field => [field.name, field.control])), await send());
    submitting.disabled = false;
  };
  return h("details", { class: "reply" },
    h("summary", {}, summary),
    h("form", { submit, autocomplete: "off", novalidate: true },
      intro && h("p", {}, intro),
      fields.map(field => labelled(field.label, field.control)), problems, submitting));
}

const labelled = (text, control) => h("div", { class: "control" }, h("label", { for: control.id }, text), control);

// What the hub says in codes of its own; all else it says in words.
const problemWords = {
  ROLE_NOT_ALLOWED: "Your role may not do this. Ask the hub: it can, or knows who can.",
};

function showProblems(place, fields, found) {
  place.replaceChildren(found.length === 0 ? "" : h("ul", { class: "problems" },
    found.map(problem => h("li", {}, problemWords[problem.code] ?? capital(problem.message)))));
  fields[found.map(problem => problem.field).find(field => fields[field])]?.focus();
}
