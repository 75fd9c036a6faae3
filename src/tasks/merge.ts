import type { Config } from "../core/config.ts";
import type { DeclaredPaths, Task, TaskStatus } from "../core/task.ts";
import type { PathFinder } from "./declared-paths.ts";
import { type Mention, ORIGINS } from "./entry.ts";

/** All mentions of one task, the surest origin first; `id` is the spelling of the first. */
export interface Described {
  readonly id: string;
  readonly mentions: readonly Mention[];
}

/** Gathers mentions by id, ignoring case: refs and files of two ids that differ only by case would collide. */
export function gather(mentions: readonly Mention[]): Described[] {
  const byKey = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const key = mention.id.toLowerCase();
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [mention]);
    else same.push(mention);
  }
  const rank = (mention: Mention) => ORIGINS.indexOf(mention.origin);
  return [...byKey.values()]
    .map((same) => same.sort((a, b) => rank(a) - rank(b)))
    .map((same) => ({ id: same[0]?.id ?? "", mentions: same }))
    .sort((a, b) => compareIds(a.id, b.id));
}

/** `QA-2` before `QA-10`. */
export function compareIds(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : Number(a > b));
}

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** One task from all that is said about it; configuration wins over what was read. */
export function mergeTask({ id, mentions }: Described, config: Config, finder: PathFinder, canonical: (id: string) => string): Task {
  const first = <T>(pick: (mention: Mention) => T | null) => mentions.map(pick).find((value) => value !== null) ?? null;
  const all = (pick: (mention: Mention) => readonly string[]) => [...new Set(mentions.flatMap(pick))];
  const others = (ids: readonly string[]) => [...new Set(ids.map(canonical))].filter((other) => other !== id);
  return {
    id,
    title: mentions.find(({ origin, title }) => origin !== "session" && title !== "")?.title ?? id,
    priority: first(({ priority }) => priority),
    status: statusOf(mentions),
    effort: first(({ effort }) => effort),
    dependsOn: own(config.dependsOn, id) ?? [...new Set(all(({ dependsOn }) => dependsOn).map(canonical))],
    conflictsWith: others(all(({ conflictsWith }) => conflictsWith)),
    declared: declaredPaths(mentions, own(config.footprints, id), finder),
    acceptance: first(({ acceptance }) => acceptance),
    promptFile:
      mentions.find(({ origin, promptFile }) => promptFile !== null && origin !== "roadmap")?.promptFile ??
      first(({ promptFile }) => promptFile),
    production: mentions.some(({ production }) => production),
    sources: mentions.map(({ at }) => at),
  };
}

/**
 * What is said of a task's paths. The owner's certain word (front matter, configuration) stands apart from paths that are
 * merely named, but counts as declared for whoever asks no more than that; a plain list in the configuration pins.
 */
function declaredPaths(
  mentions: readonly Mention[],
  configured: Config["footprints"][string] | undefined,
  finder: PathFinder,
): DeclaredPaths {
  const all = (pick: (mention: Mention) => readonly string[]) => [...new Set(mentions.flatMap(pick))];
  const say = Array.isArray(configured) ? { pin: configured } : (configured ?? {});
  const said = (paths: readonly string[] | undefined) => paths?.flatMap((path) => finder.inItem(path).paths);
  const pin = said(say.pin) ?? all(({ pins }) => pins);
  const add = [...new Set([...(said(say.add) ?? []), ...all(({ adds }) => adds)])];
  const forbid = [...new Set([...(said(say.forbid) ?? []), ...all(({ forbids }) => forbids)])];
  const owns = all(({ owns }) => owns);
  const named = owns.length > 0 ? owns : all(({ paths }) => paths);
  if (say.pin !== undefined || pin.length > 0) return { write: pin, forbid, ...(pin.length === 0 ? {} : { pin }) };
  return { write: [...new Set([...named, ...add])], forbid, ...(add.length === 0 ? {} : { add }) };
}

/**
 * The status of the surest origin that states one. Where one origin says both done and open, it is open: work done
 * twice is found out by its acceptance, work never done by nobody.
 */
export function statusOf(mentions: readonly Mention[]): TaskStatus {
  for (const origin of ORIGINS) {
    const stated = mentions.filter((mention) => mention.origin === origin).flatMap(({ statuses }) => statuses.map(({ status }) => status));
    const [first] = stated;
    if (first !== undefined) return first === "done" ? (stated.find((status) => status !== "done") ?? first) : first;
  }
  return "todo";
}

/** Task ids are untrusted, and `constructor` is a valid one. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
