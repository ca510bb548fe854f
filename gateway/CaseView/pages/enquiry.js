// Opening an enquiry about a child whom nothing is shown of: it makes the relationship that the case view needs.
import { h } from "./dom.js";
import { recordForm } from "./forms.js";

/** A form below a refusal. `send` opens the enquiry and gives the hub's problems with it. */
export function enquiryForm(child, send) {
  const contact = h("textarea", { id: "enquiry-contact", rows: "2" });
  return h("section", { id: "enquiry", "aria-label": "Enquiry" }, recordForm(
    `Open an enquiry about ${child}`,
    "It is recorded under your name, for the purpose chosen above, and is reviewed after 28 days. It opens when the "
      + "index of people has confirmed that this is a child's number, within seconds; an adult's opens nothing.",
    [{ name: "contact", label: "What contact or concern it starts from", control: contact }],
    "Open enquiry",
    () => send(contact.value.trim() || null)));
}
