// One Chromium without a window, started by the first who needs it.

import { chromium } from "playwright-core";

// A little less than the tests wait (tests/Shared/Patience.cs), so that it is the page that says what is missing.
const timeout = 100_000;
let launched;

/** A page that shares nothing with the others, as if it were at another computer. */
export async function openPage(program) {
  launched ??= chromium.launch({
    executablePath: program,
    timeout,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ],
  });
  const context = await (await launched).newContext({ viewport: { width: 1100, height: 720 } });
  context.setDefaultTimeout(timeout);
  return context.newPage();
}

export async function closeBrowser() {
  await (await launched?.catch(() => undefined))?.close();
}
