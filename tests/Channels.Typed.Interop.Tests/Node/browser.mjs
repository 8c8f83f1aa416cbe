// Uses the chat's page as a person would, by what is to be seen on it. Commands and outcomes are JSON lines.

import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const timeout = 20_000;
const tabs = new Map();
let browser;

const commands = {
  async launch({ program }) {
    browser = await chromium.launch({
      executablePath: program,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    });
  },

  async open({ tab, url }) {
    // A context of its own has a storage of its own: another person at another computer.
    const context = await browser.newContext({ viewport: { width: 1100, height: 720 } });
    context.setDefaultTimeout(timeout);
    const page = await context.newPage();
    tabs.set(tab, page);
    await page.goto(url);
  },

  async enter({ tab, nick }) {
    await page(tab).getByLabel("Your name").fill(nick);
    await page(tab).getByRole("button", { name: "Enter" }).click();
  },

  async say({ tab, text }) {
    await message(tab).fill(text);
    await message(tab).press("Enter");
  },

  async type({ tab, text }) {
    await message(tab).pressSequentially(text);
  },

  async seeMessage({ tab, text }) {
    await page(tab).getByRole("log").getByText(text, { exact: true }).waitFor();
  },

  async seeNoMessage({ tab, text }) {
    const count = await page(tab).getByRole("log").getByText(text, { exact: true }).count();
    if (count !== 0) throw new Error(`'${text}' is in the log`);
  },

  async seeText({ tab, text }) {
    await page(tab).getByText(text, { exact: true }).first().waitFor();
  },

  async seeStatus({ tab, text }) {
    await page(tab).getByRole("status").getByText(text, { exact: true }).waitFor();
  },

  async seeProblem({ tab, field, text }) {
    // Found by the field's own description: that is how a screen reader gets to it.
    const described = await page(tab).getByLabel(field, { exact: true }).getAttribute("aria-describedby");
    const [id] = described.split(" ");
    await page(tab).locator(`#${id}`).getByText(text, { exact: true }).waitFor();
  },

  async screenshot({ tab, path }) {
    await page(tab).screenshot({ path });
  },
};

const page = (tab) => tabs.get(tab);
const message = (tab) => page(tab).getByLabel("Message", { exact: true });
const tell = (outcome) => process.stdout.write(JSON.stringify(outcome) + "\n");

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  try {
    await commands[command.do](command);
    tell({ id: command.id });
  } catch (error) {
    const seen = await page(command.tab)?.locator("body").innerText().catch(() => "(the page is gone)");
    tell({ id: command.id, problem: error.message, page: seen ?? "" });
  }
}

await browser?.close();
