import { z } from "zod";

/** The `gates` of `signalbox.yaml`: what a gate may say of itself, and what is refused before anything starts. */

/** A day. A timer of Node's holds 24 days at most and fires at once beyond that. */
const TIMEOUT_SECONDS_MAX = 86_400;

/** How the tools write down what single tests did. */
export const REPORT_FORMATS = ["junit", "tap", "vitest-json", "jest-json"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Placeholders of a `retry` command: the failed tests by name, and the files they are in. */
export const RETRY_PLACEHOLDERS = ["{tests}", "{files}"] as const;

/** argv, or one line for `sh -c`. */
export const commandConfig = z.union([z.string(), z.array(z.string()).min(1)]).refine((run) => [run].flat()[0]?.trim() !== "", {
  error: "expected a command, got an empty one",
  params: { hint: "name a program: `run: [npm, test]`, or one line for the shell" },
});

/** A time limit in seconds, from just above 0 to a day. */
export const timeoutSeconds = z.number().refine((seconds) => seconds > 0 && seconds <= TIMEOUT_SECONDS_MAX, {
  error: ({ input }) => `expected a time limit above 0 and of at most ${TIMEOUT_SECONDS_MAX} seconds, got \`${String(input)}\``,
  params: { hint: "give the seconds after which it is ended, a few times what it usually takes" },
});

/** Relative to the repository's root. */
export const relativePath = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith("/") && !path.split("/").includes(".."), "a path inside the repository, without `..`");

/** Of a file or directory of this machine. */
export const absolutePath = z.string().startsWith("/", "expected a path that begins with `/`");

const report = z.strictObject({
  format: z.enum(REPORT_FORMATS),
  /** Where the gate writes it, in the checkout; without it the report is its standard output. */
  path: relativePath.optional(),
});

const gate = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]{1,40}$/),
    run: commandConfig,
    timeoutSeconds: timeoutSeconds.default(900),
    /** Gates that must have passed on this tree before it starts. */
    needs: z.array(z.string()).optional(),
    /** It runs only for a candidate that changes a path one of these covers. */
    paths: z.array(relativePath).min(1).optional(),
    report: report.optional(),
    /** Runs only the failed tests again. */
    retry: commandConfig.optional(),
    /** Names of environment variables it gets besides the usual ones. */
    environment: z.array(z.string().regex(/^[A-Za-z_]\w*$/)).optional(),
  })
  .refine(({ retry }) => retry === undefined || RETRY_PLACEHOLDERS.some((placeholder) => [retry].flat().join(" ").includes(placeholder)), {
    path: ["retry"],
    error: "expected a command with `{tests}` or `{files}`, got one with neither",
    params: { hint: "say where the failed tests go, or leave retry out: then the whole gate runs again" },
  })
  .refine(({ retry, report: source }) => retry === undefined || source !== undefined, {
    path: ["retry"],
    error: "expected a report that names the failed tests, got none beside retry",
    params: { hint: "add `report: { format: junit, path: … }`, or leave retry out: then the whole gate runs again" },
  });

export type GateConfig = z.infer<typeof gate>;

/** All gates, each name once, `needs` without a circle. */
export const gatesConfig = z.array(gate).superRefine((gates, context) => {
  const problem = nameProblem(gates) ?? needsProblem(gates);
  if (problem !== undefined)
    context.addIssue({ code: "custom", path: problem.path, message: problem.message, params: { hint: problem.hint } });
});

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
  readonly hint: string;
}

function nameProblem(gates: readonly GateConfig[]): Problem | undefined {
  const index = gates.findIndex(({ name }, at) => gates.findIndex((other) => other.name === name) < at);
  const name = gates[index]?.name;
  if (name === undefined) return undefined;
  return {
    path: [index, "name"],
    message: `expected every gate to have a name of its own, got \`${name}\` twice`,
    hint: "rename one of them",
  };
}

function needsProblem(gates: readonly GateConfig[]): Problem | undefined {
  const names = gates.map(({ name }) => name);
  for (const [index, { name, needs = [] }] of gates.entries()) {
    const unknown = needs.find((need) => !names.includes(need));
    if (unknown === undefined) continue;
    const message = `expected ${name} to need gates that there are, got \`${unknown}\``;
    return { path: [index, "needs"], message, hint: `the gates are ${names.join(", ")}` };
  }
  const circle = circleOf(gates);
  if (circle === undefined) return undefined;
  const hint = "take one `needs` of the circle away: none of these gates could ever start";
  return {
    path: [names.indexOf(circle[0] ?? ""), "needs"],
    message: `expected no gate to wait for itself, got \`${circle.join(" needs ")}\``,
    hint,
  };
}

/** The names along one circle of `needs`, its first name again at the end; undefined where there is none. */
function circleOf(gates: readonly GateConfig[]): readonly string[] | undefined {
  const needs = new Map(gates.map((one) => [one.name, one.needs ?? []]));
  const seen = new Set<string>();
  const follow = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    for (const need of needs.get(name) ?? []) {
      const circle = follow(need, [...way, name]);
      if (circle !== undefined) return circle;
    }
    return undefined;
  };
  for (const { name } of gates) {
    const circle = follow(name, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}
