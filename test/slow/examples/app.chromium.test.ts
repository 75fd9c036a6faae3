import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathTo, ROUTES } from "../../../examples/terp/app/src/routes.ts";
import { chromiumPath, startChromium } from "../../support/chromium.ts";
import { startTerpApp, type TerpApp } from "../../support/terp-app.ts";

const SCREENSHOTS = join(import.meta.dirname, "../../../.tmp/screenshots");
const READY = 'main[data-ready="true"]';
const WINDOWS = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } } as const;
const PAGES = [
  [ROUTES.home, "dashboard"],
  [ROUTES.dashboard, "dashboard"],
  [ROUTES.customise, "customise"],
  [ROUTES.matchmaking, "matchmaking"],
  [ROUTES.calendar, "calendar"],
  [pathTo(ROUTES.event, 1), "event"],
  [ROUTES.clients, "clients"],
  [pathTo(ROUTES.client, 1), "client"],
  [ROUTES.vendorSupply, "vendor-supply"],
  [ROUTES.orders, "orders"],
  [pathTo(ROUTES.order, 1), "order"],
  [ROUTES.invoices, "invoices"],
  [ROUTES.inventory, "inventory"],
  [ROUTES.ledger, "ledger"],
] as const;

/** Runs in the page: controls and regions that a screen reader could not tell apart. */
function namelessControls(): readonly string[] {
  const hasLabel = (one: Element) => one.hasAttribute("aria-label") || one.hasAttribute("aria-labelledby");
  const isNamed = (one: Element) =>
    one instanceof HTMLInputElement || one instanceof HTMLSelectElement
      ? one.labels?.length || hasLabel(one)
      : one.textContent?.trim() !== "" || hasLabel(one);
  const found = [...document.querySelectorAll("a, button, input, select"), ...document.querySelectorAll("nav, main section")];
  return found.filter((one) => (one.matches("nav, section") ? !hasLabel(one) : !isNamed(one))).map((one) => one.outerHTML);
}

const executable = await chromiumPath();

