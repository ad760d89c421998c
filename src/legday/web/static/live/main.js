// The live view, from nothing but the public topics.
import { byId, prefersStillness, setText } from "../common/dom.js";
import { views } from "../common/views.js";
import { connect } from "./connection.js";
import { Controls, notify } from "./controls.js";
import { showFlights } from "./flights.js";
import { enterKiosk } from "./kiosk.js";
import { waitForPhone } from "./phone.js";
import { showConnection } from "./pill.js";
import { showScore } from "./score.js";
import { Sensors } from "./sensors.js";
import { Store } from "./store.js";
import { showTempo } from "./tempo.js";
import { countDown, prepareSound, speak } from "./voice.js";

const SHOW_MS = 250;
const EVEN_PCT = 3;

const store = new Store();
const controls = new Controls(store);
const sensors = new Sensors(store);
let stale = true;

function show() {
  stale = false;
  showConnection(store);
  showScore(store);
  showTempo(store.state);
  showFlights(store.flights);
  controls.show();
  sensors.show();
  const ends = store.state?.phase_ends_ms ?? null;
  countDown(ends === null ? null : store.secondsUntil(ends));
  speak(store.state);
}

function told(event) {
  if (event.type === "command_refused") notify(event.reason, "refused");
  if (event.type === "rejected") setText("remark", `Not counted: ${event.reason}`);
  if (event.type === "retracted" && event.reason !== "undone") setText("remark", `Taken back: ${event.reason}`);
  if (event.type === "target_reached") notify("Target reached");
  if (event.type === "plan_started" && event.warning) notify(event.warning);
  if (event.type === "asymmetry") balance(event);
}

function balance({ index }) {
  if (index === null) return;
  const share = Math.round(Math.abs(index) * 100);
  const more = index > 0 ? "left" : "right";
  setText("balance", `${share} %`);
  setText("balance-side", share < EVEN_PCT ? "even" : `more ${more}`);
  byId("balance-figure").hidden = false;
}

function onMessage(path, payload) {
  const [device, kind] = path;
  if (kind === "live") return sensors.shows(device) ? sensors.live(device, store.takeLive(device, payload)) : store.hear(device);
  const event = store.take(path, payload);
  if (event) {
    sensors.event(device, event);
    told(event);
  }
  if (kind === "info") controls.offer(store.info);
  if (kind === "devices") sensors.layOut();
  if (!sensors.isTile(device)) stale = true; // tiles are in no hurry
}

function frame() {
  if (stale) show(); // once a frame, however many messages have come
  if (!prefersStillness()) sensors.draw();
  requestAnimationFrame(frame);
}

enterKiosk();
prepareSound();
const { base, phone } = await views();
if (phone) waitForPhone();
controls.link = connect(base, {
  onMessage,
  onLink(up) {
    store.linked(up);
    stale = true;
  },
});
setInterval(() => (stale = true), SHOW_MS);
requestAnimationFrame(frame);
