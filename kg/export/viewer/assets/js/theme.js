/** Light and dark: follows the system until the user chooses. */

const system = window.matchMedia("(prefers-color-scheme: dark)");

/** The page's colours, and who wants to know when they change. */
export class Theme {
  constructor() {
    this.chosen = null;
    this.listeners = [];
    system.addEventListener("change", () => this.apply());
    this.apply();
  }

  get dark() {
    return this.chosen === null ? system.matches : this.chosen === "dark";
  }

  toggle() {
    this.chosen = this.dark ? "light" : "dark";
    this.apply();
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  apply() {
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
    this.variables = getComputedStyle(document.documentElement);
    for (const listener of this.listeners) listener();
  }

  /** A colour variable of the style sheet. */
  css(name) {
    return this.variables.getPropertyValue(`--${name}`).trim();
  }

  /** The colour of a class, polarity or modality on the present ground. */
  colour(entry) {
    return entry ? (this.dark ? entry.colourDark : entry.colour) : this.css("muted");
  }
}
