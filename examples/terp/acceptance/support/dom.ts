import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserPage, type BrowserWindow, Browser as DomBrowser, type HTMLElement, type HTMLInputElement } from "happy-dom";
import type { Browser, Page } from "./browser.ts";
import { readFound } from "./read-found.ts";

const LOAD_MS_MAX = 30_000;
const REST_MS_MAX = 15_000;
const TICK_MS = 5;
const QUIET_TICKS = 3;

/**
 * The same pages, from the same bundle, on a document without layout: for machines without Chromium, and where the question is
 * only what the pages say.
 * @param why there is no real browser.
 */
export function domBrowser(why: string): Browser {
  // By window: what the page before had asked for is never answered. Nor is what is kept from an earlier load.
  const underWay = new WeakMap<object, number>();
  const count = (by: 1 | -1) => async (asked: { readonly window: object; readonly request: { readonly url: string } }) => {
    if (new URL(asked.request.url).pathname.startsWith("/api/")) underWay.set(asked.window, (underWay.get(asked.window) ?? 0) + by);
    return undefined;
  };
  const browser = new DomBrowser({
    settings: {
      enableJavaScriptEvaluation: true,
      suppressInsecureJavaScriptEnvironmentWarning: true,
      fetch: { interceptor: { beforeAsyncRequest: count(1), afterAsyncResponse: count(-1) } },
    },
  });
  return {
    name: `not run (${why})`,
    isReal: false,
    async newPage(origin, cookies) {
      const context = browser.newIncognitoContext();
      context.cookieContainer.addCookies(
        cookies.map(({ name: key, value }) => ({ key, value, originURL: new URL(origin), path: "/", httpOnly: true })),
      );
      const page = context.newPage();
      page.setViewport({ width: 1280, height: 800 });
      return domPage(page, origin, () => (underWay.get(page.mainFrame.window) ?? 0) === 0);
    },
    close: () => browser.close(),
  };
}

function domPage(page: BrowserPage, origin: string, isIdle: () => boolean): Page {
  const all = (selector: string) => [...page.mainFrame.document.querySelectorAll(selector)] as HTMLElement[];
  const rest = () => quiet(() => isIdle() && all('main[data-ready="false"]').length === 0);
  const act = async (selector: string, action: (element: HTMLElement) => void) => {
    const [element, ...others] = all(selector);
    if (element === undefined || others.length > 0) throw new Error(`expected one ${selector}, got ${others.length + (element ? 1 : 0)}`);
    action(element);
    await rest();
  };
  const event = (type: string) => new page.mainFrame.window.Event(type, { bubbles: true });
  return {
    async open(path) {
      await page.goto(origin + path, { beforeContentCallback: renderInOneGo });
      await within(LOAD_MS_MAX, `main[data-ready="true"] on ${path}`, () => all('main[data-ready="true"]').length > 0);
      await rest();
    },
    async resize(width) {
      page.setViewport({ width, height: 800 });
      await rest();
    },
    path: () => page.url.slice(origin.length),
    find: async (selector) => readFound(all(selector) as unknown as readonly Element[]),
    click: (selector) => act(selector, (element) => element.click()),
    fill: (selector, value) =>
      act(selector, (element) => {
        const field = element as HTMLInputElement;
        setValue(field, value);
        for (const type of ["input", "change"]) field.dispatchEvent(event(type));
      }),
    press: (selector, key) =>
      act(selector, (element) => {
        element.focus();
        for (const type of ["keydown", "keyup"]) {
          element.dispatchEvent(new page.mainFrame.window.KeyboardEvent(type, { key, bubbles: true, cancelable: true }));
        }
      }),
  };
}

/** React renders for some milliseconds, then lets others have a turn: by a clock that stands still it comes to its end. */
function renderInOneGo(window: BrowserWindow): void {
  // The window's own is Node's, and ours.
  Object.defineProperty(window, "performance", { value: { now: () => 0 }, configurable: true });
}

/** As a person would: React keeps an eye on the element's own `value`, and would take a plain assignment for its own. */
function setValue(field: HTMLInputElement, value: string): void {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
  if (setter === undefined) field.value = value;
  else setter.call(field, value);
}

/** No request for some turns of the event loop: what follows a request (React, the query cache) has happened too. */
async function quiet(isIdle: () => boolean): Promise<void> {
  let ticks = 0;
  await within(REST_MS_MAX, "the page to come to rest", () => {
    ticks = isIdle() ? ticks + 1 : 0;
    return ticks > QUIET_TICKS;
  });
}

async function within(ms: number, what: string, isDone: () => boolean): Promise<void> {
  const until = performance.now() + ms;
  while (!isDone()) {
    if (performance.now() > until) throw new Error(`expected ${what} within ${ms} ms`);
    await sleep(TICK_MS);
  }
}
