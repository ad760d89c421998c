// The count, its set, phase and target, in the largest letters that fit.
import { byId, clock, setText } from "../common/dom.js";

const COUNTED = { rep: "reps", jump: "jumps", lift: "lifts", step: "steps", hold: "holds" };
const PHASES = { idle: "Ready", countdown: "Get ready", work: "Go", rest: "Rest", paused: "Paused", done: "Done" };
const CIRCLE = 2 * Math.PI * 46;

let shown = null;
let rest = { ends: null, whole_s: 1 };

export const countedName = (counts) => COUNTED[counts] ?? "";

export function showScore(store) {
  const state = store.state;
  const counting = Boolean(state?.exercise);
  const phase = state?.phase ?? (counting ? "work" : "idle");
  Object.assign(document.body.dataset, { phase, counting: counting ? "yes" : "no" });
  setText("exercise", counting ? (state.title ?? state.exercise) : "No exercise");
  setText("phase", state?.phase ? PHASES[phase] : "");
  showCount(state, counting);
  showSet(state);
  setText("hint", store.bridge === "online" ? hint(state, counting, phase) : "");
  showRing(store, state, phase);
}

function showCount(state, counting) {
  const holding = counting && state.counts === "hold" && state.hold_s !== null;
  const text = !counting ? "0" : holding ? String(Math.floor(state.hold_s)) : String(state.count);
  if (shown === text) return;
  shown = text;
  const count = byId("count");
  document.body.dataset.digits = String(text.length);
  setText(count, text);
  count.classList.remove("counted");
  void count.offsetWidth; // starts the animation anew
  count.classList.add("counted");
}

function showSet(state) {
  const set = state?.set;
  setText("set", set?.n ? String(set.n) : "–");
  setText("set-of", set?.n && set.of ? `of ${set.of}` : "");
  const target = goal(state);
  setText("target", target ? target.text : "–");
  setText("target-unit", target?.unit ?? "");
  const progress = byId("progress");
  progress.hidden = !target;
  if (target) progress.value = Math.min(1, target.reached);
}

function goal(state) {
  const target = state?.target;
  if (!target) return null;
  if (target.reps) return { text: String(target.reps), unit: countedName(state.counts), reached: state.count / target.reps };
  if (target.s) return { text: clock(target.s), unit: "s", reached: (state.hold_s ?? 0) / target.s };
  if (target.shuttles) return { text: String(target.shuttles), unit: "shuttles", reached: 0 };
  return null;
}

function hint(state, counting, phase) {
  if (!counting) return "Choose what to count below.";
  if (phase === "rest" || phase === "countdown") return `Next: ${state.title ?? state.exercise}`;
  if (state.counts === "hold" && state.hold_s !== null) return "seconds";
  if (!state.set?.running && !state.set?.n) return "Start when you are ready.";
  return state.set.running ? countedName(state.counts) : "Set finished";
}

/** The ring that empties while a phase ends by itself. */
function showRing(store, state, phase) {
  const ends = state?.phase_ends_ms ?? null;
  const ring = byId("ring");
  ring.hidden = ends === null || !["rest", "countdown", "work"].includes(phase);
  document.body.dataset.timed = ring.hidden || phase === "work" ? "no" : "yes";
  if (ring.hidden) return;
  const left_s = Math.max(0, store.secondsUntil(ends));
  if (rest.ends !== ends) rest = { ends, whole_s: Math.max(1, left_s) };
  byId("ring-left").style.strokeDashoffset = String(CIRCLE * (1 - Math.min(1, left_s / rest.whole_s)));
  setText("ring-text", clock(left_s));
}
