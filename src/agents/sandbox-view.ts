import { lstat, readdir, realpath, stat } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import type { ProgramToConfine } from "./sandbox.ts";

/**
 * What may be done at a path and everything below it; the most specific path decides, and `/` is `read`.
 *
 * none     hidden: an empty, read-only directory, or a file that cannot be opened.
 * scratch  hidden, but writable, each time new and empty.
 */
export type Access = "none" | "scratch" | "read" | "write";

export interface Place {
  readonly path: string;
  readonly access: Access;
  readonly isDirectory: boolean;
}

export interface SandboxView {
  /** Parents before what is below them; real paths, without symbolic links. */
  readonly places: readonly Place[];
  /** PATH without symbolic links that would lead through something hidden. */
  readonly pathVariable: string;
}

/** Where people, services and other programs keep what is none of an agent's business: keys, sockets, sessions. */
const HIDDEN = ["/home", "/root", "/run"];
/** Programs expect to be able to write here, whatever TMPDIR says. */
const SCRATCH = ["/tmp", "/var/tmp"];
/** Readable by whoever runs as root; for others the system says no already. */
const SYSTEM_SECRETS = ["/etc/shadow", "/etc/gshadow", "/etc/ssh", "/etc/ssl/private", "/etc/sudoers", "/etc/sudoers.d"];
/** Name resolution; on many systems a link into `/run`. */
const NEEDED = ["/etc/resolv.conf"];

/**
 * What a confined program sees: its own directories writable; homes, temporary files, sockets and what the caller names
 * hidden, except the directories on PATH and what the program itself is made of; everything else read-only.
 * @throws Error when one of the program's own directories does not exist, or is a link.
 */
export async function sandboxView(program: ProgramToConfine): Promise<SandboxView> {
  const hidden = await hiddenFrom(program);
  const onPath = await existing((program.env["PATH"] ?? "").split(delimiter).filter(isAbsolute));
  const needed = await programNeeds(onPath, program.argv[0] ?? "");
  // Something like `PATH=$HOME` must not open what is hidden.
  const harmless = needed.filter((path) => !hidden.some((secret) => isBelow(secret, path)));
  const access = new Map<string, Access>();
  for (const path of hidden) access.set(path, "none");
  for (const path of await existing(SCRATCH)) access.set(path, "scratch");
  for (const path of [...harmless, ...(await existing([...NEEDED, ...program.readable]))]) access.set(path, "read");
  for (const path of [program.cwd, program.home, program.temp, ...program.writable]) access.set(await ownPath(path), "write");
  const places = [...access].filter(([path, own]) => own !== inherited(access, path)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    places: await Promise.all(places.map(async ([path, own]) => ({ path, access: own, isDirectory: (await stat(path)).isDirectory() }))),
    pathVariable: onPath.join(delimiter),
  };
}

/** A link that stands where a session's directory was would make writable what it leads to. */
async function ownPath(path: string): Promise<string> {
  if ((await lstat(path)).isSymbolicLink()) throw new Error(`expected a directory of the session's own, got a link at ${path}`);
  return realpath(path);
}

/** A service's HOME may be `/`: hiding that would leave nothing to run. */
async function hiddenFrom(program: ProgramToConfine): Promise<readonly string[]> {
  const paths = await existing([...HIDDEN, ...SYSTEM_SECRETS, homedir(), tmpdir(), ...program.hidden]);
  return paths.filter((path) => path !== "/");
}

/** True when `path` is `directory` or below it. */
export function isBelow(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

function inherited(access: ReadonlyMap<string, Access>, path: string): Access {
  if (path === "/") return "read";
  const parent = dirname(path);
  return access.get(parent) ?? inherited(access, parent);
}

/** Real paths of those that are there, in order, once each. */
async function existing(paths: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)));
  return [...new Set(real.filter((path) => path !== undefined))];
}

/** The directories on PATH and the program, each with what it is known to need beside it. */
async function programNeeds(onPath: readonly string[], program: string): Promise<readonly string[]> {
  const needs = await Promise.all([...onPath, await realpath(program)].map(needsOf));
  return existing(needs.flat());
}

async function needsOf(path: string): Promise<readonly string[]> {
  const packages = [...path.matchAll(/\/node_modules(?=\/|$)/g)].map((match) => path.slice(0, match.index) + match[0]);
  const names = await namesIn(path);
  // A Node installation: its `bin` links to the packages installed with it.
  if (names.includes("node")) return [...packages, path, join(dirname(path), "lib", "node_modules")];
  // A Python environment: `<root>/bin/<program>` beside `<root>/pyvenv.cfg`.
  const root = dirname(dirname(path));
  const isPython = (await namesIn(root)).includes("pyvenv.cfg");
  return [...packages, isPython ? root : path];
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}
