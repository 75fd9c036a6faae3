import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium } from "playwright-core";

const SETUP = fileURLToPath(new URL("../../scripts/setup-chromium.sh", import.meta.url));
const SETUP_MS_MAX = 240_000;

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
] as const;

/** A Chromium of this machine: CHROMIUM, or where distributions put it. */
function findChromium(): string | undefined {
  const places = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return places.find((path) => path !== undefined && path !== "" && existsSync(path));
}

/** A Chromium of this machine, installed first where that is allowed; null, after one visible line, where none can be had. */
export async function chromiumPath(): Promise<string | null> {
  const found = findChromium();
  if (found !== undefined) return found;
  const said = await promisify(execFile)(SETUP, { timeout: SETUP_MS_MAX }).catch((error: { readonly stdout?: string }) => ({
    stdout: error.stdout ?? "",
  }));
  const installed = findChromium() ?? null;
  if (installed === null)
    process.stderr.write(`pages are not tested in a browser: ${said.stdout.trim() || "no Chromium could be installed in time"}\n`);
  return installed;
}

/** A browser of its own with a fresh profile, which the driver makes and removes; the caller closes it. */
export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...ARGUMENTS] });
}
