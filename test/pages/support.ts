import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

export interface OpenPage {
  readonly page: Page;
  /** Console messages, errors and requests but the page itself: all must stay empty. */
  readonly noise: readonly string[];
}

/** Opens markup as a file, as a person would, in a window of its own. */
export async function openPage(browser: Browser, markup: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<OpenPage> {
  const directory = mkdtempSync(join(tmpdir(), "signalbox-page-"));
  const file = join(directory, "plan.html");
  writeFileSync(file, markup);
  const context = await browser.newContext(options);
  onTestFinished(async () => {
    await context.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const noise: string[] = [];
  page.on("console", (message) => noise.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  const url = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) noise.push(`request: ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    noise.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  return { page, noise };
}

/** Nothing but boxes that scroll by themselves may be wider than the window. */
export async function expectNoOverflow(page: Page): Promise<void> {
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth")).toBe(true);
  expect(
    await page.evaluate(`[...document.querySelectorAll("body *")]
      .filter((element) => !element.closest(".box, .scroll") && element.getBoundingClientRect().right > innerWidth + 1)
      .map((element) => element.tagName + "." + element.className)`),
  ).toEqual([]);
}
