import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journal, Play } from "../../../../examples/terp/benchmark/play.ts";
import { git, makeRemoteAndClone, writeFiles } from "../../../support/repository.ts";

const SECOND = 1000;

/** A history of main made by hand, with times of our choice: what a variant would have left behind. */
export interface HandMadePlay {
  /** One push, `seconds` after the start, of a commit by the task's agent. Files that are null are deleted. */
  push(seconds: number, task: string, files: Readonly<Record<string, string | null>>): Promise<string>;
  /** What it left, `seconds` after the start. */
  end(seconds: number, journal?: Partial<Journal>): Play;
}

const TABLE_HEAD = "# Active Sessions\n\n## Working\n\n| Session ID | Task |\n| --- | --- |\n";

/** The session table with these sessions in it. */
export function table(...sessions: readonly string[]): string {
  return `${TABLE_HEAD}${sessions.map((session) => `| ${session} | work |\n`).join("")}`;
}

/** The roadmap with T-1 and T-2, those named done. */
export function roadmap(...done: readonly string[]): string {
  return ["T-1", "T-2"]
    .map((task) => `### ${task}: Some work\n\n**Status:** ${done.includes(task) ? "✅ Complete" : "Not Started"}\n`)
    .join("\n");
}

/**
 * A repository with two open tasks. Its gate fails while there is a file `broken`; the acceptance of T-1 and T-2 is that `T-1.txt` and
 * `T-2.txt` say `right`. One old session is listed.
 */
export async function handMadePlay(): Promise<HandMadePlay> {
  const { clone, remote } = await makeRemoteAndClone({
    "signalbox.yaml": `version: 1
tasks: { prompts: [docs/prompts], roadmap: docs/roadmap.md, sessions: docs/ACTIVE_SESSIONS.md }
gates: [{ name: sound, run: [sh, -c, "! test -e broken"] }]
acceptance: { run: [grep, -q, right, "{task}.txt"] }
`,
    "docs/prompts/T-1.md": "# T-1: Some work\n",
    "docs/prompts/T-2.md": "# T-2: Some work\n",
    "docs/roadmap.md": roadmap(),
    "docs/ACTIVE_SESSIONS.md": table(OLD_SESSION),
    "shared.ts": "export const one = 1;\n\n\n\nexport const last = 9;\n",
  });
  const start = await git(clone, "rev-parse", "HEAD");
  const startedMs = 1_000_000;
  return {
    async push(seconds, task, files) {
      const from = await git(clone, "rev-parse", "HEAD");
      const written = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null);
      await writeFiles(clone, Object.fromEntries(written));
      for (const [path, text] of Object.entries(files)) if (text === null) await git(clone, "rm", "--quiet", path);
      await git(clone, "add", "--all");
      await git(clone, "commit", "--quiet", "--author", `Agent <${task}@agents.example>`, "--message", `Work on ${task}`);
      await git(clone, "push", "--quiet", "origin", "main");
      const commit = await git(clone, "rev-parse", "HEAD");
      await appendFile(join(remote, "pushes"), `${startedMs + seconds * SECOND} ${from} ${commit}\n`);
      return commit;
    },
    end: (seconds, journal = {}) => ({
      ...{ variant: "by-hand", remote, start, startedMs, endedMs: startedMs + seconds * SECOND },
      journal: { work: [], conflicts: [], ...journal },
    }),
  };
}

export const OLD_SESSION = "Session-20240101-T-9-00000000";
