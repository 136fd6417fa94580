// The line to the class, of a student's page and of the teacher's: a socket that comes back by itself.

const FIRST_MS = 400; // before it is tried again, doubled each time
const LONGEST_MS = 8000;
const ASK_MS = 20000; // after so long without a word, ask
const PATIENCE_MS = 6000; // after so long without an answer, the line counts as lost

/** A connection that says hello, hands on what comes, and tries again for as long as it takes. */
export class Connection {
  /**
   * @param url the socket's address
   * @param hello the first message
   * @param onMessage called with each message
   * @param onLine called with true or false when the line comes or goes
   * @param timing quiet: after so many ms without a word the class is asked whether it is still there;
   *   patience: after so many without an answer the line counts as lost
   */
  constructor(url, hello, onMessage, onLine, { quiet = ASK_MS, patience = PATIENCE_MS } = {}) {
    Object.assign(this, { url, hello, onMessage, onLine, quiet, patience });
    this.tries = 0;
    this.on = false;
    this.ended = false;
    addEventListener("online", () => this.now());
    addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => {
      // A phone that slept has a socket that is long dead.
      if (document.hidden) return;
      if (this.on) this.ask();
      else this.now();
    });
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    if (this.ended) return;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.timer = setTimeout(() => socket === this.socket && this.drop(), this.patience);
    socket.onopen = () => socket.send(JSON.stringify(this.hello));
    socket.onmessage = ({ data }) => {
      if (socket !== this.socket) return;
      this.heard(JSON.parse(data));
    };
    socket.onclose = () => socket === this.socket && this.drop();
  }

  heard(message) {
    this.tries = 0;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), this.quiet);
    if (message.do === "refused" && message.stranger) this.end();
    else if (!this.on) {
      this.on = true;
      this.onLine(true);
    }
    if (message.do !== "pong") this.onMessage(message);
  }

  /** Ask whether the class is still there. */
  ask() {
    this.send({ do: "ping" });
  }

  /** Send a message; whoever sends it waits for its answer. */
  send(message) {
    if (!this.on || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.drop(), this.patience);
    return true;
  }

  /** The line is lost: say so, and try again. */
  drop() {
    const old = this.socket;
    this.socket = null;
    if (old) {
      old.onclose = old.onmessage = null;
      old.close();
    }
    clearTimeout(this.timer);
    if (this.on) {
      this.on = false;
      this.onLine(false);
    }
    if (this.ended) return;
    // Not all at once: a class comes back in the same moment.
    const wait = Math.min(FIRST_MS * 2 ** this.tries, LONGEST_MS) * (0.5 + Math.random());
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), wait);
  }

  /** Try at once. */
  now() {
    if (this.on || this.ended) return;
    this.drop();
    this.connect();
  }

  end() {
    this.ended = true;
    this.drop();
  }
}
