// The page: a form to enter a room, and the room. It uses Phoenix's own client, which reconnects and rejoins by itself after the server
// was down.

import { Socket } from "./lib/phoenix.mjs";
import * as identity from "./identity.js";
import { Log, element } from "./log.js";
import { Members } from "./members.js";
import * as rooms from "./rooms.js";
import { Typing } from "./typing.js";
import * as words from "./words.js";

const maxBody = 500;
const $ = (id) => document.getElementById(id);
const log = new Log($("log"), $("newer"), $("nothing"));
const members = new Members($("members"), $("member-count"));
const typing = new Typing($("typing"));

const socket = new Socket("/socket");
let channel = null;
let isInside = false;

socket.onOpen(showStatus);
socket.onClose(showStatus);
socket.onError(showStatus);

function showStatus() {
  const isUp = socket.isConnected() && channel?.state === "joined";
  const state = isUp ? "connected" : isInside ? "reconnecting" : "connecting";
  $("status").dataset.state = state;
  $("status-text").textContent = { connected: "Connected", reconnecting: "Reconnecting…", connecting: "Connecting…" }[state];
  $("send").disabled = !isUp;
}

// ── The form ────────────────────────────────────────────────────────────────────────────────────────────────────────

function showDoor(problem = "") {
  isInside = false;
  document.title = "Chat";
  $("inside").hidden = true;
  $("door").hidden = false;
  $("nick").value = identity.nick() || $("nick").value;
  $("room").value = rooms.current();
  setBusy(false);
  complain("nick", problem);
  $("nick").focus();
  $("nick").select();
}

function setBusy(isBusy) {
  $("enter").disabled = isBusy;
  $("enter").textContent = isBusy ? "Entering…" : "Enter";
}

function complain(field, problem) {
  $(`${field}-problem`).textContent = problem;
  $(field).setAttribute("aria-invalid", String(problem !== ""));
}

$("nick").addEventListener("input", () => complain("nick", ""));
$("room").addEventListener("input", () => complain("room", ""));

$("door-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const room = rooms.clean($("room").value);
  if (!room) {
    complain("room", "Which room? Try lobby.");
    $("room").focus();
    return;
  }

  history.replaceState(null, "", rooms.address(room));
  enter($("nick").value, room);
});

function enter(nick, room) {
  setBusy(true);
  socket.connect();
  const joining = channel = socket.channel(`room:${room}`, () => ({ nick: nick.trim(), session: identity.session() }));
  channel.on("message_posted", (message) => {
    typing.over(message.nick);
    log.add(message);
  });
  channel.on("member_joined", ({ nick }) => {
    members.add(nick);
    log.note(`${nick} joined`);
  });
  channel.on("member_left", ({ nick }) => {
    members.remove(nick);
    typing.over(nick);
    log.note(`${nick} left`);
  });
  channel.on("typing", ({ nick }) => typing.noticed(nick));
  channel.onError(showStatus);
  channel.onClose(showStatus);

  // These are called again for each rejoin.
  channel.join()
    .receive("ok", (snapshot) => joined(nick.trim(), room, snapshot))
    .receive("error", (refusal) => refused(joining, refusal))
    .receive("timeout", () => {
      if (!isInside) $("nick-problem").textContent = "The server does not answer. Still trying…";
    });
}

function refused(joining, refusal) {
  const problem = words.joinRefused(refusal);
  if (problem === null) {
    // Not a refusal of the contract: the server has a problem. The client tries again by itself.
    showStatus();
    return;
  }

  // Another attempt would be refused as well.
  joining.leave();
  showDoor(problem);
}

// ── The room ────────────────────────────────────────────────────────────────────────────────────────────────────────

function joined(nick, room, snapshot) {
  if (!isInside) {
    isInside = true;
    identity.remember(nick);
    rooms.remember(room);
    showInside(nick, room);
    log.clear(nick);
  } else {
    log.note("Connected again");
    complain("body", "");
  }

  members.set(snapshot.members, nick);
  log.showSnapshot(snapshot.messages);
  showStatus();
}

function showInside(nick, room) {
  document.title = `#${room} · Chat`;
  $("door").hidden = true;
  $("inside").hidden = false;
  $("room-name").textContent = room;
  $("who-am-i").textContent = `You are ${nick}`;
  $("rooms").replaceChildren(...rooms.all().map((name) => {
    const link = element("a", "", name);
    link.href = rooms.address(name);
    if (name === room) link.setAttribute("aria-current", "page");
    const item = element("li");
    item.append(link);
    return item;
  }));
  $("body").focus();
}

$("leave").addEventListener("click", () => {
  channel.leave();
  typing.clear();
  identity.forget();
  showDoor();
});

$("other-room").addEventListener("submit", (event) => {
  event.preventDefault();
  const room = rooms.clean($("other-room-name").value);
  if (room) location.assign(rooms.address(room));
});

// ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const body = $("body");

body.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});

body.addEventListener("input", () => {
  complain("body", "");
  fit();
  if (body.value && channel.state === "joined" && typing.maySend()) channel.push("typing", {});
});

function fit() {
  body.style.height = "auto";
  body.style.height = `${body.scrollHeight}px`;
  const left = maxBody - body.value.trim().length;
  $("counter").textContent = left < 100 ? String(left) : "";
  $("counter").classList.toggle("over", left < 0);
}

$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  if (channel.state !== "joined") {
    complain("body", "Not connected just now. Your text stays here.");
    return;
  }

  const text = body.value;
  channel.push("post_message", { body: text })
    .receive("ok", () => {
      typing.sent();
      complain("body", "");

      // Keep what was typed since the message was sent.
      body.value = body.value.startsWith(text) ? body.value.slice(text.length) : body.value;
      fit();
    })
    .receive("error", (refusal) => {
      complain("body", words.postRefused(refusal));
      body.focus();
    })
    .receive("timeout", () => complain("body", "The server did not answer. It may not have received this."));
});

// ── Begin ───────────────────────────────────────────────────────────────────────────────────────────────────────────

if (identity.nick()) {
  showDoor();
  enter(identity.nick(), rooms.current());
} else {
  showDoor();
}
