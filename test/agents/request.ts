import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { AgentEvent, AgentRequest } from "../../src/core/agent.ts";
import { git, temporaryDirectory } from "../support/repository.ts";

/** A session's directories as the coordinator makes them, inside a state directory. */
export interface Stage {
  readonly root: string;
  /** The state directory; the workspace is in it. */
  readonly state: string;
  readonly events: AgentEvent[];
  /** What the agent said, one string. */
  said(): string;
  request(overrides?: Partial<AgentRequest>): AgentRequest;
}

let sessions = 0;

export async function stage(): Promise<Stage> {
  const root = await temporaryDirectory();
  const state = join(root, "state");
  const session = `Session-20260105-T-1-${process.pid.toString(16).padStart(4, "0").slice(-4)}${(sessions++).toString(16).padStart(4, "0")}`;
  const workspace = join(state, "workspaces", session);
  for (const name of ["tree", "home", "tmp"]) await mkdir(join(workspace, name), { recursive: true });
  await git(join(workspace, "tree"), "init", "-q");
  const events: AgentEvent[] = [];
  return {
    root,
    state,
    events,
    said: () => events.map((event) => (event.kind === "text" ? event.text : "")).join("\n"),
    request: (overrides = {}) => ({
      session,
      task: "T-1",
      prompt: "Do it.",
      workspace: join(workspace, "tree"),
      home: join(workspace, "home"),
      temp: join(workspace, "tmp"),
      agentSession: null,
      attempt: 1,
      limits: { timeoutMs: 60_000, outputBytesMax: 1_000_000, outputBytesEnd: 4_000_000 },
      transcriptFile: join(workspace, "transcript.jsonl"),
      onEvent: (event) => void events.push(event),
      onPart: async (subject) => `Landed ${subject}.`,
      mayWrite: async () => ({ granted: true }),
      ...overrides,
    }),
  };
}
