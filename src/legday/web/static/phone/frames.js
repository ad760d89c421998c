// Frames as the firmware profile phone_page reads them: little-endian, a number each, samples with their own times.

const SAMPLE_BYTES = { 3: 16, 6: 28 };
const HEAD_BYTES = 5;
const TICKS_PER_MS = 10;
const TICK_WRAP = 2 ** 32;

/** Time of an event in 0.1 ms since 1970, as far as 32 bits hold it. */
export function tickOf(event) {
  const sinceEpoch = event.timeStamp > 1e12 ? event.timeStamp : performance.timeOrigin + event.timeStamp;
  return Math.round(sinceEpoch * TICKS_PER_MS) % TICK_WRAP;
}

/** A frame of samples [tick, ax, ay, az(, gx, gy, gz)], m/s² and degrees per second. */
export function frame(number, samples) {
  const axes = samples[0].length - 1;
  const view = new DataView(new ArrayBuffer(HEAD_BYTES + samples.length * SAMPLE_BYTES[axes]));
  view.setUint8(0, axes);
  view.setUint32(1, number, true);
  let at = HEAD_BYTES;
  for (const [tick, ...values] of samples) {
    view.setUint32(at, tick, true);
    at += 4;
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return view.buffer;
}

/** What lying on its back told: acceleration times this is m/s², positive upwards. */
export function checkFrame(factor) {
  const view = new DataView(new ArrayBuffer(HEAD_BYTES));
  view.setUint8(0, 1);
  view.setFloat32(1, factor, true);
  return view.buffer;
}
