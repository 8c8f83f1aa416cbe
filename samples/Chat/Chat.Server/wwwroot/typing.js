// The members who are typing: a notice counts for a few seconds, or until the message arrives.

import * as words from "./words.js";

const counts = 4000;
const every = 2000;

export class Typing {
  #place;
  #timers = new Map();
  #lastSent = -Infinity;

  constructor(place) {
    this.#place = place;
  }

  noticed(nick) {
    clearTimeout(this.#timers.get(nick));
    this.#timers.set(nick, setTimeout(() => this.over(nick), counts));
    this.#render();
  }

  over(nick) {
    clearTimeout(this.#timers.get(nick));
    if (this.#timers.delete(nick)) this.#render();
  }

  clear() {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#render();
  }

  // Whether it is time to send another typing notice.
  maySend() {
    const now = performance.now();
    if (now - this.#lastSent < every) return false;
    this.#lastSent = now;
    return true;
  }

  sent() {
    this.#lastSent = -Infinity;
  }

  #render() {
    this.#place.textContent = words.typing([...this.#timers.keys()]);
  }
}
