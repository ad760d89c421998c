// The last seconds of one sensor's motion: preallocated columns, and a clock that moves evenly.

const CAPACITY = 512;
const BREAK_S = 0.15; // a longer hole is left open
const CLOCK_GAIN = 0.05;
const DELAY_S = 0.25; // the line ends here left of now, so that it moves evenly although it comes in batches

export class Line {
  constructor() {
    this.time = new Float64Array(CAPACITY);
    this.angle = new Float64Array(CAPACITY); // what is not known is NaN
    this.force = new Float64Array(CAPACITY);
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
    times.forEach((t, index) => this.push(t, angles[index] ?? NaN, forces?.[index] ?? NaN));
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

  /** Views on the columns, not copies: a frame leaves nothing to be collected. */
  columns() {
    return [this.time, this.angle, this.force].map((column) => column.subarray(0, this.length));
  }

  /** Spans between two points, [from, to] in s, in which nothing is known. */
  *holes(first, last, column) {
    for (let index = first + 1; index <= last; index += 1) {
      const unknown = Number.isNaN(column[index]) || Number.isNaN(column[index - 1]);
      if (unknown || this.time[index] - this.time[index - 1] > BREAK_S) yield [this.time[index - 1], this.time[index]];
    }
  }

  /** A column's value at a time, from the point nearest before it; null where it is not known. */
  at(t, column) {
    for (let index = this.length - 1; index >= 0; index -= 1) {
      if (this.time[index] <= t) return Number.isNaN(this[column][index]) ? null : this[column][index];
    }
    return null;
  }
}
