// How the connection stands: one word, and behind it rate, loss, delay and battery.
import { setText } from "../common/dom.js";

const WORDS = {
  connecting: "Connecting",
  reconnecting: "Reconnecting",
  stopped: "legday has stopped",
  "no-sensor": "No sensor",
  silent: "No data from the sensor",
  connected: "Connected",
};

export function showConnection(store) {
  const now = store.connection;
  document.body.dataset.connection = now;
  setText("connection", WORDS[now]);
  setText("quality", now === "connected" ? quality(store, store.first) : "");
}

/** Say how well a sensor is heard, leaving out what is not known. */
function quality(store, device) {
  const sensor = store.states[device]?.sensor ?? {};
  const late_ms = store.live[device]?.late_ms;
  return [
    known(sensor.rate_hz, (value) => `${Math.round(value)} Hz`),
    known(sensor.loss_pct, (value) => `${value} % lost`),
    known(late_ms, (value) => `${Math.round(value / 10) * 10} ms`),
    known(sensor.battery_pct, (value) => `battery ${value} %`),
  ]
    .filter(Boolean)
    .join(" · ");
}

const known = (value, say) => (value === null || value === undefined || !Number.isFinite(value) ? "" : say(value));
