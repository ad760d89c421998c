// One thing to do per screen: start, place, check, put on, run.

import { checkFrame, frame, tickOf } from "./frames.js";
import { Link } from "./link.js";
import { Check, listen, permitMotion } from "./motion.js";

const BATCH_SAMPLES = 6;
const BATCH_MS = 100;
const SHOWN_EVERY_MS = 500;
const SURE_MS = 3000;
const BUZZ_MS = 60;
const RATE_MS = 3000;
const HIDDEN_MS = 300; // shorter ones are not worth a word
const NO_MOTION_MS = 3000;
const PLACES = [
  ["left_thigh", "Left thigh"],
  ["right_thigh", "Right thigh"],
  ["left_pocket", "Left front pocket"],
  ["right_pocket", "Right front pocket"],
];
const STATES = { open: "Connected", posting: "Connected", lost: "No connection" };

const find = (id) => document.getElementById(id);
const token = location.hash.slice(1);
const hello = { token, phone: identity(), run: random(), seat: "", site: "" };

let factor = 1;
let link = null;
let deaf = () => {};
let lock = null;
let count = null;
let hiddenAt = null;
let batch = [];
let number = 0;
let arrivals = [];
let lastTick = null;

function random() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same for every page that this browser opens, so that a page opened anew keeps its place. */
function identity() {
  try {
    localStorage.legdayPhone ??= random();
    return localStorage.legdayPhone;
  } catch {
    return random();
  }
}

