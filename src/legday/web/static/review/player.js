// Play, seek, zoom: where in the take one is, and how much of it is seen.
import { byId, press, setText, typing } from "../common/dom.js";
import { minutes } from "./signal.js";

const SHORTEST_S = 1;
const STEP_S = 0.1;
const PAGE_SHARE = 0.1;
const ZOOM = 1.6;

export class Player {
  constructor(desk) {
    this.desk = desk;
    this.playing = false;
    byId("play").addEventListener("click", () => this.toggle());
    byId("seek").addEventListener("input", ({ target }) => desk.seek(target.valueAsNumber));
    byId("closer").addEventListener("click", () => this.zoom(1 / ZOOM));
    byId("farther").addEventListener("click", () => this.zoom(ZOOM));
    byId("whole").addEventListener("click", () => this.zoom(Infinity));
    document.addEventListener("keydown", (event) => this.key(event));
    this.listenTo(byId("plot"));
  }

  listenTo(plot) {
    plot.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    let from = null;
    plot.addEventListener("pointerdown", (event) => {
      plot.setPointerCapture(event.pointerId);
      from = { x: event.clientX, window: { ...this.desk.window }, moved: false };
    });
    plot.addEventListener("pointermove", (event) => {
      if (!from) return;
      const moved = event.clientX - from.x;
      from.moved ||= Math.abs(moved) > 4;
      if (!from.moved) return;
      const shift = (moved / plot.clientWidth) * (from.window.to - from.window.from);
      this.desk.look(from.window.from - shift, from.window.to - shift);
    });
    plot.addEventListener("pointerup", (event) => {
      if (from && !from.moved) this.desk.seek(this.desk.signal.timeAt(event));
      from = null;
    });
  }

  wheel(event) {
    event.preventDefault();
    const { from, to } = this.desk.window;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const shift = (event.deltaX / 1000) * (to - from);
      this.desk.look(from + shift, to + shift);
    } else this.zoom(ZOOM ** (event.deltaY / 200), this.desk.signal.timeAt(event));
  }

  zoom(factor, around = this.desk.now) {
    const { from, to } = this.desk.window;
    const { start_s, end_s } = this.desk.take;
    const span = Math.min(end_s - start_s, Math.max(SHORTEST_S, (to - from) * factor));
    const share = Math.min(1, Math.max(0, (around - from) / (to - from)));
    this.desk.look(around - share * span, around + (1 - share) * span);
  }

  key(event) {
    if (typing(event) || !this.desk.take) return;
    const { from, to } = this.desk.window;
    const step = event.shiftKey ? PAGE_SHARE * (to - from) : STEP_S;
    const onButton = event.target.matches("button, input[type=range]");
    const keys = {
      ArrowLeft: () => this.desk.seek(this.desk.now - step),
      ArrowRight: () => this.desk.seek(this.desk.now + step),
      z: () => this.zoom(1 / ZOOM),
      x: () => this.zoom(ZOOM),
      0: () => this.zoom(Infinity),
      Enter: () => this.toggle(),
    };
    const act = keys[event.key];
    if (!act || (onButton && /Arrow|Enter/.test(event.key))) return;
    event.preventDefault();
    act();
  }

  toggle() {
    this.playing = !this.playing;
    press(byId("play"), this.playing);
    setText("play", this.playing ? "Pause" : "Play");
    if (!this.playing) return;
    if (this.desk.now >= this.desk.take.end_s - STEP_S) this.desk.seek(this.desk.take.start_s);
    let last = performance.now();
    const frame = (at) => {
      if (!this.playing) return;
      const moved = (Math.max(0, at - last) / 1000) * Number(byId("speed").value);
      last = at;
      this.desk.seek(this.desk.now + moved);
      if (this.desk.now >= this.desk.take.end_s) this.toggle();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  show() {
    const { take, now } = this.desk;
    const seek = byId("seek");
    Object.assign(seek, { min: take.start_s, max: take.end_s });
    seek.value = now;
    setText("time", `${minutes(Math.round(now * 10) / 10)} / ${minutes(Math.round(take.end_s))}`);
  }
}
