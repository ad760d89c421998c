// What a person marked in a take: moments of repetitions, spans of sets, take-offs and landings.

const NEAR_S = 1.5;

export class Marks {
  constructor() {
    this.read({});
  }

  /** Begin with what the label beside the take says. */
  read(truth) {
    this.spans = truth.rep_intervals_s ?? [];
    this.moments = truth.rep_times_s ?? [];
    this.sets = truth.set_intervals_s ?? [];
    this.takeoffs = truth.takeoff_s ?? [];
    this.landings = truth.landing_s ?? [];
    this.reps = truth.reps ?? null;
    this.openSet = null;
    this.changed = false;
  }

  /** How many repetitions are marked; a moment within a span is the same one. */
  get marked() {
    const within = (t) => this.spans.some(([start, end]) => start <= t && t <= end);
    return this.spans.length + this.moments.filter((t) => !within(t)).length;
  }

  add(kind, t) {
    const at = Math.round(t * 1000) / 1000;
    if (kind === "rep") this.moments = sorted([...this.moments, at]);
    if (kind === "takeoff") this.takeoffs = sorted([...this.takeoffs, at]);
    if (kind === "landing") this.landings = sorted([...this.landings, at]);
    if (kind === "set_start") this.openSet = at;
    if (kind === "set_end" && this.openSet !== null && this.openSet < at) {
      this.sets = [...this.sets, [this.openSet, at]].sort((a, b) => a[0] - b[0]);
      this.openSet = null;
    }
    this.note(kind === "rep");
  }

  /** Take away the mark nearest to a time; returns whether there was one. */
  remove(t) {
    const kinds = ["moments", "spans", "takeoffs", "landings", "sets"];
    let best = { distance: NEAR_S };
    for (const kind of kinds) {
      this[kind].forEach((mark, index) => {
        const distance = Array.isArray(mark) ? Math.min(...mark.map((end) => Math.abs(end - t))) : Math.abs(mark - t);
        if (distance < best.distance) best = { kind, index, distance };
      });
    }
    if (!best.kind) return false;
    this[best.kind] = this[best.kind].filter((_, index) => index !== best.index);
    this.note(best.kind === "moments" || best.kind === "spans");
    return true;
  }

  note(repetition) {
    this.changed = true;
    if (repetition) this.reps = this.marked;
  }

  /** As the service takes it: spans and moments stand side by side. */
  body() {
    return {
      reps: this.reps,
      rep_times_s: some(this.moments),
      rep_intervals_s: some(this.spans),
      set_intervals_s: some(this.sets),
      takeoff_s: some(this.takeoffs),
      landing_s: some(this.landings),
    };
  }
}

const sorted = (times) => times.sort((a, b) => a - b);
const some = (list) => (list.length ? list : null);
