// One plot with two lanes on one time axis: the angle of the thigh above, the force below.
import { colour } from "./dom.js";

const ANGLE = { low: -30, high: 125, splits: [0, 45, 90] };
const FORCE = { low: 0, high: 4, splits: [1, 2, 3] };
const ANGLE_SHARE = 0.62; // of the height
const FONT = "14px system-ui, sans-serif";

const span = ({ low, high }) => high - low;

/** Ranges that put each scale into its own lane of the same plot. */
export const angleRange = [ANGLE.high - span(ANGLE) / ANGLE_SHARE, ANGLE.high];
export const forceRange = [FORCE.low, FORCE.low + span(FORCE) / (1 - ANGLE_SHARE)];

export function scales(x) {
  return { x, angle: { range: angleRange }, force: { range: forceRange } };
}

export function axes(time) {
  const grid = { stroke: colour("--line"), width: 1 };
  const side = { stroke: colour("--quiet"), grid, ticks: { show: false }, font: FONT, size: 46 };
  return [
    time,
    { ...side, scale: "angle", splits: ANGLE.splits, values: (_, at) => at.map((each) => `${each}°`) },
    { ...side, scale: "force", side: 3, splits: FORCE.splits, values: (_, at) => at.map((each) => `${each} g`), size: 0, grid },
  ];
}

/** Scale of the force lane, inside the plot's own margin; the colour is asked for once, not in every frame. */
export function forceLabels(plot, quiet) {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = `${14 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = quiet;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const each of FORCE.splits) {
    ctx.fillText(`${each} g`, bbox.left - 6 * devicePixelRatio, plot.valToPos(each, "force", true));
  }
  ctx.restore();
}
