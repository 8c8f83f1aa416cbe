// Phoenix's client in Node.js.

import { AsyncLocalStorage } from "node:async_hooks";
import { LongPoll, Socket } from "phoenix";
import WebSocket from "ws";
import { createCommands } from "./client.mjs";

// Long polling uses fetch here. The number of messages in a POST is visible only in its request.
const reporting = new AsyncLocalStorage();
const { fetch } = globalThis;
globalThis.fetch = (url, options) => {
  if (options?.method === "POST") reporting.getStore()?.({ on: "posted", count: options.body.split("\n").length });
  return fetch(url, options);
};

export async function beginInNode(_, report) {
  const commands = createCommands({ Socket, LongPoll, WebSocket, report });
  return Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, (given) => reporting.run(report, () => command(given))]));
}
