// The members of the room.

import { element, hue, initials } from "./log.js";

export class Members {
  #list;
  #count;
  #nicks = [];
  #me = "";

  constructor(list, count) {
    this.#list = list;
    this.#count = count;
  }

  set(nicks, me) {
    this.#nicks = [...nicks];
    this.#me = me;
    this.#render();
  }

  add(nick) {
    if (!this.#nicks.includes(nick)) this.#nicks.push(nick);
    this.#render();
  }

  remove(nick) {
    this.#nicks = this.#nicks.filter((other) => other !== nick);
    this.#render();
  }

  #render() {
    this.#nicks.sort((a, b) => a.localeCompare(b));
    this.#count.textContent = this.#nicks.length;
    this.#list.replaceChildren(...this.#nicks.map((nick) => {
      const item = element("li", "member");
      item.style.setProperty("--hue", hue(nick));
      const avatar = element("span", "avatar", initials(nick));
      avatar.setAttribute("aria-hidden", "true");
      item.append(avatar, element("span", "nick", nick));
      if (nick === this.#me) item.append(element("span", "you", "you"));
      return item;
    }));
  }
}
