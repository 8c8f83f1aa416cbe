// One Chromium without a window. The first client or tab that needs it starts it.

import { chromium } from "playwright-core";

// A little less than the tests wait (tests/Shared/Patience.cs), so the error comes from the page and says what is missing.
const timeout = 100_000;
let launched;

/** A page in its own context, which shares nothing with other pages. */
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
