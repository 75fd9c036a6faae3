import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { EventBody, EventKind, StoredEvent } from "../../src/core/event.ts";
import { Git } from "../../src/git/git.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { ChangeRow, SessionRow } from "../../src/store/rows.ts";
import { systemClock } from "../../src/system/clock.ts";
import { git } from "./repository.ts";
import type { Workplace } from "./run.ts";

/** Everything the store says, read while no coordinator runs. */
export interface StoredHistory {
  readonly events: readonly StoredEvent[];
  readonly sessions: readonly SessionRow[];
  readonly changes: readonly ChangeRow[];
  readonly openAttempts: number;
}

/** The state directory of the workplace's one repository. */
export async function stateRoot({ state }: Pick<Workplace, "state">): Promise<string> {
  const [name] = await readdir(join(state, "signalbox"));
  if (name === undefined) throw new Error(`expected a state directory in ${state}, got none`);
  return join(state, "signalbox", name);
}

export async function readStore(workplace: Pick<Workplace, "state">): Promise<StoredHistory> {
  const store = await openStore(join(await stateRoot(workplace), "store.sqlite"), { clock: systemClock });
  try {
    return {
      events: await store.events({}),
      sessions: await store.sessions(),
      changes: await store.changes(),
      openAttempts: (await store.openAttempts()).length,
    };
  } finally {
    await store.close();
  }
}

/** The bodies of one kind of event, oldest first. */
export function bodies<K extends EventKind>({ events }: StoredHistory, kind: K): Extract<EventBody, { readonly kind: K }>[] {
  return events.flatMap(({ body }) => (isOf(body, kind) ? [body] : []));
}

function isOf<K extends EventKind>(body: EventBody, kind: K): body is Extract<EventBody, { readonly kind: K }> {
  return body.kind === kind;
}

/** The coordinator's own repository of all objects. */
export async function cacheOf(workplace: Workplace): Promise<string> {
  return join(await stateRoot(workplace), "cache.git");
}

/** A file of the remote's main, or undefined. */
export async function onMain({ remote }: Workplace, path: string): Promise<string | undefined> {
  const result = await new Git({ gitDir: remote }).attempt(["cat-file", "blob", `main:${path}`]);
  return result.exitCode === 0 ? result.stdout.toString("utf8") : undefined;
}

/** Every commit main ever pointed at on the remote, oldest first, the first push included. */
export async function mainTips({ remote }: Workplace): Promise<readonly string[]> {
  return (await git(remote, "reflog", "show", "--format=%H", "main")).split("\n").reverse();
}

/** The landings on main, oldest first: one line of main's first-parent history each. */
export async function landings({ remote }: Workplace): Promise<readonly { readonly commit: string; readonly change: string }[]> {
  const lines = await git(
    remote,
    "log",
    "--first-parent",
    "--reverse",
    "--format=%H %(trailers:key=Change,valueonly,separator=%x20)",
    "main",
  );
  return lines.split("\n").flatMap((line) => {
    const [commit = "", change = ""] = line.trim().split(" ");
    return change === "" ? [] : [{ commit, change }];
  });
}

/** Salvage refs of the coordinator's repository and the commits they keep. */
export async function salvaged(workplace: Workplace): Promise<readonly { readonly ref: string; readonly oid: string }[]> {
  const text = await git(await cacheOf(workplace), "for-each-ref", "--format=%(refname) %(objectname)", "refs/signalbox/salvage");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [ref = "", oid = ""] = line.split(" ");
      return { ref, oid };
    });
}
