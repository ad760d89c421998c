// The motion of a take, in as many columns as the screen has pixels: drawn, zoomed, and marked.
import uPlot from "../vendor/uPlot.esm.js";
import { colour, onTheme } from "../common/dom.js";
import { axes, forceLabels, scales } from "../common/lanes.js";
import { band, dot, onPlot, palette, triangle, words } from "../common/marks.js";

const WORDS_WITHIN_S = 45; // reasons are written out where there is room for them

export class Signal {
  constructor(host, desk) {
    this.host = host;
    this.desk = desk;
    this.data = [[], [], [], [], []];
    this.build();
    new ResizeObserver(() => this.resize()).observe(host);
    onTheme(() => this.build());
  }

  get columns() {
    return Math.max(200, Math.round(this.host.clientWidth));
  }

  /** Show a window of the take as the service gave it. */
  show({ t_s, angle_deg, force_g, breaks }) {
    const open = new Set(breaks);
    const holes = (values) => values.map((value, index) => (open.has(index) ? null : value));
    this.data = [t_s, angle_deg.low, holes(angle_deg.high), force_g.low, holes(force_g.high)];
    this.draw();
  }

  draw() {
    const { from, to } = this.desk.window;
    this.plot.batch(() => {
      this.plot.setData(this.data, false);
      this.plot.setScale("x", { min: from, max: to });
    });
  }

  resize() {
    this.plot.setSize({ width: this.host.clientWidth, height: this.host.clientHeight });
    this.desk.windowChanged();
  }

  /** The time under a pointer, s. */
  timeAt(event) {
    const box = this.plot.over.getBoundingClientRect();
    return this.plot.posToVal(event.clientX - box.left, "x");
  }

  build() {
    this.plot?.destroy();
    this.palette = { ...palette(), truth: colour("--truth"), ink: colour("--ink") };
    const line = (scale, name, width) => ({ scale, stroke: colour(name), width, points: { show: false } });
    const angle = colour("--plot-line");
    const force = colour("--force-line");
    const options = {
      width: this.host.clientWidth || 600,
      height: this.host.clientHeight || 300,
      legend: { show: false },
      cursor: { show: false },
      scales: scales({ time: false, auto: false }),
      axes: axes({ stroke: colour("--quiet"), grid: { show: false }, values: (_, at) => at.map(minutes) }),
      series: [
        {},
        line("angle", "--plot-line", 1.5),
        line("angle", "--plot-line", 1.5),
        line("force", "--force-line", 1),
        line("force", "--force-line", 1),
      ],
      bands: [
        { series: [2, 1], fill: angle },
        { series: [4, 3], fill: force },
      ],
      hooks: { draw: [(plot) => this.drawMarks(plot)] },
    };
    this.plot = new uPlot(options, this.data, this.host);
    if (this.desk.take) this.draw();
  }

  angleAt(t) {
    const times = this.data[0];
    let [low, high] = [0, times.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] < t) low = middle + 1;
      else high = middle;
    }
    return { angle: this.data[2][low] ?? 0, force: this.data[4][low] ?? 1 };
  }

  drawMarks(plot) {
    forceLabels(plot, this.palette.doubtful);
    const { from, to } = this.desk.window;
    onPlot(plot, (pen) => {
      this.drawTruth(pen);
      for (const event of this.desk.found) {
        if (event.at >= from - 2 && event.at <= to + 2) this.drawEvent(pen, event, to - from);
      }
      this.drawHead(pen);
    });
  }

  drawTruth(pen) {
    const { truth, flight } = this.palette;
    const marks = this.desk.marks;
    for (const [start, end] of marks.sets) band(pen, start, end, truth, 0.08);
    for (const [start, end] of marks.spans) band(pen, start, end, truth, 0.16);
    for (const t of marks.moments) tick(pen, t, truth);
    for (const t of marks.takeoffs) triangle(pen, t, this.angleAt(t).force, true, truth);
    for (const t of marks.landings) triangle(pen, t, this.angleAt(t).force, false, truth);
    if (marks.openSet !== null) tick(pen, marks.openSet, flight);
  }

  drawEvent(pen, event, span_s) {
    const { counted, doubtful, flight, ground } = this.palette;
    if (event.type === "rejected") {
      band(pen, event.start_s, event.end_s, doubtful, 0.22);
      if (span_s <= WORDS_WITHIN_S) words(pen, event.start_s, event.end_s, event.reason, doubtful);
      return;
    }
    if (event.takeoff_s != null) triangle(pen, event.takeoff_s, this.angleAt(event.takeoff_s).force, true, flight);
    if (event.landing_s != null) triangle(pen, event.landing_s, this.angleAt(event.landing_s).force, false, flight);
    const fill = event.withdrawn ? doubtful : counted;
    dot(pen, event.at, this.angleAt(event.at).angle, fill, event.partial || event.withdrawn, ground);
  }

  drawHead(pen) {
    const { ctx, ratio } = pen;
    ctx.fillStyle = this.palette.ink;
    ctx.fillRect(pen.x(this.desk.now) - ratio, pen.top, 2 * ratio, pen.bottom - pen.top);
  }
}

function tick({ ctx, ratio, x, top, bottom }, t, fill) {
  ctx.fillStyle = fill;
  ctx.fillRect(x(t) - ratio, top, 2 * ratio, bottom - top);
}

function minutes(seconds) {
  const whole = Math.floor(Math.abs(seconds) / 60);
  const rest = Math.abs(seconds) - 60 * whole;
  const digits = rest % 1 ? rest.toFixed(1) : String(rest);
  return `${seconds < 0 ? "-" : ""}${whole}:${digits.padStart(rest % 1 ? 4 : 2, "0")}`;
}

export { minutes };
