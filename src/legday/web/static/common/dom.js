// Small words for what every view does with the document.

export const byId = (id) => document.getElementById(id);

/** Write text only where it changes, so that nothing is laid out or read aloud for nothing. */
export function setText(target, text) {
  const element = typeof target === "string" ? byId(target) : target;
  if (element.textContent !== text) element.textContent = text;
}

/** Make an element: `make("p", { className: "quiet" }, "text", child)`. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, aria, ...plain } = properties;
  Object.assign(element, plain);
  Object.assign(element.dataset, dataset);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

export function press(button, pressed) {
  if (button.getAttribute("aria-pressed") !== String(pressed)) button.setAttribute("aria-pressed", String(pressed));
}

/** The value of a custom property of the style sheet, such as `--line`. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Call back whenever the person's system changes between light and dark. */
export function onTheme(callback) {
  matchMedia("(prefers-color-scheme: light)").addEventListener("change", callback);
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
export const prefersStillness = () => stillness.matches;

/** Whether a key pressed now belongs to a field and not to the page. */
export function typing(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  return event.target.matches?.("input:not([type=range]), select, textarea") ?? false;
}

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
export const rounded = (value) => whole.format(value);

export function clock(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  return left < 60 ? String(left) : `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}
