// The review: a take on the desk, its count, its marks.
import { byId, make, setText, typing } from "../common/dom.js";
import { seenAt } from "../common/marks.js";
import { ask, json, views } from "../common/views.js";
import { latest } from "./latest.js";
import { Marks } from "./marks.js";
import { Parameters } from "./parameters.js";
import { Player } from "./player.js";
import { Signal } from "./signal.js";
import { showVerdict } from "./verdict.js";

const FIRST_S = 60; // of a long take so much is seen at first
const NEAR_END = 0.9;
const KEYS = { " ": "rep", "[": "set_start", "]": "set_end", t: "takeoff", l: "landing" };
const AS_RECORDED = "";

const at = (path) => `/review/${path}.json?${new URLSearchParams({ take: desk.take?.name ?? byId("take").value })}`;

const desk = {
  take: null,
  window: { from: 0, to: 1 },
  now: 0,
  found: [],
  marks: new Marks(),

  /** Look at a part of the take, kept within it. */
  look(from, to) {
    const { start_s, end_s } = this.take;
    const span = Math.min(to - from, end_s - start_s);
    const begin = Math.min(Math.max(from, start_s), end_s - span);
    this.window = { from: begin, to: begin + span };
    this.signal.draw(); // what is known already moves at once; the finer columns follow
    this.windowChanged();
  },

  windowChanged() {
    if (this.take) fetchSignal(this.window.from, this.window.to, this.signal.columns);
  },

  seek(t) {
    const { start_s, end_s } = this.take;
    this.now = Math.min(end_s, Math.max(start_s, t));
    const { from, to } = this.window;
    const span = to - from;
    if (this.now > from + NEAR_END * span && to < end_s) this.look(this.now - 0.1 * span, this.now + 0.9 * span);
    else if (this.now < from) this.look(this.now - 0.1 * span, this.now + 0.9 * span);
    else this.signal.draw();
    player.show();
  },
};
desk.signal = new Signal(byId("plot"), desk);

const player = new Player(desk);
const parameters = new Parameters(count);
const fetchSignal = latest(
  (from, to, columns) => ask(`${at("signal")}&${new URLSearchParams({ from, to, columns })}`),
  (drawn) => desk.signal.show(drawn[byId("device").value] ?? Object.values(drawn)[0]),
  (error) => notify(error.message),
);
const fetchCount = latest(
  (body) => ask(at("count"), json("POST", body)),
  (found) => {
    desk.found = foundEvents(found);
    showVerdict(found);
    desk.signal.draw();
    delete document.body.dataset.busy;
  },
  (error) => notify(error.message),
);

function count() {
  document.body.dataset.busy = "yes";
  const exercise = byId("exercise").value || null;
  fetchCount({ exercise, params: parameters.changed, marks: desk.marks.changed ? desk.marks.body() : null });
}

/** Those events that are drawn, on the take's common clock. */
function foundEvents({ events, counts }) {
  const withdrawn = new Set(events.filter(({ type }) => type === "retracted").map(({ retracts }) => retracts));
  const device = byId("device").value;
  const shift = desk.take.shift_s[device] ?? 0;
  const moved = (event) => Object.fromEntries(Object.entries(event).map(([key, value]) => [key, onClock(key, value, shift)]));
  return events
    .filter((event) => (event.type === counts || event.type === "rejected") && event.device === device)
    .map(moved)
    .map((event) => ({ ...event, at: seenAt(event), withdrawn: withdrawn.has(event.id) }));
}

const TIMES = new Set(["start_s", "end_s", "turn_s", "t_s", "takeoff_s", "landing_s"]);
const onClock = (key, value, shift) => (TIMES.has(key) && value !== null ? value + shift : value);

function mark(kind) {
  desk.marks.add(kind, desk.now);
  marked();
}

function marked() {
  byId("reps").value = desk.marks.reps ?? "";
  setText("saved", "Not saved yet");
  desk.signal.draw();
  count();
}

async function save() {
  try {
    const exercise = byId("exercise").value || null;
    const { file } = await ask(at("labels"), json("PUT", { exercise, marks: desk.marks.body() }));
    desk.marks.changed = false;
    setText("saved", `Saved in ${file}`);
  } catch (error) {
    notify(error.message);
  }
}

function notify(text) {
  setText("notice", text);
  setTimeout(() => setText("notice", ""), 6000);
}

function tell(state, text = "") {
  document.body.dataset.state = state;
  byId("desk").hidden = state !== "open";
  setText("state", text);
}

async function open(name) {
  tell("reading", `Reading ${name}`);
  desk.take = null;
  try {
    const take = await ask(`/review/take.json?${new URLSearchParams({ take: name })}`);
    lay(take);
    await parameters.load(byId("exercise").value, take.site);
  } catch (error) {
    return tell("failed", error.message);
  }
  tell("open");
  desk.signal.resize();
  desk.look(desk.take.start_s, Math.min(desk.take.end_s, desk.take.start_s + FIRST_S));
  player.show();
  count();
}

function lay(take) {
  Object.assign(desk, { take, now: take.start_s, found: [] });
  desk.marks.read(take.marks);
  byId("reps").value = desk.marks.reps ?? "";
  setText("saved", "");
  byId("warnings").replaceChildren(...take.warnings.map((textContent) => make("li", { textContent })));
  byId("device").replaceChildren(...take.devices.map((value) => make("option", { value, textContent: value })));
  byId("devices").hidden = take.devices.length < 2;
  const choices = [{ name: AS_RECORDED, title: "as recorded" }, ...take.exercises];
  byId("exercise").replaceChildren(...choices.map(({ name, title }) => make("option", { value: name, textContent: title })));
  byId("exercise").value = take.exercise ?? AS_RECORDED;
}

byId("take").addEventListener("change", ({ target }) => {
  history.replaceState(null, "", `?${new URLSearchParams({ take: target.value })}`);
  open(target.value);
});
byId("exercise").addEventListener("change", async ({ target }) => {
  await parameters.load(target.value, desk.take.site);
  count();
});
byId("device").addEventListener("change", () => {
  desk.windowChanged();
  count();
});
byId("reps").addEventListener("change", ({ target }) => {
  desk.marks.reps = target.value === "" ? null : Number(target.value);
  desk.marks.changed = true;
  setText("saved", "Not saved yet");
  count();
});
byId("save").addEventListener("click", save);
byId("remove").addEventListener("click", () => desk.marks.remove(desk.now) && marked());
for (const button of document.querySelectorAll("[data-mark]")) {
  button.addEventListener("click", () => mark(button.dataset.mark));
}
document.addEventListener("keydown", (event) => {
  if (typing(event) || !desk.take) return;
  const kind = KEYS[event.key];
  if (kind && !(event.key === " " && event.target.matches("button"))) mark(kind);
  else if (event.key === "Delete" || event.key === "Backspace") desk.marks.remove(desk.now) && marked();
  else return;
  event.preventDefault();
});

await views();
const { takes } = await ask("/review/takes.json");
byId("take").replaceChildren(...takes.map(({ name }) => make("option", { value: name, textContent: name })));
const asked = new URLSearchParams(location.search).get("take");
const first = takes.find(({ name }) => name === asked)?.name ?? (takes.length === 1 ? takes[0].name : null);
byId("take").prepend(make("option", { value: "", textContent: "Choose a take", disabled: true, selected: first === null }));
if (first) {
  byId("take").value = first;
  open(first);
} else tell("choosing", takes.length ? "Choose a take above." : "No takes yet. legday live records its sessions; they appear here.");
