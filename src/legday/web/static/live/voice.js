// Beeps and the spoken count, each with a switch that is remembered.
import { byId, press } from "../common/dom.js";

const BEEP_HZ = 880;
const LAST_SECONDS = 3;

let audio = null;
let spoken = null;
let beeped = null;

const wanted = (name) => localStorage.getItem(`legday-${name}`) === "on";

export function prepareSound() {
  for (const name of ["beep", "voice"]) {
    const button = byId(name);
    press(button, wanted(name));
    button.addEventListener("click", () => {
      localStorage.setItem(`legday-${name}`, wanted(name) ? "off" : "on");
      press(button, wanted(name));
      if (wanted(name)) name === "beep" ? beep(BEEP_HZ) : say("Voice on");
    });
  }
}

/** Sound of a countdown's last seconds and of its end. */
export function countDown(left_s) {
  const second = left_s === null ? null : Math.ceil(left_s);
  if (second === beeped) return;
  if (beeped === 1 && (second === 0 || second === null)) beep(BEEP_HZ * 1.5, 0.4);
  else if (second !== null && second > 0 && second <= LAST_SECONDS) beep(BEEP_HZ);
  beeped = second;
}

/** Speak a phase that begins, and each count. */
export function speak(state) {
  if (!state) return;
  const now = state.phase === "rest" ? "Rest" : state.phase === "done" ? "Done" : String(state.count);
  if (spoken !== null && now !== spoken && now !== "0") say(now);
  spoken = now;
}

function say(text) {
  if (!wanted("voice") || !window.speechSynthesis) return;
  speechSynthesis.cancel(); // what is said late is wrong
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { lang: "en", rate: 1.2 }));
}

function beep(hertz, seconds = 0.12) {
  if (!wanted("beep")) return;
  audio ??= new AudioContext();
  audio.resume();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.25, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + seconds);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + seconds);
}
