// All that the topics have said so far, folded: what the views draw.
import { text } from "./connection.js";

const SILENT_MS = 3000; // a sensor that is said to be there but sends nothing
const CLOCKS_AGREE_MS = 5000;
const LANDINGS = 24;

export class Store {
  constructor() {
    this.up = false;
    this.bridge = null;
    this.info = { exercises: [], plans: [] };
    this.devices = [];
    this.status = {};
    this.states = {};
    this.live = {}; // when each device's line last moved, ms of this page, and how late it was
    this.flights = [];
    this.hostAhead_ms = null; // host clock less this one, by the quickest message
  }

  /** What counts: the workout where there is one, else the first sensor. */
  get state() {
    return this.states.workout ?? this.states[this.first] ?? null;
  }

  get first() {
    return this.devices[0]?.id ?? null;
  }

  get connection() {
    if (!this.up) return this.bridge === null ? "connecting" : "reconnecting";
    if (this.bridge === null) return "connecting";
    if (this.bridge !== "online") return "stopped";
    const there = this.devices.filter(({ id }) => this.status[id] === "online");
    if (!there.length) return "no-sensor";
    return there.some(({ id }) => this.moves(id)) ? "connected" : "silent";
  }

  moves(device) {
    return performance.now() - (this.live[device]?.at ?? -Infinity) <= SILENT_MS;
  }

  /** Seconds until a moment of the host's clock. */
  secondsUntil(host_ms) {
    return (host_ms - Date.now() - (this.hostAhead_ms ?? 0)) / 1000;
  }

  linked(up) {
    this.up = up;
    if (!up) this.hostAhead_ms = null;
  }

  /** Follow a message; returns the event when it was one. */
  take([owner, kind], payload) {
    if (owner === "bridge") this.takeBridge(kind, text(payload));
    else if (kind === "status") this.status[owner] = text(payload);
    else if (kind === "state") this.states[owner] = JSON.parse(text(payload));
    else if (kind === "event") return this.takeEvent(JSON.parse(text(payload)));
    return null;
  }

  takeBridge(kind, said) {
    if (kind === "status") this.bridge = said;
    if (kind === "info") this.info = { exercises: [], plans: [], ...JSON.parse(said) };
    if (kind === "devices") this.devices = JSON.parse(said);
  }

  /** Of a sensor whose line is not drawn it is enough to know that it moves. */
  hear(device) {
    this.live[device] = { at: performance.now() };
  }

  takeLive(device, payload) {
    const live = JSON.parse(text(payload));
    const late_ms = Date.now() - live.t_ms;
    if (Number.isFinite(live.t_ms)) this.hostAhead_ms = Math.max(this.hostAhead_ms ?? -Infinity, -late_ms);
    const agree = Math.abs(this.hostAhead_ms) < CLOCKS_AGREE_MS && late_ms >= 0;
    this.live[device] = { at: performance.now(), late_ms: agree ? late_ms : late_ms + this.hostAhead_ms };
    if (agree) this.hostAhead_ms = 0;
    return live;
  }

  takeEvent(event) {
    if (event.type === "set_started" || event.type === "exercise") this.flights = [];
    if (event.type === "retracted") this.flights = this.flights.filter(({ id }) => id !== event.retracts);
    if (event.flight_s && event.type === this.state?.counts && event.device === this.counting) {
      this.flights.push({ id: event.id, flight_s: event.flight_s });
      this.flights = this.flights.slice(-LANDINGS);
    }
    return event;
  }

  /** Whose events are the count: the workout's with several sensors, else the only sensor's. */
  get counting() {
    return this.devices.length > 1 ? "workout" : this.first;
  }
}
