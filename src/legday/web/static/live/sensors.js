// The sensors: one or two get their line, side by side; of many the one that is chosen, and a tile for each.
import { byId, make, press, setText } from "../common/dom.js";
import { Signal } from "./signal.js";

const SIDE_BY_SIDE = 2;
const SIDES = { left: "Left", right: "Right" };

export class Sensors {
  constructor(store) {
    this.store = store;
    this.panels = new Map();
    this.tiles = new Map();
    this.chosen = null;
    this.layOut();
  }

  get drawn() {
    return [...this.panels.values()].map(({ signal }) => signal);
  }

  /** Make the panels anew when other sensors are there. */
  layOut() {
    const ids = this.store.devices.map(({ id }) => id);
    const many = ids.length > SIDE_BY_SIDE;
    if (many && !ids.includes(this.chosen)) this.chosen = ids[0];
    const wanted = many ? [this.chosen] : ids.length ? ids : [null];
    if (!this.panels.size || [...this.panels.keys()].join() !== wanted.join()) {
      this.panels.clear();
      const nodes = wanted.map((id) => this.panel(id, wanted.length > 1));
      byId("signals").replaceChildren(...nodes.map(({ node }) => node));
      for (const { id, node } of nodes) {
        const signal = new Signal(node.querySelector(".plot"));
        this.panels.set(id, { node, signal });
      }
    }
    this.layTiles(many ? ids : []);
  }

  panel(id, named) {
    const site = this.store.devices.find((each) => each.id === id)?.site ?? "";
    const side = SIDES[site.split("_")[0]] ?? "";
    const name = named ? side || id : "Thigh angle and force, last 10 s";
    const plot = make("div", { className: "plot", role: "img" });
    plot.setAttribute("aria-label", `${named ? `${name}: ` : ""}thigh angle and force over the last ten seconds`);
    const node = make(
      "figure",
      { className: "signal panel" },
      make("figcaption", {}, make("span", { textContent: name }), make("span", { className: "side-facts" })),
      plot,
      make("p", { className: "nothing", textContent: "No signal yet" }),
    );
    return { id, node };
  }

  layTiles(ids) {
    if ([...this.tiles.keys()].join() === ids.join()) return;
    this.tiles.clear();
    for (const id of ids) {
      const tile = make("button", { type: "button", className: "tile" }, make("b", { textContent: id }), make("span"));
      tile.addEventListener("click", () => {
        this.chosen = id;
        this.layOut();
        this.show();
      });
      this.tiles.set(id, tile);
    }
    byId("tiles").replaceChildren(...this.tiles.values());
    byId("tiles").hidden = ids.length === 0;
  }

  /** Whether a sensor's line is drawn, or its delay told. */
  shows(device) {
    return this.panels.has(device) || device === this.store.first;
  }

  /** Whether nothing but a tile tells of a sensor. */
  isTile(device) {
    return this.tiles.has(device) && !this.shows(device);
  }

  live(device, message) {
    this.panels.get(device)?.signal.add(message);
  }

  event(device, event) {
    const counts = this.store.states[device]?.counts ?? this.store.state?.counts;
    this.panels.get(device)?.signal.take(event, counts);
  }

  draw() {
    for (const { signal } of this.panels.values()) signal.draw();
  }

  show() {
    const waiting = this.store.connection === "connected" ? "Waiting for movement" : "No signal";
    for (const [id, { node, signal }] of this.panels) {
      const nothing = node.querySelector(".nothing");
      nothing.hidden = !signal.empty;
      setText(nothing, waiting);
      const facts = this.panels.size > 1 ? `${this.store.states[id]?.count ?? "–"} counted` : "";
      setText(node.querySelector(".side-facts"), facts);
    }
    for (const [id, tile] of this.tiles) {
      tile.dataset.moves = this.store.moves(id) ? "yes" : "no";
      setText(tile.lastChild, String(this.store.states[id]?.count ?? "–"));
      press(tile, id === this.chosen);
    }
  }
}
