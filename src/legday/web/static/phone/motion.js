// The phone's motion: permission, samples, and the check of sign and unit while it lies on its back.

const STANDARD_GRAVITY = 9.80665;
const STILL_MS = 1000;
const STILL_SAMPLES = 10;
const STILL_RANGE = 0.06; // of the magnitude; browsers round to 0.1 m/s²
const LYING_SHARE = 0.9;
const KNOWN_UNITS = [{ size: STANDARD_GRAVITY, factor: 1 }, { size: 1, factor: STANDARD_GRAVITY }];
const UNIT_WITHIN = 0.12;

/** Ask for the motion sensor; throws an Error whose message is for the person. */
export async function permitMotion() {
  if (typeof DeviceMotionEvent === "undefined") {
    throw new Error("This browser gives no motion to this page. Open the link with https in Safari, Chrome or Firefox.");
  }
  if (typeof DeviceMotionEvent.requestPermission !== "function") return;
  let answer = "denied";
  try {
    answer = await DeviceMotionEvent.requestPermission();
  } catch {
    // iOS throws where it was not asked by a tap; that is a refusal too
  }
  if (answer !== "granted") {
    throw new Error("The browser refused motion. Close this tab, open the link again and allow it.");
  }
}

/** Call back with [acceleration, rotation] of each event that holds numbers; returns what ends it. */
export function listen(sample) {
  const heard = (event) => {
    const acc = event.accelerationIncludingGravity;
    const turn = event.rotationRate;
    if (![acc?.x, acc?.y, acc?.z].every(Number.isFinite)) return;
    const turned = [turn?.alpha, turn?.beta, turn?.gamma];
    sample(event, [acc.x, acc.y, acc.z], turned.every(Number.isFinite) ? turned : null);
  };
  window.addEventListener("devicemotion", heard);
  return () => window.removeEventListener("devicemotion", heard);
}

/** Waits for a second on its back and tells the factor to m/s² with gravity's sign. */
export class Check {
  #recent = [];

  /** Take a sample; returns {share, factor, hint}: factor is null until it is known. */
  push(timeMs, acc) {
    this.#recent.push([timeMs, ...acc]);
    while (this.#recent[0][0] < timeMs - STILL_MS) this.#recent.shift();
    const mean = [1, 2, 3].map((axis) => this.#recent.reduce((sum, row) => sum + row[axis], 0) / this.#recent.length);
    const size = Math.hypot(...mean);
    if (Math.abs(mean[2]) < LYING_SHARE * size) return this.#again("Lay it flat, screen up.");
    if (!this.#still(size)) return this.#again("Let it lie still.");
    const unit = KNOWN_UNITS.find((each) => Math.abs(size / each.size - 1) < UNIT_WITHIN);
    if (unit === undefined) return this.#again("The reading is not gravity. Lay it on something solid.");
    const share = Math.min(1, (timeMs - this.#recent[0][0]) / (0.95 * STILL_MS));
    const done = share >= 1 && this.#recent.length >= STILL_SAMPLES;
    return { share, factor: done ? Math.sign(mean[2]) * unit.factor : null, hint: "" };
  }

  #still(size) {
    return [1, 2, 3].every((axis) => {
      const values = this.#recent.map((row) => row[axis]);
      return Math.max(...values) - Math.min(...values) < STILL_RANGE * size;
    });
  }

  #again(hint) {
    this.#recent = this.#recent.slice(-1);
    return { share: 0, factor: null, hint };
  }
}
