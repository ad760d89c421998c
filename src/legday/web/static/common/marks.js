// What was found, drawn on the lanes: counted, withdrawn and rejected, take-off and landing.
import { colour } from "./dom.js";

const DOT = 5.5;
const TRIANGLE = 6;

export const palette = () => ({
  counted: colour("--accent"),
  doubtful: colour("--quiet"),
  flight: colour("--flight"),
  ground: colour("--ground"),
});

/** When a counted event is best seen, s. */
export const seenAt = (event) => event.turn_s ?? event.landing_s ?? event.t_s ?? event.end_s;

/** Draw within the plot's own box; `draw` gets a pen that knows the scales. */
export function onPlot(plot, draw) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw({
    ctx,
    ratio,
    x: (t) => plot.valToPos(t, "x", true),
    y: (value, scale) => plot.valToPos(value, scale, true),
    top: bbox.top,
    bottom: bbox.top + bbox.height,
  });
  ctx.restore();
}

export function dot(pen, t, angle, fill, hollow, ground) {
  const { ctx, ratio } = pen;
  ctx.beginPath();
  ctx.arc(pen.x(t), pen.y(angle, "angle"), DOT * ratio, 0, 2 * Math.PI);
  ctx.fillStyle = hollow ? ground : fill;
  ctx.fill();
  ctx.lineWidth = 2.5 * ratio;
  ctx.strokeStyle = fill;
  ctx.stroke();
}

/** Take-off points up, landing down. */
export function triangle(pen, t, force, upwards, fill) {
  const { ctx, ratio } = pen;
  const size = (upwards ? -1 : 1) * TRIANGLE * ratio;
  const [x, y] = [pen.x(t), pen.y(force, "force")];
  ctx.beginPath();
  ctx.moveTo(x - TRIANGLE * ratio, y - size);
  ctx.lineTo(x + TRIANGLE * ratio, y - size);
  ctx.lineTo(x, y + size);
  ctx.fillStyle = fill;
  ctx.fill();
}

export function band(pen, start, end, fill, alpha = 0.16) {
  const { ctx } = pen;
  ctx.globalAlpha = alpha;
  ctx.fillStyle = fill;
  ctx.fillRect(pen.x(start), pen.top, Math.max(2, pen.x(end) - pen.x(start)), pen.bottom - pen.top);
  ctx.globalAlpha = 1;
}

/** Words at the top of a span, left out where there is no room for them. */
export function words(pen, start, end, text, fill) {
  const { ctx, ratio } = pen;
  ctx.font = `${13 * ratio}px system-ui, sans-serif`;
  ctx.fillStyle = fill;
  ctx.textBaseline = "top";
  ctx.textAlign = "left";
  const room = Math.max(pen.x(end) - pen.x(start), 170 * ratio);
  let short = text;
  while (short.length > 4 && ctx.measureText(`${short}…`).width > room) short = short.slice(0, -2);
  ctx.fillText(short === text ? text : `${short}…`, pen.x(start) + 3 * ratio, pen.top + 3 * ratio);
}
