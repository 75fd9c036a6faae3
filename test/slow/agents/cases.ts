import type { ModelScript, ModelStep } from "../../../src/simulation/model-server/script.ts";

/** A program and the way it is driven: `codex` by its command, `codex by ACP` by the protocol. */
export type WorkerTitle = string;

/** What differs between workers; what stands under no name of its own is `otherwise`. */
export type ByWorker<T> = { readonly otherwise: T } & Readonly<Record<WorkerTitle, T>>;

export function forWorker<T>(by: ByWorker<T>, title: WorkerTitle): T {
  return by[title] ?? by.otherwise;
}

/** What has happened so far in a run, as far as a model's script waits for it. */
export type Fact = "the holder works" | "the write was refused" | "the holder has landed" | "the write was allowed";

export interface Case {
  readonly task: string;
  /** What is promised, as the end of a sentence that begins with the program's name. */
  readonly promise: string;
  readonly writes: readonly string[];
  /** The model's script, looked up anew at each request. */
  readonly script: (facts: ReadonlySet<Fact>) => ModelScript;
  /** The script of the turn after a change came back. Default: the same. */
  readonly afterReturn?: ModelScript;
  /** How the task's turns end, as the history has it. */
  readonly ends: ByWorker<readonly string[]>;
  /** What main holds in the end; of several texts any one. */
  readonly main: ByWorker<Readonly<Record<string, string | readonly string[]>>>;
  /** Why a program cannot play it. */
  readonly cannot?: Readonly<Record<WorkerTitle, string>>;
}

const SUM_TEST = "node --input-type=module -e \"import { sum } from './src/sum.js'; process.exit(sum(1, 2) === 3 ? 0 : 1)\"";
/** Until something has happened. claude refuses to sleep, and gemini to take more than a hundred steps in a turn. */
export const WAIT: ModelStep = { do: { run: "timeout 4 tail -f /dev/null; true" } };
const DONE: ModelStep = { say: "Done." };
/** However often the model is asked, this is its next step. */
const always = (step: ModelStep): ModelScript => Array.from({ length: 500 }, () => step);
const once = (file: string) => ({ do: { run: `echo once >> ${file}` } });
const DAEMON = "setsid sh -c 'trap \"\" TERM; touch started.log; while :; do sleep 600; done' </dev/null >/dev/null 2>&1 &";

const NO_TOOLS = "its command, started as here, has none of our tools to show to its model";
const KEPT_BACK = "it keeps our tools back until its model searches for them, and a scripted one does not";
const ASKS_NOBODY = "it asks nobody before it writes: the write is seen, and ordered at submission";
const ASK_NOBODY = Object.fromEntries(
  ["codex", "codex by ACP", "gemini", "opencode", "qwen", "copilot"].map((title) => [title, ASKS_NOBODY]),
);
const TELLS_THE_TIME = "it puts the time into each prompt, so that a scripted fault strikes it anew";
const COPILOT = { copilot: TELLS_THE_TIME, "copilot by ACP": TELLS_THE_TIME };
const COMPLETED = { otherwise: ["completed"] } as const;
const TWICE = ["completed", "completed"] as const;
const DIES_ONCE = ["exited-nonzero", "completed"] as const;
const GOES_ON = { "work/kill.txt": "first\nsecond\n" };
/** It knows nothing of its earlier conversation, and does what it did once more. */
const BEGINS_ANEW = { "work/kill.txt": "first\nfirst\nsecond\n" };
/** Seen on a busy machine: it was killed before its conversation was on disk. */
const EITHER = { "work/kill.txt": [GOES_ON["work/kill.txt"], BEGINS_ANEW["work/kill.txt"]] };

