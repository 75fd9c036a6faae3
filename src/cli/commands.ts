import type { CommandContext } from "./output.ts";

/** What a command's file exports. `run` returns the exit code. */
export interface CommandModule {
  run(context: CommandContext, args: readonly string[], options: Readonly<Record<string, unknown>>): Promise<number>;
}

export interface CommandSpec {
  readonly name: string;
  readonly args?: string;
  readonly summary: string;
  /** Flags, description, default. */
  readonly options?: readonly (readonly [flags: string, description: string, fallback?: string | boolean])[];
  /** Loaded only when the command is used, so that `--help` and `status` start fast. */
  readonly load: () => Promise<CommandModule>;
}

const RUN_OPTIONS = [
  ["--primary <task>", "the long task that others are planned around; it gets an agent of its own"],
  ["--agents <number>", "how many agents work at once; default: what the configured agents' capacities add up to, else 4"],
  ["--only <tasks>", "only these tasks, separated by commas"],
] as const;

const CREDENTIAL_OPTION = ["--session <session>", "the session, when you hold more than one claim of the task"] as const;

/** Every command, in the order a user meets them (DESIGN §11). */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "init",
    summary: "find tasks, roadmap and gates; write signalbox.yaml and nothing else",
    options: [["--force", "replace an existing signalbox.yaml"]],
    load: () => import("./init.ts"),
  },
  {
    name: "tasks",
    summary: "list what was read, and every contradiction found on the way",
    options: [["--strict", "exit 1 when there are problems"]],
    load: () => import("./tasks.ts"),
  },
  {
    name: "predict",
    args: "[task]",
    summary: "which files a task will change, how surely, and why",
    options: [
      ["--text <words>", "predict for these words instead of a task"],
      ["--add <paths>", "what if it also writes these, separated by commas"],
      ["--pin <paths>", "what if it writes exactly these"],
      ["--forbid <paths>", "what if it never touches these"],
    ],
    load: () => import("./predict.ts"),
  },
  {
    name: "plan",
    summary: "which tasks may run side by side, in what order, and why",
    options: [
      ...RUN_OPTIONS,
      ["--agent <name>", "plan for this agent of signalbox.yaml alone"],
      ["--by <date>", "how likely everything is done by the end of this day, like 2026-12-31"],
      ["--html <file>", "also write the plan as one page: schedule, conflict graph, weeks"],
      ["--seed <number>", "of search and forecast; the same seed gives the same plan"],
    ],
    load: () => import("./plan.ts"),
  },
  {
    name: "run",
    summary: "do it: agents work in parallel, their work lands on main",
    options: [
      ...RUN_OPTIONS,
      ["--max-tokens <number>", "start nothing that could bring the run's tokens above this; default: limits.run.tokens"],
      ["--max-cost <dollars>", "the same for its cost in US dollars; default: limits.run.costUsd"],
      ["--wait", "when only questions to you are left, stay open for the answers instead of ending"],
      ["--agent <name>", "which agent of signalbox.yaml works"],
      ["--repair <what>", "when main is red, let this task, this command, or the `agent` repair it first"],
      ["--port <number>", "port of the local API", "0"],
    ],
    load: () => import("./run.ts"),
  },
  {
    name: "status",
    summary: "what is going on now",
    options: [["--watch", "keep showing it until interrupted"]],
    load: () => import("./status.ts"),
  },
  {
    name: "logs",
    args: "<session>",
    summary: "what a session's agent said and did",
    options: [["--follow", "keep printing"]],
    load: () => import("./logs.ts"),
  },
  {
    name: "report",
    summary: "what was done, with the evidence and the measures",
    options: [["--markdown", "as Markdown"]],
    load: () => import("./report.ts"),
  },
  {
    name: "claim",
    args: "<task>",
    summary: "take a task to work on it yourself, here or on another machine",
    options: [
      ["--as <name>", "who you are; default: user and host"],
      ["--minutes <number>", "how long the claim lasts without being renewed"],
    ],
    load: () => import("./claim.ts"),
  },
  {
    name: "renew",
    args: "<task>",
    summary: "keep a claim for another while",
    options: [CREDENTIAL_OPTION],
    load: () => import("./renew.ts"),
  },
  {
    name: "extend",
    args: "<task> <paths...>",
    summary: "ask for more paths",
    options: [CREDENTIAL_OPTION],
    load: () => import("./extend.ts"),
  },
  {
    name: "submit",
    args: "<task>",
    summary: "hand your work to the lander",
    options: [
      ["--ref <branch>", "the branch or commit to submit", "HEAD"],
      ["--part", "this is a part; keep the claim"],
      CREDENTIAL_OPTION,
    ],
    load: () => import("./submit.ts"),
  },
  { name: "release", args: "<task>", summary: "give a claim back", options: [CREDENTIAL_OPTION], load: () => import("./release.ts") },
  { name: "land", args: "<branch>", summary: "gate one branch and land it on main", load: () => import("./land.ts") },
  {
    name: "abort",
    args: "<task>",
    summary: "end a task's session; its work is kept in salvage",
    options: [["--reason <text>", "why"]],
    load: () => import("./abort.ts"),
  },
  {
    name: "answer",
    args: "<session> [text...]",
    summary: "answer what a session asks; a task id means its last session",
    options: [
      ["--file <file>", "the answer is in this file; - reads standard input"],
      ["--retry", "say only that it shall try again"],
      ["--drop", "end the session and take its task off the list"],
      ["--reason <text>", "with --drop: why"],
    ],
    load: () => import("./answer.ts"),
  },
  {
    name: "rollback",
    args: "<task>",
    summary: "revert a landed task through the gates and open it again",
    options: [["--reason <text>", "why"]],
    load: () => import("./rollback.ts"),
  },
  { name: "retry", args: "<task>", summary: "open a failed, aborted or rolled-back task again", load: () => import("./retry.ts") },
  {
    name: "drop",
    args: "<task>",
    summary: "take a task off the list",
    options: [["--reason <text>", "why"]],
    load: () => import("./drop.ts"),
  },
  {
    name: "mcp",
    summary: "the tools for an agent, over standard input and output: claim, extend, submit",
    options: [
      ["--as <name>", "who claims; default: user and host"],
      ["--session <session>", "work under this claim, made with signalbox claim"],
    ],
    load: () => import("./mcp.ts"),
  },
  {
    name: "check",
    summary: "stale, duplicate and contradictory records, and whose they are",
    options: [
      ["--hook", "as a git hook: never blocks a bystander"],
      ["--install", "install that git hook"],
    ],
    load: () => import("./check.ts"),
  },
  {
    name: "doctor",
    summary: "git, Node, remote, hooks, agents, space, CI workflows, each with a fix",
    options: [["--fix", "apply the fixes that are safe"]],
    load: () => import("./doctor.ts"),
  },
  {
    name: "simulate",
    summary: "how long changes would wait for main here, by our landing queue and by what others do",
    options: [
      ["--policy <names>", "only these policies, separated by commas; default: all"],
      ["--workers <number>", "runs of the gates at once"],
      ["--rate <number>", "changes submitted per hour"],
      ["--hours <number>", "how long changes are submitted; then the queue is drained"],
      ["--overlap <share>", "chance that two changes overlap"],
      ["--failure <share>", "chance that a change fails by itself"],
      ["--flake <share>", "chance that a run fails for nothing"],
      ["--seeds <number>", "simulated worlds, the same for every policy", "30"],
      ["--seed <number>", "the first world", "1"],
      ["--svg <file>", "also draw how many changes have ended by when"],
      ["--repo <directory>", "land the merges of this repository again, with real git, instead of drawn changes"],
      ["--merges <number>", "with --repo: only the newest so many", "200"],
    ],
    load: () => import("./simulate.ts"),
  },
  {
    name: "bench",
    args: "[name] [arguments...]",
    summary: "measure a part of Signalbox here; arguments after --",
    load: () => import("./bench.ts"),
  },
  {
    name: "demo",
    summary: "nine tasks of a small ERP, run by scripted agents in a throw-away repository",
    options: [
      ["--agents <number>", "how many agents work at once", "4"],
      ["--agent <program>", "let codex, gemini, opencode, qwen, claude or copilot do it, offline, their models scripted"],
      ["--fast", "a tenth of the thinking, and pages judged without a browser"],
      ["--variant <name>", "watch another way to work and what it does to main: naive (the paper procedure) or serial", "signalbox"],
    ],
    load: () => import("./demo.ts"),
  },
];
