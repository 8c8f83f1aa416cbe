// The same as phoenix-client.mjs in a Chromium without a window: its WebSocket, its XMLHttpRequest. The first command says where both are.

import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const tell = (happening) => process.stdout.write(JSON.stringify(happening) + "\n");
const read = (file) => readFile(fileURLToPath(new URL(file, import.meta.url)), "utf8");
let browser;
let page;

const launch = async ({ program, url }) => {
  browser = await chromium.launch({
    executablePath: program,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  page = await browser.newPage();
  page.on("request", (request) => {
    if (request.method() === "POST") tell({ on: "posted", count: request.postData().split("\n").length });
  });
  await page.goto(url);
  await page.exposeFunction("tell", tell);
  await page.addScriptTag({ content: await read("node_modules/phoenix/priv/static/phoenix.js") });
  await page.addScriptTag({ content: (await read("client.mjs")).replace("export function", "function") });
  await page.evaluate(() => { globalThis.commands = createCommands({ ...Phoenix, WebSocket, tell }); });
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.do === "launch") await launch(command);
  else await page.evaluate((told) => commands[told.do](told), command);
}

await browser?.close();
process.exit(0);
