// Phoenix's own client, told what to do in JSON lines and telling in JSON lines what happens to it.

import { createInterface } from "node:readline";
import { LongPoll, Socket } from "phoenix";
import WebSocket from "ws";
import { createCommands } from "./client.mjs";

const tell = (happening) => process.stdout.write(JSON.stringify(happening) + "\n");

// Long polling uses fetch here, and how many messages a POST has is to be seen nowhere else.
const { fetch } = globalThis;
globalThis.fetch = (url, options) => {
  if (options?.method === "POST") tell({ on: "posted", count: options.body.split("\n").length });
  return fetch(url, options);
};

const commands = createCommands({ Socket, LongPoll, WebSocket, tell });

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  commands[command.do](command);
}

process.exit(0);
