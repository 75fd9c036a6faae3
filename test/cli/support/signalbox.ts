import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import type { z } from "zod";
import { main } from "../../../src/cli/main.ts";
import { BODIES, type OutputName, outputSchema } from "../../../src/cli/schemas.ts";
import { git, makeRemoteAndClone } from "../../support/repository.ts";

/** All state of a test file's repositories lies here. */
const STATE_HOME = mkdtempSync(join(tmpdir(), "signalbox-test-state-"));
process.env["XDG_STATE_HOME"] = STATE_HOME;
afterAll(() => rmSync(STATE_HOME, { recursive: true, force: true, maxRetries: 5 }));

export interface Said {
  readonly code: number;
  /** Standard output, and what is for people only. */
  readonly out: string;
  readonly err: string;
}

/** The command line as a person uses it, in this process. */
export async function signalbox(cwd: string, ...argv: string[]): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(argv, { cwd, print: (text) => out.push(text), note: (text) => err.push(text) });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** The same with `--json`: exactly one object, as the command's published schema has it, and not a word besides. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into objects whose form the schema has just proven.
export async function signalboxJson(cwd: string, ...argv: string[]): Promise<{ readonly code: number; readonly json: any }> {
  const said = await signalbox(cwd, ...argv, "--json");
  expect(said.err).toBe("");
  const json: unknown = JSON.parse(said.out);
  const named = argv.find((argument) => argument in BODIES) ?? "usage";
  const result: z.ZodSafeParseResult<unknown> = outputSchema(named as OutputName).safeParse(json);
  expect(result.error?.issues ?? [], `${argv.join(" ")}: ${said.out.slice(0, 2_000)}`).toEqual([]);
  return { code: said.code, json };
}

export const PROMPT = (id: string, file: string, before = "none") => `# ${id}: Write ${file}

**Priority:** P1
**Estimated Time:** 2-4 hours
**Dependencies:** ${before}

## Files You Own (EXCLUSIVE)
- \`${file}\`

Write ${file}.
`;

/** Two tasks, a gate that refuses the word BROKEN, and an agent that writes what the task asks for. */
export const FILES: Readonly<Record<string, string>> = {
  "docs/prompts/QA-001.md": PROMPT("QA-001", "src/a.txt"),
  "docs/prompts/QA-002.md": PROMPT("QA-002", "src/b.txt", "QA-001"),
  "docs/roadmaps/MASTER_ROADMAP.md": "# Roadmap\n\n- [ ] **QA-001**: Write a\n- [ ] **QA-002**: Write b\n",
  "src/start.txt": "start\n",
  "signalbox.yaml": `tasks:
  prompts: [docs/prompts]
  roadmap: docs/roadmaps/MASTER_ROADMAP.md
gates:
  - { name: words, run: [sh, -c, "! grep -r BROKEN src"] }
acceptance:
  tasks:
    QA-001: [test, -f, src/a.txt]
    QA-002: [test, -f, src/b.txt]
agents:
  writer: { driver: command, run: [sh, -c, "case \\"$(cat)\\" in *Write*src/a.txt*Write*) echo a > src/a.txt ;; *) echo b > src/b.txt ;; esac"] }
`,
};

export interface Owner {
  readonly remote: string;
  readonly clone: string;
}

/** A remote and its owner's clone, with a name to commit by. */
export async function ownersClone(files: Readonly<Record<string, string>> = FILES): Promise<Owner> {
  const { remote, clone } = await makeRemoteAndClone(files);
  await git(clone, "config", "user.name", "Ann");
  await git(clone, "config", "user.email", "ann@example.test");
  return { remote, clone };
}

/** Another clone of the same remote. */
export async function anotherClone({ remote }: Owner): Promise<string> {
  const clone = join(remote, "..", "another");
  await git(join(remote, ".."), "clone", "-q", remote, clone);
  await git(clone, "config", "user.name", "Bob");
  return clone;
}

/** Commits everything in the work tree. @returns the commit. */
export async function commitAll(clone: string, message: string): Promise<string> {
  await git(clone, "add", "-A");
  await git(clone, "commit", "-q", "-m", message);
  return git(clone, "rev-parse", "HEAD");
}

/** The file's text on the remote's main; undefined when it is not there. */
export function onMain({ remote }: Owner, path: string): Promise<string | undefined> {
  return git(remote, "show", `main:${path}`).catch(() => undefined);
}
