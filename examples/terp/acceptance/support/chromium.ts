import { type Page as ChromiumPage, chromium } from "playwright-core";
import type { Browser, Page } from "./browser.ts";
import { readFound } from "./read-found.ts";

const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];
const ACTION_MS_MAX = 15_000;
const LOAD_MS_MAX = 30_000;
const HEIGHT = 800;

/** A real Chromium with a profile of its own, which is gone with it. */
export async function chromiumBrowser(executablePath: string): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  return {
    name: `Chromium ${browser.version()}`,
    isReal: true,
    async newPage(origin, cookies) {
      const context = await browser.newContext({ viewport: { width: 1280, height: HEIGHT } });
      await context.addCookies(cookies.map((cookie) => ({ ...cookie, url: origin, httpOnly: true })));
      const page = await context.newPage();
      page.setDefaultTimeout(ACTION_MS_MAX);
      return chromiumPage(page, origin);
    },
    close: () => browser.close(),
  };
}

function chromiumPage(page: ChromiumPage, origin: string): Page {
  const rest = restOf(page);
  const ready = () => page.waitForSelector('main[data-ready="true"]', { state: "attached", timeout: LOAD_MS_MAX });
  // The page is at rest: what is not there now does not come, and is not waited for.
  const one = async (selector: string) => {
    const found = page.locator(selector);
    const count = await found.count();
    if (count !== 1) throw new Error(`expected one ${selector}, got ${count}`);
    return found;
  };
  const then = async (action: Promise<unknown>) => {
    await action;
    await rest();
  };
  return {
    async open(path) {
      await page.goto(origin + path, { waitUntil: "commit", timeout: LOAD_MS_MAX });
      await ready();
      await rest();
    },
    resize: (width) => then(page.setViewportSize({ width, height: HEIGHT })),
    path: () => page.url().slice(origin.length),
    find: (selector) => page.locator(selector).evaluateAll(readFound),
    click: async (selector) => then((await one(selector)).click()),
    async fill(selector, value) {
      const field = await one(selector);
      const isList = await field.evaluate((element) => element.tagName === "SELECT");
      await then(isList ? field.selectOption(value) : field.fill(value));
    },
    press: async (selector, key) => then((await one(selector)).press(key)),
  };
}

/** Waits until no request is under way and two frames have been drawn since the last one ended. */
function restOf(page: ChromiumPage): () => Promise<void> {
  let [underWay, begun] = [0, 0];
  page.on("request", () => {
    underWay++;
    begun++;
  });
  for (const end of ["requestfinished", "requestfailed"] as const) page.on(end as "requestfinished", () => underWay--);
  /** @returns whether the page is ready after two frames. */
  const frames = () =>
    page.evaluate(
      () =>
        new Promise<boolean>((resolve) =>
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(document.querySelector('main[data-ready="false"]') === null))),
        ),
    );
  return async () => {
    const until = performance.now() + ACTION_MS_MAX;
    let isReady = false;
    for (let before = -1; before !== begun || underWay > 0 || !isReady; ) {
      before = begun;
      isReady = await frames();
      if (performance.now() > until)
        throw new Error(`expected the page to come to rest within ${ACTION_MS_MAX} ms, ${underWay} requests are under way`);
    }
  };
}
