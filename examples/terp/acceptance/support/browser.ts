import { existsSync } from "node:fs";
import { chromiumBrowser } from "./chromium.ts";
import { domBrowser } from "./dom.ts";

/** What a page has at a selector. */
export interface Found {
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** What a field holds now; empty for everything else. */
  readonly value: string;
  /** Whether a box is ticked; false for everything else. */
  readonly checked: boolean;
  /** Whether one can see it. Without layout: whether no attribute hides it. */
  readonly visible: boolean;
}

/** One page of a browser, signed in or not; a check opens one and keeps to it. Every call waits until the page is at rest. */
export interface Page {
  /** Loads a path and waits until the page says that its data is there. */
  open(path: string): Promise<void>;
  resize(width: number): Promise<void>;
  /** Path and query of the address line. */
  path(): string;
  /** All that is at the selector, in the document's order. */
  find(selector: string): Promise<readonly Found[]>;
  /** @throws Error when there is not exactly one such thing, or, in a real browser, when it cannot be clicked. */
  click(selector: string): Promise<void>;
  /** Types into a field, or chooses a value of a list. */
  fill(selector: string, value: string): Promise<void>;
  /** Presses a key, named as in `KeyboardEvent.key`, with the focus on the thing. */
  press(selector: string, key: string): Promise<void>;
}

export interface Browser {
  /** Who judges: `Chromium 140.0`, or `not run (why)` where pages are looked at without a browser. */
  readonly name: string;
  /** Whether there is layout: what can be seen, where it is, what a key does by itself. */
  readonly isReal: boolean;
  /** A page of `origin` with its own cookies. */
  newPage(origin: string, cookies: readonly Cookie[]): Promise<Page>;
  close(): Promise<void>;
}

export interface Cookie {
  readonly name: string;
  readonly value: string;
}

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser that judges pages: a Chromium of this machine (`CHROMIUM`, or where distributions put it); without one, or with
 * `TERP_BROWSER=none`, the built pages are run on a document without a browser, and `name` says so.
 */
export async function openBrowser(): Promise<Browser> {
  const executable = findChromium();
  if (executable === undefined) return domBrowser(whyNone());
  return chromiumBrowser(executable).catch((error: unknown) => domBrowser(`Chromium does not start: ${String(error).split("\n")[0]}`));
}

/** Path of the Chromium that would judge, if any. */
export function findChromium(): string | undefined {
  if (process.env["TERP_BROWSER"] === "none") return undefined;
  return [process.env["CHROMIUM"], ...PLACES].find((path) => path !== undefined && path !== "" && existsSync(path));
}

/** Why no Chromium judges, where `findChromium` finds none. */
export function whyNone(): string {
  return process.env["TERP_BROWSER"] === "none" ? "TERP_BROWSER=none" : "no Chromium on this machine";
}