/** Every program plays every case; where one differs from the others, its line says so. */
export const CASES: readonly Case[] = [
  {
    task: "WORK-001",
    promise: "writes, reads, mends, runs and commits",
    writes: ["src/sum.js", "notes/**"],
    script: () => [
      { say: "A note first.", do: { write: "notes/a new.md", content: 'one\n"two"\n' } },
      { do: { read: "src/sum.js" } },
      { say: "Now the sum.", do: { edit: "src/sum.js", find: "a - b", replace: "a + b" } },
      { do: [{ run: `${SUM_TEST} && echo passed > notes/passed.txt` }, { run: "echo side by side > notes/side.txt" }] },
      { do: { run: "git add --all && git commit --quiet --message Mend" } },
      { say: "The sum is mended." },
    ],
    ends: COMPLETED,
    main: {
      otherwise: {
        "notes/a new.md": 'one\n"two"\n',
        "src/sum.js": "export const sum = (a, b) => a + b;\n",
        "notes/passed.txt": "passed\n",
        "notes/side.txt": "side by side\n",
      },
    },
  },
  {
    task: "LEFT-001",
    promise: "does not commit: what it left is committed for it",
    writes: ["work/left.txt"],
    script: () => [{ do: { write: "work/left.txt", content: "left\n" } }, DONE],
    ends: COMPLETED,
    main: { otherwise: { "work/left.txt": "left\n" } },
  },
  {
    task: "NONE-001",
    promise: "says that it is done without having done anything, is told, and does it",
    writes: ["work/none.txt"],
    script: () => [{ say: "All tests pass, everything is deployed." }],
    afterReturn: [once("work/none.txt"), DONE],
    ends: { otherwise: TWICE },
    main: { otherwise: { "work/none.txt": "once\n" } },
  },
  {
    task: "CUT-001",
    promise: "does its work once when the stream of an answer is cut",
    writes: ["work/cut.txt"],
    script: () => [{ fault: { cut: true, times: 1 }, ...once("work/cut.txt") }, DONE],
    // gemini gives up, and so does qwen, whose command calls it done.
    ends: { otherwise: ["completed"], gemini: DIES_ONCE, "gemini by ACP": DIES_ONCE, qwen: TWICE, "qwen by ACP": DIES_ONCE },
    main: { otherwise: { "work/cut.txt": "once\n" } },
  },
  {
    task: "STORM-001",
    promise: "outlasts three answers of 529",
    writes: ["work/storm.txt"],
    script: () => [{ fault: { status: 529, times: 3 }, ...once("work/storm.txt") }, DONE],
    ends: COMPLETED,
    main: { otherwise: { "work/storm.txt": "once\n" } },
  },
  {
    task: "BAD-001",
    promise: "does its work in spite of a model's 400",
    writes: ["work/bad-1.txt", "work/bad-2.txt"],
    script: () => [
      { do: { write: "work/bad-1.txt", content: "first\n" } },
      { fault: { status: 400, times: 1 }, do: { write: "work/bad-2.txt", content: "second\n" } },
      DONE,
    ],
    // claude asks its model again. Some call the turn done; the missing work tells.
    ends: { otherwise: DIES_ONCE, claude: ["completed"], "claude by ACP": ["completed"], "codex by ACP": TWICE, qwen: TWICE },
    main: { otherwise: { "work/bad-1.txt": "first\n", "work/bad-2.txt": "second\n" } },
    cannot: COPILOT,
  },
  {
    task: "DAEMON-001",
    promise: "takes a daemon it started along when it ends",
    writes: ["work/daemon.txt"],
    script: () => [
      // gemini ends what its shell has left behind, and is quick: the daemon must have got away.
      { do: { run: `${DAEMON} until test -e started.log; do sleep 0.05; done; echo once >> work/daemon.txt` } },
      DONE,
    ],
    ends: COMPLETED,
    main: { otherwise: { "work/daemon.txt": "once\n" } },
  },
  {
    task: "KILL-001",
    promise: "is killed with -9 and goes on, in its conversation where it can",
    writes: ["work/kill.txt"],
    script: () => [
      { do: { run: "echo first >> work/kill.txt" } },
      { fault: { hang: true, times: 1 }, do: { run: "echo second >> work/kill.txt" } },
      DONE,
    ],
    ends: { otherwise: ["killed", "completed"] },
    main: { otherwise: GOES_ON, gemini: BEGINS_ANEW, "gemini by ACP": EITHER, opencode: BEGINS_ANEW, "qwen by ACP": BEGINS_ANEW },
    cannot: COPILOT,
  },
  {
    task: "PART-001",
    promise: "is given our tools: tells how far it is, asks for a path, lands a part",
    writes: ["work/part-1.txt", "work/part-2.txt"],
    script: () => [
      { do: { mcp: "next_task", input: {} } },
      { do: { mcp: "extend_lease", input: { paths: ["docs/part.md"] } } },
      { do: { mcp: "report_progress", input: { message: "half of it", percent: 50 } } },
      { do: { write: "work/part-1.txt", content: "one\n" } },
      { do: { mcp: "submit", input: { part: true, subject: "The first part" } } },
      { do: { write: "work/part-2.txt", content: "two\n" } },
      DONE,
    ],
    ends: COMPLETED,
    main: { otherwise: { "work/part-1.txt": "one\n", "work/part-2.txt": "two\n" } },
    cannot: { claude: NO_TOOLS, "claude by ACP": KEPT_BACK, gemini: NO_TOOLS, opencode: NO_TOOLS, qwen: NO_TOOLS, copilot: NO_TOOLS },
  },
  {
    task: "HANG-001",
    promise: "is stalled while its model does not answer, ended, and started again",
    writes: ["work/hang.txt"],
    script: () => [{ fault: { hang: true, times: 1 }, ...once("work/hang.txt") }, DONE],
    ends: { otherwise: ["stalled", "completed"] },
    main: { otherwise: { "work/hang.txt": "once\n" } },
    cannot: COPILOT,
  },
  {
    task: "HOLD-001",
    promise: "holds a path while another wants it",
    writes: ["docs/held.md", "work/hold.txt"],
    script: (facts) => [once("work/hold.txt"), ...always(facts.has("the write was refused") ? DONE : WAIT)],
    ends: COMPLETED,
    main: { otherwise: { "work/hold.txt": "once\n" } },
    cannot: ASK_NOBODY,
  },
  {
    task: "ASK-001",
    promise: "is refused a path that another holds, and writes it once its lease is extended",
    writes: ["work/ask.txt"],
    script: (facts) => {
      if (facts.has("the write was allowed")) return always(DONE);
      if (facts.has("the holder has landed")) {
        const paths = ["docs/held.md"];
        return always({
          do: [
            { mcp: "extend_lease", input: { paths } },
            { write: "docs/held.md", content: "mine\n" },
          ],
        });
      }
      if (facts.has("the write was refused") || !facts.has("the holder works")) return always(WAIT);
      return always({ do: { write: "docs/held.md", content: "mine\n" } });
    },
    ends: COMPLETED,
    main: { otherwise: { "docs/held.md": "mine\n" } },
    cannot: ASK_NOBODY,
  },
];
