// All JavaScript of the tests, in one process: official clients in Node.js or on pages of one Chromium, and tabs that use the chat's page.
// Commands and reports are JSON lines; the property "who" of each line names a client or a tab. The commands of one client are done one after
// another. Clients do not wait for each other.

import { createInterface } from "node:readline";
import { closeBrowser } from "./browser.mjs";
import { beginInNode } from "./node-client.mjs";
import { beginOnPage } from "./page-client.mjs";
import { beginProgram } from "./program.mjs";
import { beginTab } from "./tab.mjs";

const beginnings = { node: beginInNode, page: beginOnPage, program: beginProgram, tab: beginTab };
const actors = new Map();

function createActor(who) {
  const report = (event) => process.stdout.write(JSON.stringify({ who, ...event }) + "\n");
  let commands;
  let begun;
  let last = Promise.resolve();

  const act = async (command) => {
    try {
      if (command.do === "begin") commands = await beginnings[command.kind](command, report);
      else await commands?.[command.do](command);
      report({ on: "done", id: command.id });
    } catch (error) {
      const seen = await commands?.describe?.().catch(() => "(the page is closed)");
      report({ on: "failed", id: command.id, did: command.do, problem: String(error?.stack ?? error), page: seen });
    }
  };

  return {
    do(command) {
      last = last.then(() => act(command));
      begun ??= last;
    },

    // Does not wait for commands that are still running.
    end: (command) => begun?.then(() => act(command)),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (!actors.has(command.who)) actors.set(command.who, createActor(command.who));
  if (command.do === "end") {
    actors.get(command.who).end(command);
    actors.delete(command.who);
  } else {
    actors.get(command.who).do(command);
  }
}

await closeBrowser();
process.exit(0);
