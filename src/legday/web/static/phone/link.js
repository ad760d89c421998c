// The way to legday: a WebSocket, and HTTPS posts where that fails. Frames are kept until they are acknowledged.

const KEPT_FRAMES = 3600; // some minutes; older ones are thrown away and counted
const POSTED_FRAMES = 200;
const POST_EVERY_MS = 150;
const WAIT_MS = 1000;
const CLOCK_EVERY_MS = 1000;
const SOCKET_AGAIN_MS = 30000;
const ANSWER_MS = 5000;

export class Link {
  lost = 0;
  latencyMs = null;
  #kept = [];
  #sent = 0; // number of the next frame that has not been sent on this link
  #socket = null;
  #closed = false;
  #posting = false;

  /**
   * hello: what is said first; head: the frame in front of all others; told(answer) and state(name) are called
   * with what comes back and with open, posting, lost, ended or refused.
   */
  constructor(hello, head, told, state) {
    this.hello = hello;
    this.head = head;
    this.told = told;
    this.state = state;
    this.clock = setInterval(() => this.#askTheTime(), CLOCK_EVERY_MS);
    this.#open();
  }

  /** Frames that wait for an acknowledgement. */
  get waiting() {
    return this.#kept.length;
  }

  send(number, bytes) {
    this.#kept.push({ number, bytes });
    if (this.#kept.length > KEPT_FRAMES) {
      this.#kept.shift();
      this.lost += 1;
    }
    this.#flush();
  }

  /** End; frames that still wait are sent first where that is possible. */
  close() {
    this.#flush();
    this.#closed = true;
    clearInterval(this.clock);
    this.#socket?.close();
  }

  #greeting() {
    return { ...this.hello, first: this.#kept[0]?.number ?? this.next ?? 0 };
  }

  #open() {
    if (this.#closed) return;
    const socket = new WebSocket(`wss://${location.host}/phone/link`);
    socket.binaryType = "arraybuffer";
    let answered = false;
    const impatience = setTimeout(() => socket.close(), ANSWER_MS);
    socket.onopen = () => socket.send(JSON.stringify(this.#greeting()));
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(data);
      if (answer.refused !== undefined) return this.#end("refused", answer.refused);
      if (answer.ended !== undefined) return this.#end("ended");
      if (answer.clock !== undefined) {
        this.latencyMs = (performance.now() - answer.clock) / 2;
        return;
      }
      this.#acknowledge(answer);
      if (!answered) {
        answered = true;
        clearTimeout(impatience);
        this.#begin(socket, answer.next);
      }
      this.told(answer);
    };
    socket.onclose = () => {
      clearTimeout(impatience);
      if (this.#socket === socket) this.#socket = null;
      if (this.#closed) return;
      this.state("lost");
      if (answered) setTimeout(() => this.#open(), WAIT_MS);
      else this.#postForAWhile();
    };
  }

  #begin(socket, next) {
    this.#socket = socket;
    this.#sent = next;
    socket.send(this.head);
    this.state("open");
    this.#flush();
  }

  #flush() {
    if (this.#socket === null || this.#socket.readyState !== WebSocket.OPEN) return;
    for (const { number, bytes } of this.#kept) {
      if (number < this.#sent) continue;
      this.#socket.send(bytes);
      this.#sent = number + 1;
    }
  }

  #acknowledge({ next }) {
    this.next = next;
    while (this.#kept.length > 0 && this.#kept[0].number < next) this.#kept.shift();
  }

  #askTheTime() {
    if (this.#socket !== null && this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ clock: performance.now() }));
    }
  }

  #end(state, reason) {
    this.close();
    this.state(state, reason);
  }

  /** Send by posts, and try the WebSocket again after a while. */
  async #postForAWhile() {
    if (this.#posting) return;
    this.#posting = true;
    const until = performance.now() + SOCKET_AGAIN_MS;
    let reached = false;
    while (!this.#closed && performance.now() < until) {
      reached = await this.#post();
      if (!reached && !this.#closed) this.state("lost");
      await new Promise((resume) => setTimeout(resume, reached ? POST_EVERY_MS : WAIT_MS));
      if (!reached) break; // the network is away: the WebSocket may be the first to come back
    }
    this.#posting = false;
    this.#open();
  }

  async #post() {
    const hello = new TextEncoder().encode(JSON.stringify(this.#greeting()));
    const frames = this.#kept.slice(0, POSTED_FRAMES).map(({ bytes }) => bytes);
    const parts = [hello, this.head, ...frames].flatMap((part) => [Uint16Array.of(part.byteLength), part]);
    const started = performance.now();
    try {
      const response = await fetch("/phone/frames", {
        method: "POST",
        body: new Blob(parts, { type: "application/octet-stream" }),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const answer = await response.json();
      if (answer.refused !== undefined) {
        this.#end("refused", answer.refused);
        return false;
      }
      this.latencyMs = (performance.now() - started) / 2;
      this.#acknowledge(answer);
      this.state("posting");
      this.told(answer);
      return true;
    } catch {
      return false;
    }
  }
}
