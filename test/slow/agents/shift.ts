import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { findProcessTree } from "../../../src/agents/process-tree.ts";
import type { StoredEvent } from "../../../src/core/event.ts";
import { connectCoordinator } from "../../../src/server/connect-coordinator.ts";
import { type ModelServer, startModelServer } from "../../../src/simulation/model-server/model-server.ts";
import type { ModelScript } from "../../../src/simulation/model-server/script.ts";
import type { OfflineAgent } from "../../../src/simulation/real-agents/recipes.ts";
import { setEnvironment } from "../../agents/environment.ts";
import { pathWithAgents } from "../../agents/real/programs.ts";
import { onMain, readStore, type StoredHistory, stateRoot } from "../../support/history.ts";
import { makeWorkplace, runAll, type Workplace } from "../../support/run.ts";
import type { Worker } from "./at-work.ts";
import { type Case, type Fact, forWorker } from "./cases.ts";

/** One run of the coordinator in which a real program plays several cases, each as a task, side by side. */
export interface Shift {
  readonly place: Workplace;
  readonly said: Awaited<ReturnType<typeof runAll>>;
  readonly history: StoredHistory;
  /** What each case's files on main hold. */
  readonly main: ReadonlyMap<string, Readonly<Record<string, string | undefined>>>;
}

const AGENTS = 8;
/** Longer than any of them waits between two tries. */
const STALL_MINUTES = 0.75;

export async function playShift(title: string, worker: Worker, cases: readonly Case[]): Promise<Shift> {
  const facts = new Set<Fact>();
  const byTask = new Map(cases.map((one) => [one.task, one]));
  const model = await startModelServer({ scriptOf: (prompt) => scriptFor(prompt, byTask, facts) });
  const { config, env } = withTools(worker, worker.offline(model.url));
  onTestFinished(() => model.close());
  for (const [name, value] of Object.entries({ ...env, PATH: pathWithAgents() })) setEnvironment(name, value);
  const place = await makeWorkplace({
    tasks: Object.fromEntries(
      cases.map(({ task, writes, main }) => [task, { steps: [], writes, acceptance: allThere(forWorker(main, title)) }]),
    ),
    files: { "src/sum.js": "export const sum = (a, b) => a - b;\n", "work/.gitkeep": "", ".gitignore": "*.log\n" },
    config: { agents: { real: config }, limits: { stallMinutes: STALL_MINUTES, retrySeconds: 0.01, attempts: 3, returns: 2 } },
  });
  const over = new AbortController();
  const watching = Promise.all([noteFacts(place, facts, over.signal), killOne(model, over.signal)]);
  try {
    const primary = byTask.has("HOLD-001") ? ["--primary", "HOLD-001"] : [];
    const said = await runAll(place, "--agents", String(AGENTS), ...primary);
    return { place, said, history: await readStore(place), main: await readMain(place, cases, title) };
  } finally {
    over.abort();
    await watching;
  }
}

/** A session's prompt opens with its task, and tells of a change that came back. */
function scriptFor(prompt: string, cases: ReadonlyMap<string, Case>, facts: ReadonlySet<Fact>): ModelScript | null {
  const one = cases.get(/^# ([\w.-]+): .*\n\nYou are Session-/m.exec(prompt)?.[1] ?? "");
  if (one === undefined) return null;
  const isReturned = /^## Your last change came back/m.test(prompt);
  return (isReturned ? one.afterReturn : undefined) ?? one.script(facts);
}

function allThere(files: Readonly<Record<string, unknown>>): readonly string[] {
  return [
    "sh",
    "-c",
    Object.keys(files)
      .map((file) => `test -e '${file}'`)
      .join(" && "),
  ];
}

/** By its own protocol a program takes our tools from its driver; codex alone takes them from its arguments as well. */
const CODEX_WITH_TOOLS =
  'exec "$0" "$@" -c "mcp_servers.signalbox.url=\\"$SIGNALBOX_MCP_URL\\"" -c mcp_servers.signalbox.bearer_token_env_var=SIGNALBOX_MCP_TOKEN';

function withTools({ program, isAcp }: Worker, { config, env }: OfflineAgent): OfflineAgent {
  if (isAcp || program !== "codex") return { config, env };
  return { config: { ...config, run: ["/bin/sh", "-c", CODEX_WITH_TOOLS, ...(config.run ?? [])] } as OfflineAgent["config"], env };
}

/** Follows the coordinator's history and notes what the scripts wait for. */
async function noteFacts(place: Workplace, facts: Set<Fact>, over: AbortSignal): Promise<void> {
  const client = await connected(place, over);
  if (client === undefined) return;
  try {
    for await (const event of client.events({}, over)) for (const fact of factsIn(event)) facts.add(fact);
  } catch (error) {
    if (!over.aborted) throw error;
  }
}

function factsIn({ task, body }: StoredEvent): readonly Fact[] {
  if (task === "HOLD-001" && body.kind === "agent-started") return ["the holder works"];
  if (task === "HOLD-001" && body.kind === "change-landed") return ["the holder has landed"];
  if (task !== "ASK-001" || body.kind !== "agent" || body.event.kind !== "permission") return [];
  const { paths, granted } = body.event;
  return paths.includes("docs/held.md") ? [granted ? "the write was allowed" : "the write was refused"] : [];
}

async function connected(place: Workplace, over: AbortSignal) {
  while (!over.aborted) {
    const root = await stateRoot(place).catch(() => undefined);
    const client = root === undefined ? undefined : await connectCoordinator(join(root, "coordinator.json"));
    if (client !== undefined) return client;
    await sleep(50);
  }
  return undefined;
}

/** Kills the one agent that is to be killed, with all its processes, while its model does not answer. */
async function killOne(model: ModelServer, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const hanging = model.requests().find(({ prompt, fault }) => fault !== null && "hang" in fault && prompt.includes("# KILL-001: "));
    const session = /You are (Session-[\w-]+)/.exec(hanging?.prompt ?? "")?.[1];
    if (session !== undefined) {
      for (const { pid } of await findProcessTree({ rootPid: () => null, token: session })) process.kill(pid, "SIGKILL");
      return;
    }
    await sleep(50);
  }
}

async function readMain(place: Workplace, cases: readonly Case[], title: string): Promise<Shift["main"]> {
  const read = cases.map(async ({ task, main }) => {
    const files = Object.keys(forWorker(main, title)).map(async (file) => [file, await onMain(place, file)] as const);
    return [task, Object.fromEntries(await Promise.all(files))] as const;
  });
  return new Map(await Promise.all(read));
}
