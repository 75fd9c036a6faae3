import type { Config } from "../core/config.ts";
import type { SourceLine, Task, TaskStatus } from "../core/task.ts";
import { dependencyCycles } from "./dependency-cycles.ts";
import type { Mention } from "./entry.ts";
import type { Described } from "./merge.ts";
import { quoted, type Report } from "./problems.ts";

/** Reports what the mentions of one task say against each other. */
export function reportContradictions({ id, mentions }: Described, report: Report): void {
  reportSpelling(id, mentions, report);
  reportDuplicates(id, mentions, report);
  reportSessions(id, mentions, report);
  reportDoneAndOpen(id, mentions, report);
  reportPriorities(id, mentions, report);
  if (mentions.every(({ origin }) => origin === "session")) {
    const at = mentions[0]?.at;
    if (at !== undefined) report("session-without-task", at, id, `expected a prompt or roadmap entry for ${id}, got only a session`);
  }
}

/** Sessions are named after files and branches, where lower case is usual. */
function reportSpelling(id: string, mentions: readonly Mention[], report: Report): void {
  const odd = mentions.find((mention) => mention.id !== id && mention.origin !== "session");
  if (odd !== undefined) report("case-differs", odd.at, id, `expected ${id} as at ${where(mentions[0]?.at)}, got ${quoted(odd.id)}`);
}

/** Twice in roadmaps, twice in prompts, or twice in a tool's files. */
function reportDuplicates(id: string, mentions: readonly Mention[], report: Report): void {
  const firsts = new Map<string, Mention>();
  for (const mention of mentions.filter(({ origin }) => origin !== "session")) {
    const first = firsts.get(mention.origin);
    if (first === undefined) firsts.set(mention.origin, mention);
    else report("duplicate-id", mention.at, id, `expected ${id} once, got it again after ${where(first.at)}`);
  }
}

/** A session may stand in the table and in a file of its own; two sessions of one task may not both be open. */
function reportSessions(id: string, mentions: readonly Mention[], report: Report): void {
  const open = mentions.filter(({ origin, statuses }) => origin === "session" && statuses.some(({ status }) => isOpen(status)));
  const seen = new Map<string, Mention>();
  for (const mention of open) {
    const session = mention.session ?? where(mention.at);
    const [first] = seen.values();
    if (first !== undefined && !seen.has(session)) {
      report("duplicate-session", mention.at, id, `expected one open session of ${id}, got another beside ${where(first.at)}`);
    }
    if (!seen.has(session)) seen.set(session, mention);
  }
}

/**
 * Done here and open there. An open status in a prompt says how things stood when it was written, and a finished
 * session says only that a session finished, so neither contradicts anything.
 */
function reportDoneAndOpen(id: string, mentions: readonly Mention[], report: Report): void {
  const stated = mentions.flatMap((mention) =>
    mention.statuses
      .filter(({ status }) => !(mention.origin === "prompt" && status !== "done") && !(mention.origin === "session" && !isOpen(status)))
      .map(({ status, line }) => ({ status, at: { file: mention.at.file, line } })),
  );
  const done = stated.find(({ status }) => status === "done");
  const open = stated.find(({ status }) => isOpen(status));
  if (done === undefined || open === undefined) return;
  const [first, second] = stated.indexOf(done) < stated.indexOf(open) ? [done, open] : [open, done];
  report("done-and-open", second.at, id, `expected ${id} to be ${first.status} as at ${where(first.at)}, got ${second.status}`);
}

function reportPriorities(id: string, mentions: readonly Mention[], report: Report): void {
  const stated = mentions.filter(({ priority }) => priority !== null);
  const other = stated.find(({ priority }) => priority !== stated[0]?.priority);
  if (other === undefined) return;
  report("priority-differs", other.at, id, `expected ${stated[0]?.priority} as at ${where(stated[0]?.at)}, got ${other.priority}`);
}

/** Reports what is wrong among tasks: dependencies on nothing, circles, paths owned and forbidden, unknown names in the configuration. */
export function reportAmongTasks(tasks: readonly Task[], config: Config, report: Report): void {
  const known = new Map(tasks.map((task) => [task.id, task]));
  for (const task of tasks) {
    const at = task.sources[0] ?? CONFIG;
    for (const other of task.dependsOn) {
      if (!known.has(other))
        report("unknown-dependency", at, task.id, `expected ${quoted(other)} to be a task, got no source that describes it`);
    }
    const both = task.declared.write.find((path) => task.declared.forbid.includes(path));
    if (both !== undefined) report("owned-and-forbidden", at, task.id, `expected ${quoted(both)} to be written or left alone, got both`);
  }
  for (const cycle of dependencyCycles(new Map(tasks.map((task) => [task.id, task.dependsOn])))) {
    const at = known.get(cycle[0] ?? "")?.sources[0] ?? CONFIG;
    report(
      "dependency-cycle",
      at,
      cycle[0] ?? null,
      `expected no circle of dependencies, got ${[...cycle, cycle[0]].slice(0, 20).join(" → ")}`,
    );
  }
  const named = [config.footprints, config.dependsOn, config.acceptance.tasks].flatMap((record) => Object.keys(record));
  for (const id of new Set([...named, ...(config.backup?.tasks ?? [])])) {
    if (!known.has(id)) report("unknown-task", CONFIG, null, `expected ${quoted(id)} to be a task, got no source that describes it`);
  }
}

const CONFIG: SourceLine = { file: "signalbox.yaml", line: 1 };

function isOpen(status: TaskStatus): boolean {
  return status === "todo" || status === "in-progress" || status === "blocked";
}

function where(at: SourceLine | undefined): string {
  return at === undefined ? "the configuration" : `${at.file}:${at.line}`;
}
