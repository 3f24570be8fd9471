/** Elements from plain values. Text goes in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
}

/** An HTML element; attributes named on… are listeners, `style` is an object. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** The element of an id in the page. */
export function byId(id) {
  return document.getElementById(id);
}

/** "1,234 claims", "1 claim". */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

/** A text cut to so many characters, with an ellipsis. */
export function cut(text, length) {
  const characters = text.length > length ? Array.from(text) : [];
  return characters.length > length ? `${characters.slice(0, length - 1).join("").trimEnd()}…` : text;
}

/** An address that may be followed, or null: only http and https. */
export function safeUrl(text) {
  return /^https?:\/\//i.test(text) ? text : null;
}

/** A link that opens beside the page, or plain text where the address is not one to follow. */
export function link(address, text) {
  const href = safeUrl(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, text) : el("span", {}, text);
}

/** Offers a file to the user. */
export function download(name, blob) {
  const href = URL.createObjectURL(blob);
  const anchor = el("a", { href, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(href), 10000);
}
