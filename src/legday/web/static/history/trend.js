// One figure of one exercise through the days.
import uPlot from "../vendor/uPlot.esm.js";
import { byId, colour, make, onTheme, setText } from "../common/dom.js";
import { known } from "./figures.js";

export class Trend {
  constructor() {
    this.sets = [];
    byId("figure").addEventListener("change", () => this.draw());
    new ResizeObserver(() => this.draw()).observe(byId("plot"));
    onTheme(() => this.draw());
  }

  show(title, sets) {
    this.sets = sets.filter(({ start_ms }) => start_ms !== null);
    byId("trend").hidden = this.sets.length < 2;
    setText("trend-title", title);
    const before = byId("figure").value;
    byId("figure").replaceChildren(...known(sets).map((each) => make("option", { value: each.key, textContent: each.title })));
    if (known(sets).some(({ key }) => key === before)) byId("figure").value = before;
    this.draw();
  }

  draw() {
    const host = byId("plot");
    this.plot?.destroy();
    this.plot = null;
    if (byId("trend").hidden || !host.clientWidth) return;
    const key = byId("figure").value;
    host.setAttribute("aria-label", `${byId("figure").selectedOptions[0]?.textContent}, ${this.sets.length} sets`);
    const grid = { stroke: colour("--line"), width: 1 };
    const axis = { stroke: colour("--quiet"), grid, ticks: { show: false }, font: "14px system-ui, sans-serif" };
    this.plot = new uPlot(
      {
        width: host.clientWidth,
        height: host.clientHeight,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, low, high) => [Math.min(0, low), high * 1.1 || 1] } },
        axes: [axis, { ...axis, size: 52 }],
        series: [{}, { stroke: colour("--plot-line"), width: 2, points: { show: true, size: 8, fill: colour("--plot-line") } }],
      },
      [this.sets.map(({ start_ms }) => start_ms / 1000), this.sets.map((set) => set[key] ?? null)],
      host,
    );
  }
}
