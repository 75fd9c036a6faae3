import { z } from "zod";
import { NETWORK_ACCESS } from "./agent.ts";
import { SignalboxError } from "./errors.ts";
import { absolutePath, commandConfig, gatesConfig, relativePath, timeoutSeconds } from "./gate-config.ts";

/** `signalbox.yaml`, read from main's own tree, so an agent's edit of it changes nothing until a person lands it. */

/** Whose API a model server speaks: which header holds the key, and which variables an agent takes the address from. */
export const MODEL_DIALECTS = ["anthropic", "openai", "gemini"] as const;

/** The one model an agent reaches, by way of Signalbox, which holds the key. */
const modelEndpoint = z.strictObject({
  /** As the agent's own variable for it would say, such as `https://api.anthropic.com` or `https://api.openai.com/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  /** The environment variable that holds the key; the agent never sees it. Without one, what the agent sends goes on. */
  keyEnv: z.string().min(1).optional(),
  dialect: z.enum(MODEL_DIALECTS),
  /** Further variables for the agent; `{modelUrl}` and `{modelKey}` become the address and the worthless key it is given. */
  env: z.record(z.string(), z.string()).default({}),
});

/** What every kind of agent may say; the planner needs the last three to use several kinds at once. */
const agentClass = {
  /** Which model server it uses. */
  model: modelEndpoint.optional(),
  /** What it reaches over the network; without a word, `model` where one is given, else `open`. */
  network: z.enum(NETWORK_ACCESS).optional(),
  /** How many of it may work at once; agents with a capacity work together when a run names none. */
  capacity: z.int().min(1).max(64).optional(),
  /** Work done per hour, relative to 1 for an agent that takes the estimated time. */
  speed: z.number().positive().max(1_000).optional(),
  /** US dollars per agent hour. */
  costPerHour: z.number().nonnegative().max(1_000_000).optional(),
};

/** Agent programs whose ways with the Agent Client Protocol are known. */
export const ACP_AGENTS = ["claude", "codex", "copilot", "gemini", "opencode", "qwen"] as const;
export type AcpAgent = (typeof ACP_AGENTS)[number];

const agent = z
  .discriminatedUnion("driver", [
    z
      .strictObject({
        ...agentClass,
        driver: z.literal("acp"),
        agent: z.enum(ACP_AGENTS).optional(),
        /** argv of a program that speaks the protocol on standard input and output; with `agent`, in place of its usual one. */
        run: z.array(z.string()).min(1).optional(),
        /** Names of environment variables passed through to the agent. */
        env: z.array(z.string()).default([]),
      })
      .refine(({ agent, run }) => agent !== undefined || run !== undefined, {
        error: `expected \`agent\` (${ACP_AGENTS.join(", ")}) or \`run\`, got neither`,
      }),
    z.strictObject({
      ...agentClass,
      driver: z.literal("command"),
      /** argv; the prompt goes to stdin, or where an element is exactly `{prompt}`. */
      run: z.array(z.string()).min(1),
      /** Names of environment variables passed through to the agent. */
      env: z.array(z.string()).default([]),
      output: z.enum(["text", "claude-stream-json", "codex-json"]).default("text"),
      /** With `{prompt}` in argv and text output: true keeps stdin open, for answers to parts the program submits. */
      parts: z.boolean().optional(),
      /** With `claude-stream-json`: the program is given a `PreToolUse` hook by `--settings`. Default: it is `claude` itself. */
      askBeforeWrites: z.boolean().optional(),
    }),
    z.strictObject({ ...agentClass, driver: z.literal("scripted"), script: z.string().min(1), env: z.array(z.string()).optional() }),
  ])
  .refine(({ network, model }) => network !== "model" || model !== undefined, {
    error: "expected `model` beside `network: model`, got none",
  });

const verify = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("command"), run: commandConfig, timeoutSeconds: timeoutSeconds.default(900) }),
  z.strictObject({
    kind: z.literal("http"),
    url: z.url(),
    expectStatus: z.int().default(200),
    /** Text the body must contain; `{commit}` becomes the landed commit. */
    expectText: z.string().optional(),
    intervalSeconds: z.number().positive().default(5),
    timeoutSeconds: timeoutSeconds.default(600),
  }),
  z.strictObject({
    kind: z.literal("github-actions"),
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    apiUrl: z.url().default("https://api.github.com"),
    tokenEnv: z.string().default("GITHUB_TOKEN"),
    intervalSeconds: z.number().positive().default(15),
    timeoutSeconds: timeoutSeconds.default(1800),
  }),
]);

const ownersFootprint = z.strictObject({
  /** Written for certain, beside what is predicted. */
  add: z.array(z.string()).optional(),
  /** Exactly these, and nothing is predicted. */
  pin: z.array(z.string()).optional(),
  /** Never touched. */
  forbid: z.array(z.string()).optional(),
});

