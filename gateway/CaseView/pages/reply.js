// A reply to a card: seen, what was done, or set aside with the reason.
import { h } from "./dom.js";
import { recordForm } from "./forms.js";
import { say, words } from "./words.js";

/** A form under a card. `send` records the reply and gives the hub's problems with it. */
export function replyForm(alert, send) {
  const id = name => `${name}-${alert.id}`;
  const fields = [
    {
      name: "actionTaken", label: "What was done (empty: it was seen)",
      control: h("textarea", { id: id("done"), rows: "2" }),
    },
    {
      name: "serviceLevelTo", label: "Level of your service after review",
      control: h("select", { id: id("level") }, h("option", { value: "" }, "Not reviewed"),
        Object.entries(words.ServiceLevel).map(([value, text]) => h("option", { value }, text))),
    },
    {
      name: "notReviewedBecause", label: "If not reviewed, why",
      control: h("input", { id: id("why"), autocomplete: "off" }),
    },
    {
      name: "overrideReason", label: "Set aside, because",
      control: h("input", { id: id("aside"), autocomplete: "off" }),
    },
  ];
  return recordForm(
    ["Reply", h("span", { class: "unseen" }, ` to: ${say("RuleCode", alert.rule)}`)], null, fields, "Record reply",
    () => send(readReply(alert, fields)));
}

function readReply(alert, fields) {
  const given = Object.fromEntries(fields.map(field => [field.name, field.control.value.trim() || null]));
  return {
    rule: alert.rule,
    records: [...new Set((alert.because ?? []).map(record => record.recordId))],
    acted: given.actionTaken !== null,
    ...given,
  };
}
