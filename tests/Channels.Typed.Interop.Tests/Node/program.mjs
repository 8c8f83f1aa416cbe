// A page that runs a .NET program. It reports each line of the console.

import { openPage } from "./browser.mjs";

export async function beginProgram({ program, url }, report) {
  const page = await openPage(program);
  page.on("console", (message) => report({ on: "line", text: message.text() }));
  page.on("pageerror", (error) => report({ on: "line", text: String(error.stack ?? error) }));
  await page.goto(url);
  return { end: () => page.context().close() };
}
