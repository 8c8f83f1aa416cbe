// Uses the chat's page through its visible controls, as a user does.

import { openPage } from "./browser.mjs";

export async function beginTab({ program, url }) {
  const page = await openPage(program);
  await page.goto(url);
  const message = page.getByLabel("Message", { exact: true });

  return {
    async enter({ nick }) {
      await page.getByLabel("Your name").fill(nick);
      await page.getByRole("button", { name: "Enter" }).click();
    },

    async say({ text }) {
      await message.fill(text);
      await message.press("Enter");
    },

    async type({ text }) {
      await message.pressSequentially(text);
    },

    async seeMessage({ text }) {
      await page.getByRole("log").getByText(text, { exact: true }).waitFor();
    },

    async seeNoMessage({ text }) {
      const count = await page.getByRole("log").getByText(text, { exact: true }).count();
      if (count !== 0) throw new Error(`'${text}' is in the log`);
    },

    // Some notices are shown for a few seconds only, so the page checks after each change.
    async watchFor({ text }) {
      await page.evaluate((text) => {
        const isThere = () => [...document.body.querySelectorAll("*")].some((element) => element.textContent.trim() === text && element.checkVisibility());
        globalThis.watched ??= new Map();
        globalThis.watched.set(text, new Promise((resolve) => {
          const look = () => { if (isThere()) resolve(); };
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
          look();
        }));
      }, text);
    },

    async seeWatched({ text }) {
      await page.evaluate((text) => globalThis.watched.get(text), text);
    },

    async seeStatus({ text }) {
      await page.getByRole("status").getByText(text, { exact: true }).waitFor();
    },

    async seeProblem({ field, text }) {
      // The problem must be in the description of the field, where screen readers find it.
      const described = await page.getByLabel(field, { exact: true }).getAttribute("aria-describedby");
      const [id] = described.split(" ");
      await page.locator(`#${id}`).getByText(text, { exact: true }).waitFor();
    },

    async screenshot({ path }) {
      await page.screenshot({ path });
    },

    describe: () => page.locator("body").innerText(),
    end: () => page.context().close(),
  };
}
