// What a person can ask for, by touch or by key, and what legday answers.
import { byId, make, press, setText, typing } from "../common/dom.js";

const NOTICE_MS = 6000;
const COMMANDS = {
  undo: { name: "undo", value: () => "", done: "Undone" },
  less: { name: "adjust", value: () => "-1", done: "One less" },
  more: { name: "adjust", value: () => "+1", done: "One more" },
  running: { name: "set", value: (state) => (state?.set?.running ? "stop" : "start"), done: "" },
  pause: { name: "pause", value: (state) => (state?.paused ? "off" : "on"), done: "" },
  keep: { name: "keep", value: () => "60", done: "The last 60 s are kept" },
};
const KEYS = { u: "undo", "-": "less", "+": "more", "=": "more", s: "running", p: "pause", k: "keep" };

let timer = null;

export function notify(text, kind = "told") {
  const notice = byId("notice");
  notice.dataset.kind = kind;
  setText(notice, text);
  clearTimeout(timer);
  timer = setTimeout(() => setText(notice, ""), NOTICE_MS);
}

export class Controls {
  constructor(store) {
    this.store = store;
    this.link = null;
    for (const id of Object.keys(COMMANDS)) byId(id).addEventListener("click", () => this.run(id));
    document.addEventListener("keydown", (event) => {
      const id = typing(event) ? null : KEYS[event.key];
      if (id && !byId(id).disabled) this.run(id);
    });
    byId("plan").addEventListener("change", ({ target }) => this.send("plan", target.value, ""));
  }

  run(id) {
    const { name, value, done } = COMMANDS[id];
    this.send(name, value(this.store.state), done);
  }

  async send(name, value, done) {
    try {
      await this.link.command(name, value);
      if (done) notify(done);
    } catch (refusal) {
      notify(refusal.message, "refused");
    }
  }

  show() {
    const usable = this.store.up && this.store.bridge === "online";
    const state = this.store.state;
    for (const id of Object.keys(COMMANDS)) byId(id).disabled = !usable;
    for (const id of ["undo", "less", "more"]) byId(id).disabled = !usable || !state?.exercise;
    setText("running", state?.set?.running ? "End set" : "Start set");
    press(byId("pause"), Boolean(state?.paused));
    byId("plan").disabled = !usable;
    if (document.activeElement !== byId("plan")) byId("plan").value = state?.plan ?? "";
    for (const button of byId("exercises").children) {
      choose(button, button.value === (state?.exercise ?? ""));
      button.disabled = !usable;
    }
  }

  /** Lay out what can be chosen. */
  offer({ exercises, plans }) {
    byId("exercises").replaceChildren(
      ...exercises.map(({ name, title }) => {
        const button = make("button", { type: "button", value: name, textContent: title });
        button.addEventListener("click", () => this.send("exercise", name, ""));
        return button;
      }),
    );
    byId("plan").replaceChildren(
      make("option", { value: "", textContent: "No plan" }),
      ...plans.map(({ name, title }) => make("option", { value: name, textContent: title })),
    );
    byId("plans").hidden = plans.length === 0;
  }
}

function choose(button, chosen) {
  if (button.getAttribute("aria-pressed") === String(chosen)) return;
  press(button, chosen);
  if (!chosen) return;
  const row = button.parentElement; // scrollIntoView would move the whole page on a phone
  row.scrollLeft = button.offsetLeft - row.offsetLeft - (row.clientWidth - button.clientWidth) / 2;
}
