// The public MQTT topics, over the WebSocket of the page's own origin.
import mqtt from "./vendor/mqtt.esm.js";

const RETRY_MS = 1000;
const KEEPALIVE_S = 10;

/**
 * Follow the topics of one service.
 *
 * @param {string} base first part of every topic
 * @param {{onMessage: (path: string[], payload: string) => void, onLink: (up: boolean) => void}} listener
 *   `path` is the topic behind `<base>/v1`, split at its slashes
 * @returns {{command: (device: string, name: string, value: string) => void}}
 */
export function connect(base, { onMessage, onLink }) {
  const root = `${base}/v1`;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const client = mqtt.connect(`${scheme}://${location.host}/mqtt`, {
    protocolVersion: 5,
    clientId: `page-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`,
    clean: true,
    keepalive: KEEPALIVE_S,
    reconnectPeriod: RETRY_MS,
    queueQoSZero: false,
    timerVariant: "native", // the other one starts a worker from a blob, which the content policy forbids
  });
  client.on("connect", () => {
    client.subscribe([`${root}/bridge/+`, `${root}/+/status`, `${root}/+/state`, `${root}/+/event/+`], { qos: 1 });
    client.subscribe(`${root}/+/live`, { qos: 0 });
    onLink(true);
  });
  client.on("close", () => onLink(false));
  client.on("error", () => onLink(false));
  client.on("message", (topic, payload) => {
    onMessage(topic.slice(root.length + 1).split("/"), new TextDecoder().decode(payload));
  });
  return {
    command(device, name, value) {
      client.publish(`${root}/${device}/cmd/${name}`, value, { qos: 1 });
    },
  };
}
