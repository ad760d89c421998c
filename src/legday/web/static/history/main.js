// The history: sessions, their sets, and the trend of an exercise.
import { byId, make, setText } from "../common/dom.js";
import { ask, views } from "../common/views.js";
import { facts, main } from "./figures.js";
import { Trend } from "./trend.js";

const EVERY = "";
const MOST_SESSIONS = 100;

const trend = new Trend();
let all = { sets: [], titles: {} };

const title = (name) => all.titles[name] ?? name;
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

function show() {
  const person = byId("person").value;
  const exercise = byId("exercise").value;
  const mine = all.sets.filter((set) => person === EVERY || set.person === person);
  const sets = mine.filter((set) => exercise === EVERY || set.exercise === exercise);
  const usual = exercise || mostDone(sets);
  trend.show(title(usual), sets.filter((set) => set.exercise === usual));
  byId("sessions").replaceChildren(...sessions(sets).slice(0, MOST_SESSIONS).map(session));
  byId("state").hidden = sets.length > 0;
  setText("state", all.sets.length ? "No set fits." : "Nothing yet. Sets that are done with legday live appear here.");
}

function mostDone(sets) {
  const times = new Map();
  for (const { exercise } of sets) times.set(exercise, (times.get(exercise) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** Sets by session, the newest session first. */
function sessions(sets) {
  const found = new Map();
  for (const set of sets) found.set(set.session, [...(found.get(set.session) ?? []), set]);
  return [...found.values()].reverse();
}

function session(sets) {
  const [first] = sets;
  const when = first.start_ms === null ? first.session : day.format(first.start_ms);
  const whose = [first.person, first.plan].filter(Boolean).join(" · ");
  const list = make("ol", { className: "sets" }, ...sets.map(one));
  return make("li", { className: "panel" }, make("p", { className: "pair" }, make("h2", { textContent: when }), make("span", { className: "quiet", textContent: whose })), list);
}

const one = (set) => make("li", {}, make("b", { textContent: main(set) }), make("span", { textContent: title(set.exercise) }), make("small", { textContent: facts(set) }));

function offer(select, every, choices) {
  select.replaceChildren(make("option", { value: EVERY, textContent: every }), ...choices);
  select.addEventListener("change", show);
}

await views();
try {
  all = await ask("/history/sets.json");
  const people = [...new Set(all.sets.map(({ person }) => person))].filter(Boolean).sort();
  const done = [...new Set(all.sets.map(({ exercise }) => exercise))].sort();
  offer(byId("person"), "Everybody", people.map((value) => make("option", { value, textContent: value })));
  offer(byId("exercise"), "All", done.map((value) => make("option", { value, textContent: title(value) })));
  byId("people").hidden = people.length < 2;
  show();
} catch (error) {
  setText("state", error.message);
}