describe.skipIf(executable === null)("the example's app in Chromium", () => {
  let [folder, app, browser] = ["", undefined as TerpApp | undefined, undefined as Browser | undefined];

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), "signalbox-app-"));
    app = await startTerpApp({ folder, solved: ["DATA-001"], seed: ["--months", "3"] });
    browser = await startChromium(executable ?? "");
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  });

  /** A page in a browser of its own, and all that went wrong on it. */
  const openPage = async (window: keyof typeof WINDOWS, options: { readonly isSignedIn: boolean } = { isSignedIn: true }) => {
    if (app === undefined || browser === undefined) throw new Error("expected an app and a browser, got none");
    const context: BrowserContext = await browser.newContext({ viewport: WINDOWS[window], baseURL: app.origin });
    if (options.isSignedIn) await app.signIn(context);
    const page = await context.newPage();
    const noise: string[] = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && noise.push(message.text()));
    page.on("pageerror", (error) => noise.push(error.message));
    page.on("response", (response) => response.status() >= 400 && noise.push(`${response.status()} ${new URL(response.url()).pathname}`));
    page.on("requestfailed", (request) => noise.push(`failed: ${request.url()}`));
    return { page, noise };
  };
  const go = async (page: Page, path: string) => {
    await page.goto(path);
    await page.waitForSelector(READY);
  };
  const ids = (page: Page, attribute: string) =>
    page.locator(`[${attribute}]`).evaluateAll((found, name) => found.map((one) => one.getAttribute(name)), attribute);

  for (const window of ["phone", "desk"] as const) {
    describe(`on a ${window}`, () => {
      it("asks who it is, says so when it does not fit, and goes on to where one wanted to be", async () => {
        const { page } = await openPage(window, { isSignedIn: false });
        await page.goto("/orders");
        await page.waitForSelector('main[data-page="sign-in"][data-ready="true"]');
        await page.screenshot({ path: join(SCREENSHOTS, `sign-in-${window}.png`) });
        await page.fill("[name=email]", "uma@terp.example");
        await page.fill("[name=password]", "wrong");
        await page.keyboard.press("Enter");
        await page.getByRole("alert").waitFor();
        await page.fill("[name=password]", "terp-demo");
        await page.keyboard.press("Enter");
        await page.waitForSelector(`main[data-page="orders"][data-ready="true"]`);
        await page.click("[data-sign-out]");
        await page.waitForSelector('main[data-page="sign-in"]');
      });

      it("opens every page with content, without an error, a failed request or anything wider than the window", async () => {
        const { page, noise } = await openPage(window);
        for (const [path, name] of PAGES) {
          await go(page, path);
          expect(await page.locator("main").getAttribute("data-page"), path).toBe(name);
          expect(await page.locator("h1").count(), path).toBe(1);
          expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), path).toBeLessThanOrEqual(0);
          expect(await page.locator(".empty").allInnerTexts(), path).toEqual([]);
          await page.screenshot({ path: join(SCREENSHOTS, `${name}-${window}.png`), fullPage: true });
        }
        expect(noise).toEqual([]);
      });

      it("names every control and every region, and puts headings in their order", async () => {
        const { page } = await openPage(window);
        for (const [path] of PAGES) {
          await go(page, path);
          expect(await page.evaluate(namelessControls), path).toEqual([]);
          const levels = await page.locator("main :is(h1, h2, h3)").evaluateAll((found) => found.map((one) => Number(one.tagName[1])));
          expect(levels[0], path).toBe(1);
          expect(
            levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1),
            path,
          ).toEqual([]);
        }
      });

      it("puts the keyboard at the top of a page one has gone to", async () => {
        const { page } = await openPage(window);
        await go(page, ROUTES.orders);
        await page.locator('[data-list="orders"] a').last().click();
        await page.waitForSelector('main[data-page="client"][data-ready="true"]');
        expect(await page.evaluate("document.activeElement === document.querySelector('main') && scrollY === 0")).toBe(true);
      });

      it("says that a page or a thing does not exist", async () => {
        const { page } = await openPage(window);
        for (const path of ["/nowhere", pathTo(ROUTES.order, 999_999)]) {
          await go(page, path);
          expect(await page.locator("main").getAttribute("data-page"), path).toBe("not-found");
        }
      });

      it("leads from every entry of the navigation to a page", async () => {
        const { page, noise } = await openPage(window);
        await go(page, ROUTES.orders);
        const entries = await page
          .getByRole("navigation", { name: "Main" })
          .locator("li a")
          .evaluateAll((found) => found.map((one) => one.textContent));
        expect(entries.length).toBeGreaterThan(5);
        for (const entry of entries) {
          const navigation = page.getByRole("navigation", { name: "Main" });
          if (window === "phone") await navigation.getByRole("button").click();
          await navigation.getByRole("link", { name: entry ?? "", exact: true }).click();
          await navigation.locator('[aria-current="page"]', { hasText: entry ?? "" }).waitFor({ state: "attached" });
          await page.locator(READY, { has: page.getByRole("heading", { level: 1, name: entry ?? "" }) }).waitFor();
        }
        expect(noise).toEqual([]);
      });

      it("saves a need and an offer, and shows both in the lists and on the matchmaking page", async () => {
        const { page, noise } = await openPage(window);
        await go(page, ROUTES.clients);
        const price = window === "phone" ? "1,234.56" : "1,234.57";
        await page.fill('form[data-form="need"] [name=quantity]', "7");
        await page.fill('form[data-form="need"] [name=price]', price);
        await page.fill('form[data-form="need"] [name=neededBy]', "2025-12-24");
        await page.click('form[data-form="need"] [type=submit]');
        await page.locator('[data-list="needs"]', { hasText: `$${price}` }).waitFor();
        await go(page, ROUTES.vendorSupply);
        await page.fill('form[data-form="supply"] [name=quantity]', "9");
        await page.fill('form[data-form="supply"] [name=price]', price);
        await page.fill('form[data-form="supply"] [name=availableOn]', "2025-11-24");
        await page.click('form[data-form="supply"] [type=submit]');
        await page.locator('[data-list="supply"]', { hasText: `$${price}` }).waitFor();
        await go(page, ROUTES.matchmaking);
        for (const list of ["needs", "supply"]) expect(await page.locator(`[data-list="${list}"]`).innerText()).toContain(`$${price}`);
        expect(noise).toEqual([]);
      });

      it("refuses a need that makes no sense, with a message beside the form", async () => {
        const { page } = await openPage(window);
        await go(page, ROUTES.clients);
        await page.fill('form[data-form="need"] [name=quantity]', "7");
        await page.fill('form[data-form="need"] [name=price]', "cheap");
        await page.fill('form[data-form="need"] [name=neededBy]', "2025-12-24");
        await page.click('form[data-form="need"] [type=submit]');
        expect(await page.locator('form[data-form="need"] [role=alert]').textContent()).toContain("priceCentsMax");
      });

      it("shows the widgets of the chosen layout, without those that were hidden and in the order they were moved to", async () => {
        const { page, noise } = await openPage(window);
        await go(page, ROUTES.customise);
        for (const layout of ["operations", "sales", "executive"]) {
          await page.click(`[data-layout="${layout}"]`);
          await page.waitForSelector(`${READY} [data-layout="${layout}"][aria-pressed="true"]`);
        }
        await page.uncheck('[data-visibility="receivables"]');
        await page.click('[data-move="payables"][data-by="1"]');
        await page.waitForSelector(`${READY} .visibility li:last-child [data-visibility="payables"]`);
        await go(page, ROUTES.dashboard);
        expect(await ids(page, "data-widget")).toEqual(["revenue", "topClients", "payables"]);
        await go(page, ROUTES.customise);
        await page.click("[data-reset]");
        await page.waitForSelector(`${READY} [data-visibility="receivables"]:checked`);
        await go(page, ROUTES.dashboard);
        expect(await ids(page, "data-widget")).toEqual(["revenue", "receivables", "payables", "topClients"]);
        expect(noise).toEqual([]);
      });

      it("turns the pages of a list and narrows it to a status", async () => {
        const { page, noise } = await openPage(window);
        await go(page, ROUTES.orders);
        const first = await page.locator('[data-list="orders"] tbody tr').first().innerText();
        await page.getByRole("button", { name: "Next" }).click();
        await page.locator(READY, { hasText: "Page 2 of" }).waitFor();
        expect(await page.locator('[data-list="orders"] tbody tr').first().innerText()).not.toBe(first);
        await page.selectOption("[name=status]", "COMPLETED");
        await page.locator(READY, { hasText: "Page 1 of" }).waitFor();
        expect(new Set(await page.locator('[data-list="orders"] .badge').allInnerTexts())).toEqual(new Set(["Completed"]));
        expect(noise).toEqual([]);
      });
    });
  }
});
