// Phoenix's client on a page, with the WebSocket and the XMLHttpRequest of the browser.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openPage } from "./browser.mjs";

const read = (file) => readFile(fileURLToPath(new URL(file, import.meta.url)), "utf8");

export async function beginOnPage({ program, url }, report) {
  const page = await openPage(program);
  page.on("request", (request) => {
    if (request.method() === "POST") report({ on: "posted", count: request.postData().split("\n").length });
  });
  await page.goto(url);
  await page.exposeFunction("report", report);
  await page.addScriptTag({ content: await read("node_modules/phoenix/priv/static/phoenix.js") });
  await page.addScriptTag({ content: (await read("client.mjs")).replaceAll("export ", "") });
  await page.evaluate(() => { globalThis.commands = createCommands({ ...Phoenix, WebSocket, report }); });

  const onPage = (name) => (command) => page.evaluate(([name, command]) => commands[name](command), [name, command]);
  return {
    connect: onPage("connect"),
    join: onPage("join"),
    push: onPage("push"),
    pushMany: onPage("pushMany"),
    leave: onPage("leave"),
    end: () => page.context().close(),
  };
}
