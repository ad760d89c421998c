// The last seconds of one sensor's motion: preallocated columns, and a clock that moves evenly.

const CAPACITY = 512;
const BREAK_S = 0.15; // a longer hole is left open
const CLOCK_GAIN = 0.05;
const DELAY_S = 0.25; // the line ends here left of now, so that it moves evenly although it comes in batches

export class Line {
  constructor() {
    this.time = new Float64Array(CAPACITY);
    this.angle = new Array(CAPACITY).fill(null);
    this.force = new Array(CAPACITY).fill(null);
    this.clear();
  }

  clear() {
    this.length = 0;
    this.offset = null;
  }

  get last() {
    return this.length ? this.time[this.length - 1] : -Infinity;
  }

  /** Add the points of one live message; returns whether the sensor's time began anew. */
  add({ t_s: times, angle_deg: angles, force_g: forces }) {
    const anew = this.length > 0 && times.length > 0 && times[0] < this.last;
    if (anew) this.clear();
    times.forEach((t, index) => {
      if (this.length && t - this.last > BREAK_S) this.push(t, null, null);
      this.push(t, angles[index], forces?.[index] ?? null);
    });
    if (times.length) this.synchronise(times[times.length - 1]);
    return anew;
  }

  push(t, angle, force) {
    if (this.length === CAPACITY) {
      const half = CAPACITY / 2;
      for (const column of [this.time, this.angle, this.force]) column.copyWithin(0, half);
      this.length = half;
    }
    this.time[this.length] = t;
    this.angle[this.length] = angle;
    this.force[this.length] = force;
    this.length += 1;
  }

  /** Follow the sensor's clock smoothly. */
  synchronise(t) {
    const offset = performance.now() / 1000 - t;
    const drifted = this.offset === null || Math.abs(offset - this.offset) > 1;
    this.offset = drifted ? offset : this.offset + CLOCK_GAIN * (offset - this.offset);
  }

  now() {
    return this.offset === null ? 0 : performance.now() / 1000 - this.offset - DELAY_S;
  }

  columns() {
    const { time, angle, force, length } = this;
    return [time.subarray(0, length), angle.slice(0, length), force.slice(0, length)];
  }

  /** A column's value at a time, from the point nearest before it. */
  at(t, column) {
    for (let index = this.length - 1; index >= 0; index -= 1) {
      if (this.time[index] <= t) return this[column][index];
    }
    return null;
  }
}
