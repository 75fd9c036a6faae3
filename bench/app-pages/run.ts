/**
 * How long until a page of the example's app shows what it is about, on a database of ten times the business?
 *
 * Method: the app of `examples/terp` with the seeder of DATA-001, its pages built by Vite, in a Chromium of this machine with
 * 1280 by 800 pixels. Each page is opened in a new tab of a signed-in browser whose cache is empty, so that the whole bundle
 * is loaded each time. The time is from the start of the navigation to the frame after `main[data-ready="true"]` appeared:
 * all data of the page is in the document then. `first paint` is the browser's own first contentful paint. `processor` is
 * the processor time of the page's process until then, over all its threads: on a machine that is busy with other things the
 * wall times say little, this still does. Medians of the runs, and the longest; nothing is left out.
 *
 * `signalbox bench app-pages [--scale 10] [--runs 5]`
 */
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Browser } from "playwright-core";
import { pathTo, ROUTES } from "../../examples/terp/app/src/routes.ts";
import { chromiumPath, startChromium } from "../../test/support/chromium.ts";
import { startTerpApp, type TerpApp } from "../../test/support/terp-app.ts";

const { values } = parseArgs({ options: { scale: { type: "string", default: "10" }, runs: { type: "string", default: "5" } } });
const [scale, runs] = [Number(values.scale), Number(values.runs)];
const TARGET_MS = 1000;
const PAGES = Object.values(ROUTES).filter((route) => route !== ROUTES.signIn);

interface Opened {
  readonly paintMs: number;
  readonly readyMs: number;
  /** Of the page's own process, from its start. */
  readonly cpuMs: number;
}

async function open(app: TerpApp, browser: Browser, path: string): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    await app.signIn(context);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Performance.enable");
    await page.addInitScript(watchPage);
    await page.goto(app.origin + path, { waitUntil: "commit" });
    const [paintMs = Number.NaN, readyMs = Number.NaN] = await page.evaluate<number[]>("window.opened");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const cpuSeconds = metrics.find((metric) => metric.name === "ProcessTime")?.value ?? Number.NaN;
    return { paintMs, readyMs, cpuMs: cpuSeconds * 1000 };
  } finally {
    await context.close();
  }
}

/** Runs in the page before anything else there: the first paint and the frame after the page's data appeared. */
function watchPage(): void {
  const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
  const watch = async () => {
    while (document.querySelector('main[data-ready="true"]') === null) await nextFrame();
    await nextFrame();
    const readyMs = performance.now();
    const firstPaint = () => performance.getEntriesByName("first-contentful-paint")[0];
    while (firstPaint() === undefined) await nextFrame();
    return [firstPaint()?.startTime, readyMs];
  };
  Object.assign(window, { opened: watch() });
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const executable = await chromiumPath();
if (executable === null) process.exit(1);
const folder = await mkdtemp(join(tmpdir(), "signalbox-bench-app-pages-"));
let app: TerpApp | undefined;
let browser: Browser | undefined;
try {
  app = await startTerpApp({ folder, solved: ["DATA-001"], seed: ["--scale", String(scale)] });
  browser = await startChromium(executable);
  console.log(`Chromium ${browser.version()}, scale ${scale}, medians of ${runs} (longest), milliseconds`);
  console.log(
    `load average ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} cores: above the number of cores the figures tell of waiting, not of the pages`,
  );
  console.log(`${"page".padEnd(22)}${"first paint".padStart(20)}${"ready".padStart(20)}${"processor".padStart(20)}`);
  let slowest = 0;
  for (const route of PAGES) {
    const opened: Opened[] = [];
    for (let run = 0; run < runs; run++) opened.push(await open(app, browser, pathTo(route, 1)));
    const column = (of: (one: Opened) => number) =>
      `${median(opened.map(of)).toFixed(0)} (${Math.max(...opened.map(of)).toFixed(0)})`.padStart(20);
    console.log(`${route.padEnd(22)}${column((one) => one.paintMs)}${column((one) => one.readyMs)}${column((one) => one.cpuMs)}`);
    slowest = Math.max(slowest, median(opened.map((one) => one.readyMs)));
  }
  console.log(`slowest page: ${slowest.toFixed(0)} ms, target under ${TARGET_MS} ms`);
  process.exitCode = slowest < TARGET_MS ? 0 : 1;
} finally {
  await browser?.close();
  await app?.stop();
  await rm(folder, { recursive: true, force: true });
}
