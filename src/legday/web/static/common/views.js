// Which views this server has; the others are taken out of the header.
import { byId } from "./dom.js";

export async function views() {
  const page = await (await fetch("/page.json")).json();
  for (const link of byId("views").querySelectorAll("a")) {
    link.hidden = !page.views.includes(link.getAttribute("href"));
  }
  return page;
}

/** Fetch JSON; what the server says of an error becomes the error's message. */
export async function ask(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error((await answer.text()).trim() || `The server answers ${answer.status}.`);
  return answer.json();
}

export const json = (method, body) => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
