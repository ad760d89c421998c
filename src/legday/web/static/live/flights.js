// The flight times of the running series, a bar each; the best one stands out.
import { byId, make, setText } from "../common/dom.js";

let drawn = "";

export function showFlights(flights) {
  const key = flights.map(({ id }) => id).join();
  if (key === drawn) return;
  drawn = key;
  const best_s = Math.max(0, ...flights.map(({ flight_s }) => flight_s));
  byId("flights").hidden = flights.length === 0;
  byId("bars").replaceChildren(
    ...flights.map(({ flight_s }) => {
      const bar = make("li", { dataset: { best: flight_s === best_s ? "yes" : "no" } });
      bar.append(make("span", { className: "spoken", textContent: `${Math.round(flight_s * 1000)} ms` }));
      bar.style.height = `${Math.max(4, (100 * flight_s) / best_s)}%`;
      return bar;
    }),
  );
  const last = flights.at(-1);
  setText("flight-words", last ? `last ${ms(last.flight_s)} · best ${ms(best_s)}` : "");
}

const ms = (seconds) => `${Math.round(seconds * 1000)} ms`;
