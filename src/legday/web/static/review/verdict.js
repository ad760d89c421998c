// The count beside the truth.
import { byId, make, setText } from "../common/dom.js";

export function showVerdict({ count, truth }) {
  setText("count", String(count));
  const against = byId("against");
  const known = truth?.count ?? null;
  against.dataset.right = known === null ? "" : count === known ? "yes" : "no";
  setText(against, known === null ? "no truth yet" : count === known ? `of ${known}: right` : `of ${known}: ${signed(count - known)}`);
  const scores = truth?.scores ?? [];
  byId("scores").hidden = scores.length === 0;
  byId("scores").tBodies[0].replaceChildren(...scores.map(row));
}

function row({ kind, hits, missed, extra, error_s }) {
  const off = error_s === null ? "–" : `${Math.round(error_s * 1000)} ms`;
  const cells = [hits, missed, extra, off].map((value) => make("td", { textContent: String(value) }));
  return make("tr", {}, make("th", { scope: "row", textContent: kind }), ...cells);
}

const signed = (number) => (number > 0 ? `+${number}` : `−${-number}`);
