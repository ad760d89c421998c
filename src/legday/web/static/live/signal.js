// The last ten seconds of one sensor, scrolling, with everything that was decided in them.
import uPlot from "../vendor/uPlot.esm.js";
import { colour, onTheme, prefersStillness } from "../common/dom.js";
import { axes, forceLabels, scales } from "../common/lanes.js";
import { band, dot, onPlot, palette, seenAt, triangle, words } from "../common/marks.js";
import { Line } from "./line.js";

const SPAN_S = 10;
const KEPT = 200;

export class Signal {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.line = new Line();
    this.marks = new Map();
    this.plot = null;
    this.palette = palette();
    this.build();
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(host);
    onTheme(() => this.build());
  }

  /** Whether nothing has come within the visible span. */
  get empty() {
    return this.line.length === 0 || this.line.now() - this.line.last > SPAN_S;
  }

  add(live) {
    if (this.line.add(live)) this.marks.clear();
    if (prefersStillness()) this.draw();
  }

  /** Keep an event that is drawn: counted, rejected, or withdrawn. */
  take(event, counts) {
    if (event.type === "retracted") {
      const withdrawn = this.marks.get(event.retracts);
      if (withdrawn) withdrawn.reason = event.reason || "withdrawn";
    } else if (event.type === counts || event.type === "rejected" || event.type === "jump") {
      this.marks.set(event.id, { ...event, counted: event.type === counts });
      if (this.marks.size > KEPT) this.marks.delete(this.marks.keys().next().value);
    }
  }

  draw() {
    if (!this.plot || document.hidden) return;
    const now = this.line.now();
    this.plot.batch(() => {
      this.plot.setData(this.line.columns(), false);
      this.plot.setScale("x", { min: now - SPAN_S, max: now });
    });
  }

  resize() {
    this.plot?.setSize({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  build() {
    this.plot?.destroy();
    this.palette = palette();
    const line = (scale, name, width) => ({
      scale,
      stroke: colour(name),
      width,
      pxAlign: 0,
      points: { show: false },
      gaps: (plot, index, first, last) => this.gaps(plot, index, first, last),
    });
    const options = {
      width: this.host.clientWidth || 300,
      height: this.host.clientHeight || 150,
      legend: { show: false },
      cursor: { show: false },
      scales: scales({ time: false, auto: false }),
      axes: axes({ show: false }),
      series: [{}, line("angle", "--plot-line", 3), line("force", "--force-line", 1.5)],
      hooks: { draw: [(plot) => this.drawMarks(plot)] },
    };
    this.plot = new uPlot(options, [[], [], []], this.host);
    if (this.line.length) this.draw();
  }

  /** Where the line is left open, in pixels. */
  gaps(plot, index, first, last) {
    const pixel = (t) => plot.valToPos(t, "x", true);
    return Array.from(this.line.holes(first, last, plot.data[index]), (hole) => hole.map(pixel));
  }

  drawMarks(plot) {
    forceLabels(plot, this.palette.doubtful);
    onPlot(plot, (pen) => {
      const first = this.line.now() - SPAN_S;
      for (const mark of this.marks.values()) {
        if (seenAt(mark) >= first) this.drawMark(pen, mark);
      }
    });
  }

  drawMark(pen, mark) {
    const { counted, doubtful, flight, ground } = this.palette;
    if (mark.reason) {
      const start = mark.start_s ?? mark.takeoff_s ?? seenAt(mark) - 0.2;
      const end = mark.end_s ?? seenAt(mark);
      band(pen, start, end, doubtful);
      words(pen, start, end, mark.reason, doubtful);
      if (mark.type === "rejected") return;
    }
    for (const [t, upwards] of [
      [mark.takeoff_s, true],
      [mark.landing_s, false],
    ]) {
      const force = t == null ? null : this.line.at(t, "force");
      if (force !== null) triangle(pen, t, Math.min(force, 3.6), upwards, flight);
    }
    const angle = mark.counted ? this.line.at(seenAt(mark), "angle") : null;
    if (angle !== null) dot(pen, seenAt(mark), angle, mark.reason ? doubtful : counted, mark.partial || mark.reason, ground);
  }
}