export const configSchema = z.strictObject({
  version: z.literal(1).default(1),
  remote: z.string().min(1).default("origin"),
  main: z.string().min(1).default("main"),
  tasks: z
    .strictObject({
      prompts: z.array(relativePath).default([]),
      roadmap: relativePath.nullable().default(null),
      sessions: relativePath.nullable().default(null),
      backlog: relativePath.nullable().default(null),
      taskMaster: relativePath.nullable().default(null),
    })
    .prefault({}),
  records: z
    .strictObject({
      enabled: z.boolean().default(true),
      roadmap: relativePath.default("docs/roadmaps/MASTER_ROADMAP.md"),
      activeSessions: relativePath.default("docs/ACTIVE_SESSIONS.md"),
      sessions: relativePath.default("docs/sessions"),
    })
    .prefault({}),
  gates: gatesConfig.default([]),
  acceptance: z
    .strictObject({
      /** Default acceptance; `{task}` becomes the task id in argv elements. Null: tasks without their own have none. */
      run: commandConfig.nullable().default(null),
      /** `{task}`-templated path; the default acceptance applies only to tasks for which this path exists on main. */
      exists: z.string().nullable().default(null),
      tasks: z.record(z.string(), commandConfig).default({}),
      /** Where checks lie outside the repository: acceptance in a box may read it, agents in one may not. */
      outside: z.array(absolutePath).default([]),
      timeoutSeconds: timeoutSeconds.default(900),
    })
    .prefault({}),
  landing: z
    .strictObject({
      /** Globs: a change of such a path conflicts with all others, besides those that do so everywhere (lock files, workflows). */
      barriers: z.array(z.string().min(1)).default([]),
      /** Acceptance checks of so many of the last landed tasks near a change run again with it. */
      witnesses: z.int().nonnegative().max(100).default(8),
    })
    .prefault({}),
  /** Globs an agent's change can never alter: acceptance checks, gate configuration. Edits there are dropped with a note. */
  protect: z.array(z.string()).default([]),
  setup: z
    .strictObject({
      /** Directories copied from the main checkout while the lock file is the same. */
      copy: z.array(relativePath).default([]),
      /** Directories linked from the main checkout while the lock file is the same. */
      link: z.array(relativePath).default([]),
      lockfile: relativePath.nullable().default(null),
      run: commandConfig.nullable().default(null),
      timeoutSeconds: timeoutSeconds.default(600),
    })
    .prefault({}),
  /** Files a program writes: where two changes conflict in one, it is written anew from the merged tree. */
  generated: z
    .array(z.strictObject({ paths: z.array(z.string().min(1)).min(1), run: commandConfig, timeoutSeconds: timeoutSeconds.default(300) }))
    .default([]),
  resolve: z
    .strictObject({
      /** A structured merge driver: argv with `{base}`, `{ours}` (where it leaves its result), `{theirs}`, `{path}`. Null: none. */
      driver: z.array(z.string().min(1)).min(1).nullable().default(null),
      timeoutSeconds: timeoutSeconds.default(60),
    })
    .prefault({}),
  agents: z.record(z.string(), agent).default({}),
  confinement: z.enum(["auto", "required", "off"]).default("auto"),
  /** Per task, and certain: a list pins what it writes; `add` and `forbid` correct a prediction. Wins over what was read. */
  footprints: z.record(z.string(), z.union([z.array(z.string()), ownersFootprint])).default({}),
  dependsOn: z.record(z.string(), z.array(z.string())).default({}),
  verify: verify.nullable().default(null),
  backup: z
    .strictObject({ run: commandConfig, timeoutSeconds: timeoutSeconds.default(1800), tasks: z.array(z.string()).default([]) })
    .nullable()
    .default(null),
  /** US dollars per million tokens, by model or by the agent's name above; they count instead of what an agent tells. */
  prices: z
    .record(
      z.string(),
      z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative(), cached: z.number().nonnegative().optional() }),
    )
    .default({}),
  limits: z
    .strictObject({
      agentMinutes: z.number().positive().default(240),
      /** An agent that neither says nor does anything for so long is ended and started again. */
      stallMinutes: z.number().positive().default(20),
      /** Per task, until a person answers; null: no limit. Minutes count its agents' tries together. */
      minutes: z.number().positive().nullable().default(null),
      tokens: z.int().positive().nullable().default(null),
      costUsd: z.number().positive().nullable().default(null),
      /** Per run. */
      run: z
        .strictObject({
          minutes: z.number().positive().nullable().default(null),
          tokens: z.int().positive().nullable().default(null),
          costUsd: z.number().positive().nullable().default(null),
        })
        .prefault({}),
      attempts: z.int().positive().default(2),
      /** Pause before a dead agent is started again; it doubles each time, up to five minutes. */
      retrySeconds: z.number().positive().default(1),
      returns: z.int().nonnegative().default(1),
      outputMegabytes: z.number().positive().default(8),
      revertsPerHour: z.int().nonnegative().default(3),
      batch: z.int().positive().default(8),
      claimMinutes: z.number().positive().default(480),
      hostSeconds: z.number().positive().default(60),
      /** A change that wrote what a session at work holds waits at most so long for it. */
      holderMinutes: z.number().nonnegative().default(60),
      /** Gates that run at once on this machine, over all trees; null: as many as it has cores. */
      gateWorkers: z.int().min(1).max(256).nullable().default(null),
    })
    .prefault({}),
});

export type ModelEndpoint = z.infer<typeof modelEndpoint>;
export type Config = z.infer<typeof configSchema>;
export type AgentConfig = Config["agents"][string];
export type VerifyConfig = NonNullable<Config["verify"]>;

/**
 * Validates a parsed `signalbox.yaml`.
 * @throws SignalboxError `bad-config`, naming the field, what was expected and what to do.
 */
export function parseConfig(value: unknown, file = "signalbox.yaml"): Config {
  const result = configSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join(".") || "the top level";
  const message = issue?.message ?? "unknown";
  const isWhole = message.startsWith("expected ");
  const hint = issue?.code === "custom" ? issue.params?.["hint"] : undefined;
  throw new SignalboxError(
    "bad-config",
    isWhole ? `${file}: ${where}: ${message}` : `${file}: expected a valid value at ${where}, got a problem: ${message}`,
    { hint: typeof hint === "string" ? hint : "docs/configuration.md lists every field; signalbox init writes a working file" },
  );
}
