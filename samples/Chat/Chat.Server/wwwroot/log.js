// The list of messages. What other users wrote is inserted as text, never as HTML.

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const together = 5 * 60 * 1000;

export class Log {
  #list;
  #newer;
  #nothing;
  #me = "";
  #last = null;
  #lastId = 0;

  constructor(list, newer, nothing) {
    this.#list = list;
    this.#newer = newer;
    this.#nothing = nothing;
    newer.addEventListener("click", () => this.#toBottom("smooth"));
    list.addEventListener("scroll", () => {
      if (this.#isAtBottom()) newer.hidden = true;
    }, { passive: true });
    new ResizeObserver(() => {
      if (this.newerHidden) this.#toBottom();
    }).observe(list);
  }

  get newerHidden() {
    return this.#newer.hidden;
  }

  clear(me) {
    this.#me = me;
    this.#last = null;
    this.#lastId = 0;
    this.#list.replaceChildren();
    this.#newer.hidden = true;
  }

  // A snapshot after a rejoin repeats messages. Ids only rise, so a higher id is a new message.
  showSnapshot(messages) {
    for (const message of messages) this.add(message, true);
    this.#nothing.hidden = this.#lastId !== 0;
    this.#toBottom();
  }

  add(message, isOld = false) {
    if (message.id <= this.#lastId) return;
    this.#lastId = message.id;
    this.#nothing.hidden = true;

    const at = new Date(message.sentAt);
    if (this.#last?.at.toDateString() !== at.toDateString()) {
      this.#append(element("div", "day", day.format(at)));
    }

    const continues = this.#last?.nick === message.nick && at - this.#last.at < together;
    this.#last = { nick: message.nick, at };
    this.#append(this.#render(message, at, continues), message.nick === this.#me, isOld);
  }

  note(text) {
    this.#last = this.#last && { ...this.#last, nick: null };
    this.#append(element("div", "note", text));
  }

  #render({ nick, body }, at, continues) {
    const item = element("div", "message");
    item.classList.toggle("mine", nick === this.#me);
    item.classList.toggle("continues", continues);
    item.style.setProperty("--hue", hue(nick));

    const avatar = element("span", "avatar", initials(nick));
    avatar.setAttribute("aria-hidden", "true");

    const time = element("time", "", clock.format(at));
    time.dateTime = at.toISOString();
    const head = element("p", "head");
    head.append(element("span", "nick", nick), time);

    const bubble = element("div", "bubble");
    bubble.append(element("p", "body", body));
    const column = element("div", "column");
    column.append(head, bubble);
    item.append(avatar, column);
    return item;
  }

  #append(item, isMine = false, isOld = false) {
    const wasAtBottom = this.#isAtBottom();
    this.#list.append(item);
    if (wasAtBottom || isMine) {
      this.#toBottom(isOld ? "instant" : "smooth");
    } else if (!isOld) {
      this.#newer.hidden = false;
    }
  }

  #isAtBottom() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 48;
  }

  #toBottom(behavior = "instant") {
    this.#newer.hidden = true;
    this.#list.scrollTo({ top: this.#list.scrollHeight, behavior });
  }
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function initials(nick) {
  const words = nick.split(/[\s._-]+/).filter(Boolean);
  const [first = "?"] = words[0] ?? "";
  const [second = ""] = words[1] ?? "";
  return (first + second).toUpperCase();
}

export function hue(nick) {
  let hash = 0x811c9dc5;
  for (const char of nick.toLowerCase()) hash = Math.imul(hash ^ char.codePointAt(0), 0x01000193) >>> 0;
  return hash % 360;
}
