// The public MQTT topics, over the WebSocket of the page's own origin.
import mqtt from "../vendor/mqtt.esm.js";

const RETRY_MS = 1000;
const KEEPALIVE_S = 10;
const PATIENCE_MS = 4000;

const decoder = new TextDecoder();

/** What a payload says. */
export const text = (payload) => decoder.decode(payload);

/**
 * Follow the topics of one service.
 *
 * @param {string} base first part of every topic
 * @param {{onMessage: (path: string[], payload: Uint8Array) => void, onLink: (up: boolean) => void}} listener
 *   `path` is the topic behind `<base>/v1`, split at its slashes; most payloads need not be read, so none is
 * @returns {{command: (name: string, value: string) => Promise<void>}}
 *   the promise is kept when legday says ok, and broken with the reason otherwise
 */
export function connect(base, { onMessage, onLink }) {
  const root = `${base}/v1`;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const waiting = new Map();
  const self = crypto.getRandomValues(new Uint32Array(2)).join("-");
  let asked = 0;
  const client = mqtt.connect(`${scheme}://${location.host}/mqtt`, {
    protocolVersion: 5,
    clientId: `page-${self}`,
    clean: true,
    keepalive: KEEPALIVE_S,
    reconnectPeriod: RETRY_MS,
    queueQoSZero: false,
    timerVariant: "native", // the other one starts a worker from a blob, which the content policy forbids
  });
  client.on("connect", () => {
    client.subscribe(
      ["bridge/+", "+/status", "+/state", "+/event/+", "+/response/+"].map((each) => `${root}/${each}`),
      { qos: 1 },
    );
    client.subscribe(`${root}/+/live`, { qos: 0 });
    onLink(true);
  });
  client.on("close", () => onLink(false));
  client.on("error", () => onLink(false));
  client.on("message", (topic, payload) => {
    const path = topic.slice(root.length + 1).split("/");
    if (path[1] === "response") answered(JSON.parse(text(payload)));
    else onMessage(path, payload);
  });

  function answered({ transaction, status, error }) {
    const { resolve, reject, timer } = waiting.get(transaction) ?? {};
    if (!resolve) return;
    clearTimeout(timer);
    waiting.delete(transaction);
    if (status === "ok") resolve();
    else reject(new Error(error || "legday refused."));
  }

  return {
    command(name, value) {
      asked += 1;
      const transaction = `${self}-${asked}`;
      client.publish(`${root}/all/cmd/${name}`, JSON.stringify({ value, transaction }), { qos: 1 });
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(transaction);
          reject(new Error("legday does not answer."));
        }, PATIENCE_MS);
        waiting.set(transaction, { resolve, reject, timer });
      });
    },
  };
}
