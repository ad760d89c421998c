// The figures of a set that have a trend, and how people read them.

const FIGURES = [
  { key: "count", title: "Count", say: (value) => String(value) },
  { key: "held_s", title: "Time held", say: (value) => `${Math.round(value)} s` },
  { key: "tempo_s", title: "Time per repetition", say: (value) => `${value.toFixed(1)} s each` },
  { key: "depth_deg", title: "Depth", say: (value) => `${Math.round(value)}° deep` },
  { key: "best_flight_s", title: "Best flight", say: (value) => `best flight ${Math.round(value * 1000)} ms` },
  { key: "landing_load_g", title: "Landing load", say: (value) => `${Math.round(value)} g landed` },
];

const has = (set, key) => set[key] !== null && set[key] !== undefined;

/** Figures that at least one of these sets has. */
export const known = (sets) => FIGURES.filter(({ key }) => sets.some((set) => has(set, key)));

/** The large number of a set: seconds where something was held, else the count. */
export const main = (set) => (has(set, "held_s") ? `${Math.round(set.held_s)} s` : String(set.count));

/** All else that is known of a set. */
export function facts(set) {
  const said = FIGURES.slice(2).filter(({ key }) => has(set, key));
  const goal = set.reached === null || set.reached === undefined ? [] : [set.reached ? "target reached" : "target missed"];
  return [...said.map(({ key, say }) => say(set[key])), ...goal].join(" · ");
}
