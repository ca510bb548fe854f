// Makes elements. Everything is set as text, never as markup: what an agency wrote cannot become part of the page.

/** An element with attributes and children; false, null and undefined children are left out. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(key, "");
    } else if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }

  element.append(...children.flat(Infinity).filter(child => child || child === 0));
  return element;
}

/** A term and what is said of it, for a description list; nothing when there is nothing to say. */
export function fact(term, ...said) {
  const children = said.flat(Infinity).filter(child => child || child === 0);
  return children.length === 0 ? [] : h("div", { class: "fact" }, h("dt", {}, term), h("dd", {}, children));
}

/** A description list. */
export function facts(...rows) {
  const given = rows.flat(Infinity).filter(row => row);
  return given.length === 0 ? null : h("dl", { class: "facts" }, given);
}

/** A list of items, or the words for none. */
export function list(items, none) {
  const given = items.filter(item => item);
  return given.length === 0
    ? none && h("p", { class: "none" }, none)
    : h("ul", {}, given.map(item => h("li", {}, item)));
}

/** A label whose meaning is in its words; the colour only repeats it. */
export function tag(kind, text) {
  return text && h("span", { class: `tag tag-${kind.toLowerCase().replaceAll("_", "-")}` }, text);
}

/** A part of the screen with its heading. */
export function section(id, title, intro, ...children) {
  return h("section", { id, "aria-labelledby": `${id}-heading`, tabindex: "-1" },
    h("h2", { id: `${id}-heading` }, title),
    intro && h("p", { class: "intro" }, intro),
    children);
}

/** A wide table in a box of its own that the keyboard can scroll. */
export function wide(labelledBy, table) {
  return h("div", { class: "wide", role: "group", "aria-labelledby": labelledBy, tabindex: "0" }, table);
}

/** Several pieces with a separator between them. */
export function joined(pieces, separator = ", ") {
  return pieces.filter(piece => piece).flatMap((piece, index) => index === 0 ? [piece] : [separator, piece]);
}
