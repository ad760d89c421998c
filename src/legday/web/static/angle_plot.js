// The last ten seconds of the thigh angle, scrolling; counted repetitions are dots on the line.
import uPlot from "./vendor/uPlot.esm.js";

const SPAN_S = 10;
const DELAY_S = 0.25; // the line ends here left of now, so that it moves evenly although it comes in batches
const CAPACITY = 512;
const LOWEST_DEG = -30;
const HIGHEST_DEG = 120;
const BREAK_S = 0.15; // a longer hole is left open
const CLOCK_GAIN = 0.05;

export class AnglePlot {
  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.time = new Float64Array(CAPACITY);
    this.angle = new Array(CAPACITY).fill(null);
    this.length = 0;
    this.marks = new Map();
    this.offset = null;
    this.plot = null;
    this.build();
    new ResizeObserver(() => this.resize()).observe(host);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => this.build());
    const frame = () => {
      this.draw();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  /** Whether anything has come within the visible span. */
  get empty() {
    return this.length === 0 || this.now() - this.time[this.length - 1] > SPAN_S;
  }

  /** Add the points of one live message. */
  add(times, angles) {
    if (this.length && times.length && times[0] < this.time[this.length - 1]) this.clear();
    times.forEach((t, index) => {
      if (this.length && t - this.time[this.length - 1] > BREAK_S) this.push(t, null);
      this.push(t, angles[index]);
    });
    if (times.length) this.synchronise(times[times.length - 1]);
  }

  mark(id, t) {
    this.marks.set(id, t);
    if (this.marks.size > CAPACITY) this.marks.delete(this.marks.keys().next().value);
  }

  unmark(id) {
    this.marks.delete(id);
  }

  clear() {
    this.length = 0;
    this.marks.clear();
    this.offset = null;
  }

  push(t, angle) {
    if (this.length === CAPACITY) {
      this.time.copyWithin(0, CAPACITY / 2);
      this.angle.copyWithin(0, CAPACITY / 2);
      this.length = CAPACITY / 2;
    }
    this.time[this.length] = t;
    this.angle[this.length] = angle;
    this.length += 1;
  }

  /** Follow the sensor's clock smoothly. */
  synchronise(t) {
    const offset = performance.now() / 1000 - t;
    const drifted = this.offset === null || Math.abs(offset - this.offset) > 1;
    this.offset = drifted ? offset : this.offset + CLOCK_GAIN * (offset - this.offset);
  }

  now() {
    return this.offset === null ? 0 : performance.now() / 1000 - this.offset - DELAY_S;
  }

  draw() {
    if (!this.plot || document.hidden) return;
    const now = this.now();
    this.plot.batch(() => {
      this.plot.setData([this.time.subarray(0, this.length), this.angle.slice(0, this.length)], false);
      this.plot.setScale("x", { min: now - SPAN_S, max: now });
    });
  }

  resize() {
    this.plot?.setSize({ width: this.host.clientWidth, height: this.host.clientHeight });
  }

  build() {
    this.plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const grid = { stroke: colour("--line"), width: 1 };
    const font = "16px system-ui, sans-serif";
    const options = {
      width: this.host.clientWidth || 300,
      height: this.host.clientHeight || 150,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, auto: false }, y: { range: [LOWEST_DEG, HIGHEST_DEG] } },
      axes: [
        { show: false },
        {
          stroke: colour("--quiet"),
          grid,
          ticks: { show: false },
          font,
          size: 56,
          splits: [0, 30, 60, 90],
          values: (_, splits) => splits.map((each) => `${each}°`),
        },
      ],
      series: [{}, { stroke: colour("--plot-line"), width: 3, pxAlign: 0, points: { show: false } }],
      hooks: { draw: [(plot) => this.drawMarks(plot, colour("--accent"))] },
    };
    this.plot = new uPlot(options, [[], []], this.host);
  }

  drawMarks(plot, colour) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = colour;
    for (const t of this.marks.values()) {
      const angle = this.at(t);
      if (angle === null) continue;
      ctx.beginPath();
      ctx.arc(plot.valToPos(t, "x", true), plot.valToPos(angle, "y", true), 6 * devicePixelRatio, 0, 2 * Math.PI);
      ctx.fill();
    }
    ctx.restore();
  }

  /** The angle at a time, from the point nearest before it. */
  at(t) {
    for (let index = this.length - 1; index >= 0; index -= 1) {
      if (this.time[index] <= t) return this.angle[index];
    }
    return null;
  }
}
