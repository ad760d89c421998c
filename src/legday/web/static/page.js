// What the page shows, from nothing but the public topics.
import { AnglePlot } from "./angle_plot.js";
import { connect } from "./connection.js";

const SILENT_MS = 3000; // a sensor that is said to be there but sends nothing
const NOTICE_MS = 6000;
const COUNTED_NAMES = { rep: "reps", jump: "jumps", lift: "lifts", step: "steps", hold: "holds" };

const byId = (id) => document.getElementById(id);
const plot = new AnglePlot(byId("plot"));
const known = { up: false, bridge: null, device: null, status: {}, states: {}, liveAt: -Infinity };
let link = null;

const CONNECTIONS = {
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  stopped: "legday has stopped",
  "no-sensor": "No sensor",
  silent: "No data from the sensor",
  connected: "Connected",
};

/** What counts: the workout where it joins several sensors, else the first sensor. */
function state() {
  return known.states.workout ?? known.states[known.device] ?? null;
}

function connection() {
  if (!known.up) return known.bridge === null ? "connecting" : "reconnecting";
  if (known.bridge === null) return "connecting";
  if (known.bridge !== "online") return "stopped";
  if (known.status[known.device] !== "online") return "no-sensor";
  return performance.now() - known.liveAt > SILENT_MS ? "silent" : "connected";
}

function show() {
  const now = connection();
  document.body.dataset.connection = now;
  setText("connection", CONNECTIONS[now]);
  byId("plot-empty").hidden = !plot.empty;
  setText("plot-empty", now === "connected" ? "Waiting for movement" : "No signal");
  showCount(state());
  showTempo(state());
  for (const button of byId("exercises").children) {
    press(button, button.value === (state()?.exercise ?? ""));
    button.disabled = !known.up || known.bridge !== "online";
  }
}

function press(button, pressed) {
  if (button.getAttribute("aria-pressed") === String(pressed)) return;
  button.setAttribute("aria-pressed", String(pressed));
  if (pressed) button.scrollIntoView({ block: "nearest", inline: "center" });
}

function showCount(state) {
  const counting = Boolean(state?.exercise);
  document.body.dataset.counting = counting ? "yes" : "no";
  setText("exercise", counting ? (state.title ?? state.exercise) : "No exercise");
  const holding = counting && state.counts === "hold" && state.hold_s !== null;
  const shown = !counting ? "0" : holding ? String(Math.floor(state.hold_s)) : String(state.count);
  const count = byId("count");
  if (count.textContent !== shown) {
    document.body.dataset.digits = String(shown.length);
    setText("count", shown);
    count.classList.remove("counted");
    void count.offsetWidth; // starts the animation anew
    count.classList.add("counted");
  }
  setText("set", state?.set.n ? String(state.set.n) : "–");
  setText("hint", known.bridge === "online" ? hint(state, counting, holding) : "");
}

function hint(state, counting, holding) {
  if (!counting) return "Choose what to count below.";
  if (holding) return "seconds";
  if (!state.set.running && state.set.n === 0) return "Start when you are ready.";
  return state.set.running ? (COUNTED_NAMES[state.counts] ?? "") : "Set finished";
}

function showTempo(state) {
  const steps = state?.steps_per_min ?? null;
  const counts = state?.counts_per_min ?? null;
  const value = steps ?? counts;
  setText("tempo", value === null ? "–" : String(Math.round(value)));
  const unit = steps !== null ? "steps" : (COUNTED_NAMES[state?.counts] ?? "");
  setText("tempo-unit", value === null ? "" : `${unit}/min`);
}

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}

function showExercises(exercises) {
  const buttons = exercises.map(({ name, title }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.value = name;
    button.textContent = title;
    button.addEventListener("click", () => link.command("all", "exercise", name));
    return button;
  });
  byId("exercises").replaceChildren(...buttons);
}

function notify(text) {
  setText("notice", text);
  setTimeout(() => setText("notice", ""), NOTICE_MS);
}

function onEvent(event) {
  if (event.type === "retracted") plot.unmark(event.retracts);
  else if (event.type === "command_refused") notify(event.reason);
  else if (event.type === state()?.counts) plot.mark(event.id, event.turn_s ?? event.landing_s ?? event.t_s);
}

function onMessage([owner, kind], payload) {
  if (owner === "bridge") {
    if (kind === "status") known.bridge = payload;
    if (kind === "info") showExercises(JSON.parse(payload).exercises);
    if (kind === "devices") known.device = JSON.parse(payload)[0]?.id ?? null;
  } else if (kind === "event") {
    onEvent(JSON.parse(payload));
  } else if (kind === "status") {
    known.status[owner] = payload;
  } else if (kind === "state") {
    known.states[owner] = JSON.parse(payload);
  } else if (owner === known.device && kind === "live") {
    const live = JSON.parse(payload);
    known.liveAt = performance.now();
    plot.add(live.t_s, live.angle_deg);
  }
  show();
}

const { base } = await (await fetch("/page.json")).json();
link = connect(base, {
  onMessage,
  onLink(up) {
    known.up = up;
    show();
  },
});
setInterval(show, 500);