function show(step) {
  for (const section of document.querySelectorAll("[data-step]")) section.hidden = section.dataset.step !== step;
  const title = document.querySelector(`[data-step="${step}"] h1`);
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

function refuse(why, title = "Not this time") {
  deaf();
  lock?.release();
  find("link").hidden = true;
  find("refused-title").textContent = title;
  find("refused-why").textContent = why;
  show("refused");
}

async function start() {
  try {
    await permitMotion();
  } catch (error) {
    return refuse(error.message, "No motion");
  }
  const asked = { method: "POST", body: JSON.stringify({ token, phone: hello.phone }) };
  let answer;
  try {
    answer = await (await fetch("/phone/look", asked)).json();
  } catch {
    return refuse("legday does not answer. Is this phone in the same network, and legday still running?", "No connection");
  }
  if (answer.refused !== undefined) return refuse(answer.refused);
  if (answer.seats.length === 1 && answer.seats[0].site !== "") return choose(answer.seats[0].device, answer.seats[0].site);
  offer(answer.seats);
}

function offer(seats) {
  const open = seats.filter((seat) => seat.site === "");
  const choices = [
    ...seats.filter((seat) => seat.site !== "").map((seat) => [seat.device, seat.site, words(seat.site)]),
    ...(open.length > 0 ? PLACES.map(([site, title]) => [open[0].device, site, title]) : []),
  ];
  find("places").replaceChildren(
    ...choices.map(([device, site, title]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.addEventListener("click", () => choose(device, site));
      return button;
    }),
  );
  show("place");
}

function words(site) {
  const text = site.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function choose(device, site) {
  Object.assign(hello, { seat: device, site });
  show("check");
  const check = new Check();
  let heard = false;
  setTimeout(() => {
    if (!heard) find("check-hint").textContent = "This phone sends no motion. Has it a sensor, and may the browser use it?";
  }, NO_MOTION_MS);
  deaf = listen((event, acc) => {
    heard = true;
    const { share, factor: found, hint } = check.push(event.timeStamp, acc);
    find("still").value = share;
    find("check-hint").textContent = hint;
    if (found === null) return;
    factor = found;
    deaf();
    prepare();
  });
}

function prepare() {
  navigator.vibrate?.(BUZZ_MS);
  const pocket = hello.site.includes("pocket");
  find("strap-title").textContent = `${pocket ? "Put it in" : "Strap it to"} your ${hello.site.replaceAll("_", " ")}`;
  find("strap-how").textContent = pocket
    ? "Either way up, as tight as it gets. Press Go first, and keep the screen on."
    : "Firmly, halfway up, screen outwards. Either way up is fine.";
  find("awake").textContent = navigator.wakeLock
    ? "The screen stays on by itself. Locking the phone stops the measurement."
    : "This browser cannot keep the screen on: set auto-lock to never while you train.";
  show("strap");
}

function run() {
  show("run");
  find("link").hidden = false;
  connected("lost");
  stayAwake();
  link = new Link({ ...hello }, checkFrame(factor), told, connected);
  deaf = listen(take);
}

function take(event, acc, turn) {
  const tick = tickOf(event);
  if (tick === lastTick) return;
  lastTick = tick;
  batch.push(turn === null ? [tick, ...acc] : [tick, ...acc, ...turn]);
  arrivals.push(event.timeStamp);
  if (batch.length >= BATCH_SAMPLES || batch.at(-1).length !== batch[0].length) flush();
}

function flush() {
  if (batch.length === 0 || link === null) return;
  const same = batch.filter((sample) => sample.length === batch[0].length);
  link.send(number, frame(number, same));
  number += 1;
  batch = batch.slice(same.length);
}

function told(answer) {
  if (answer.count === null) return;
  if (count !== null && answer.count > count) navigator.vibrate?.(BUZZ_MS);
  count = answer.count;
  find("count").textContent = String(count);
  find("exercise").textContent = answer.exercise ?? "Choose an exercise on the computer";
}

function connected(state, reason) {
  if (state === "refused") return refuse(reason);
  if (state === "ended") return done("legday on the computer has ended. What was counted is kept there.");
  find("link").dataset.link = state;
  find("link").textContent = STATES[state];
}

function figures() {
  const now = performance.now();
  arrivals = arrivals.filter((time) => time > now - RATE_MS);
  const span = arrivals.length > 1 ? arrivals.at(-1) - arrivals[0] : 0;
  find("rate").textContent = span > 0 ? String(Math.round((1000 * (arrivals.length - 1)) / span)) : "–";
  find("latency").textContent = link?.latencyMs == null ? "–" : String(Math.round(link.latencyMs));
  find("lost").textContent = String(link?.lost ?? 0);
}

async function stayAwake() {
  try {
    lock = await navigator.wakeLock?.request("screen");
  } catch {
    // the browser may refuse on a low battery; the hint on the screen before said what to do
  }
}

function seen() {
  if (link === null) return;
  if (document.visibilityState === "hidden") {
    flush();
    hiddenAt = performance.now();
    return;
  }
  stayAwake();
  const away = hiddenAt === null ? 0 : performance.now() - hiddenAt;
  hiddenAt = null;
  if (away > HIDDEN_MS) {
    find("note").textContent = `This page was hidden for ${Math.max(1, Math.round(away / 1000))} s: nothing was measured.`;
  }
}

function stop() {
  const button = find("stop");
  if (!button.classList.contains("sure")) {
    button.classList.add("sure");
    button.textContent = "Tap again to stop";
    setTimeout(() => {
      button.classList.remove("sure");
      button.textContent = "Stop";
    }, SURE_MS);
    return;
  }
  flush();
  link.close();
  done("This phone has stopped sending. What was counted is kept.");
}

function done(why) {
  deaf();
  link = null;
  lock?.release();
  find("link").hidden = true;
  find("done-why").textContent = why;
  show("done");
}

find("start").addEventListener("click", start);
find("go").addEventListener("click", run);
find("stop").addEventListener("click", stop);
find("again").addEventListener("click", () => location.reload());
find("retry").addEventListener("click", () => location.reload());
document.addEventListener("visibilitychange", seen);
window.addEventListener("hashchange", () => location.reload());
setInterval(flush, BATCH_MS);
setInterval(figures, SHOWN_EVERY_MS);
find("start").disabled = false;
if (token === "") refuse("This address lacks its key. Scan the code in the terminal.");
