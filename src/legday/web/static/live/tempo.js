// The cadence as a number and as a needle over its target band.
import { byId, rounded, setText } from "../common/dom.js";
import { countedName } from "./score.js";

const SCALES = { steps: [100, 260], counts: [0, 80] };

export function showTempo(state) {
  const steps = state?.steps_per_min ?? null;
  const value = steps ?? state?.counts_per_min ?? null;
  setText("tempo", value === null ? "–" : rounded(value));
  const unit = steps !== null ? "steps" : countedName(state?.counts);
  setText("tempo-unit", value === null ? "" : `${unit}/min`);
  showNeedle(value, steps === null ? null : band(state), SCALES[steps !== null ? "steps" : "counts"]);
}

function band(state) {
  return state?.target?.steps_per_min ?? null;
}

function showNeedle(value, wanted, [low, high]) {
  const gauge = byId("gauge");
  gauge.hidden = value === null;
  if (value === null) return;
  const at = (number) => `${100 * Math.min(1, Math.max(0, (number - low) / (high - low)))}%`;
  byId("needle").style.left = at(value);
  const field = byId("band");
  field.hidden = wanted === null;
  if (wanted === null) return;
  field.style.left = at(wanted[0]);
  field.style.right = `calc(100% - ${at(wanted[1])})`;
  gauge.dataset.inside = value >= wanted[0] && value <= wanted[1] ? "yes" : "no";
}
