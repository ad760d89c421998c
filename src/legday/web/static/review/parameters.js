// The detector's parameters as sliders.
import { byId, make } from "../common/dom.js";
import { ask } from "../common/views.js";

const STEPS = 200;

export class Parameters {
  constructor(onChange) {
    this.onChange = onChange;
    this.all = [];
    byId("reset").addEventListener("click", () => {
      this.lay(this.all);
      this.onChange();
    });
  }

  async load(exercise, site) {
    if (!exercise) return this.lay([]);
    const found = await ask(`/review/parameters.json?${new URLSearchParams({ exercise, site })}`);
    this.lay(found.parameters);
  }

  /** What differs from what stands. */
  get changed() {
    return Object.fromEntries(this.all.filter(({ name, value }) => this.now[name] !== value).map(({ name }) => [name, this.now[name]]));
  }

  lay(all) {
    this.all = all;
    this.now = Object.fromEntries(all.map(({ name, value }) => [name, value]));
    byId("parameters").replaceChildren(...all.map((each) => this.slider(each)));
    byId("reset").disabled = all.length === 0;
  }

  slider({ name, value, low, high, whole, description }) {
    const shown = make("span", { className: "value", textContent: String(value), aria: { hidden: "true" } });
    const slider = make("input", { type: "range", min: low, max: high, step: whole ? 1 : (high - low) / STEPS });
    slider.value = value;
    const label = make("label", { title: name }, shown, description.replace(/\.$/, ""), slider);
    slider.addEventListener("input", () => {
      this.now[name] = whole ? Math.round(slider.valueAsNumber) : Number(slider.valueAsNumber.toPrecision(4));
      shown.textContent = String(this.now[name]);
      label.dataset.changed = this.now[name] === value ? "no" : "yes";
      this.onChange();
    });
    return label;
  }
}
