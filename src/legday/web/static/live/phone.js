// The code that a phone scans, for as long as legday waits for one.
import { byId, setText } from "../common/dom.js";
import { ask } from "../common/views.js";

const ASK_MS = 1000;

/** Show the code until the phone is there; a server that is away for a moment is asked again. */
export async function waitForPhone() {
  const told = await ask("/phone-code.json").catch(() => ({ waiting: true, url: null }));
  byId("phone-code").hidden = !told.url;
  if (told.url) {
    if (byId("phone-address").textContent !== told.url) byId("phone-picture").src = told.picture;
    setText("phone-address", told.url);
  }
  if (told.waiting) setTimeout(waitForPhone, ASK_MS);
  else setText("phone-address", "");
}
