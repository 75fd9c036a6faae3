import { describe, expect, it } from "vitest";
import type { ScriptStep } from "../../src/agents/script.ts";
import { seededRandom } from "../../src/core/seeded-random.ts";
import { contradictions, readRoadmap } from "../../src/records/roadmap-findings.ts";
import { findDamage } from "../support/damage.ts";
import { bodies, landings, mainTips, readStore } from "../support/history.ts";
import { git } from "../support/repository.ts";
import { makeWorkplace, type PlannedTask, ROADMAP, runAll, type Workplace } from "../support/run.ts";

const RUNS = Number(process.env["ORDERS"] ?? 2);
const TASKS = 4;
const THINK_MS_MAX = 300;
const MARKED = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> main\n";

/** What agents were seen to do to a roadmap. `%` is the task's id. */
const ROADMAP_EDITS = [
  "sed -i '/^### %:/,/Status/ s/Not Started/✅ Complete/' FILE",
  "sed -i 's/Not Started/✅ Complete/' FILE",
  "printf '\\n- [ ] %%: again\\n- [x] %: done\\n' >> FILE",
  "printf '<<<<<<< HEAD\\n### %: done\\n=======\\n### %: open\\n>>>>>>> main\\n' >> FILE",
  "rm FILE",
  "true",
];

async function filesWithMarkers({ remote }: Workplace, commit: string): Promise<string> {
  return git(remote, "grep", "-lE", "^(<<<<<<<|>>>>>>>)( |$)", commit).catch(() => "");
}

async function contradictionsAt({ remote }: Workplace, commit: string): Promise<readonly string[]> {
  const text = await git(remote, "show", `${commit}:${ROADMAP}`);
  return contradictions(ROADMAP, readRoadmap(text).values()).map(({ message }) => message);
}

/** Tasks of random length; all add a line to one file at random places and tamper with the roadmap in a random way. */
function randomTasks(seed: number): Record<string, PlannedTask> {
  const { fraction } = seededRandom(seed);
  const pick = (count: number) => Math.floor(fraction() * count);
  return Object.fromEntries(
    Array.from({ length: TASKS }, (_, index) => {
      const id = `QA-00${index + 1}`;
      const tamper = (ROADMAP_EDITS[pick(ROADMAP_EDITS.length)] ?? "true")
        .replaceAll("%%", "%")
        .replaceAll("%", id)
        .replaceAll("FILE", ROADMAP);
      const insert: ScriptStep = { run: ["sed", "-i", `${1 + pick(3)}a ${id} was here`, "src/shared.txt"], must: true, again: true };
      const steps: ScriptStep[] = [
        { think: pick(THINK_MS_MAX) },
        insert,
        { write: `src/${id}.txt`, content: `${id}\n` },
        { run: ["sh", "-c", tamper] },
      ];
      return [id, { writes: [`src/${id}.txt`], steps }];
    }),
  );
}

describe("failure 7: merged by hand", () => {
  it(`main never holds a conflict marker or a roadmap that contradicts itself, in ${RUNS} runs of random order`, async () => {
    const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
    console.log(`SEED=${seed}`);
    for (let run = 0; run < RUNS; run++) {
      const place = await makeWorkplace({
        files: { "src/shared.txt": "first\nsecond\nthird\nfourth\n" },
        config: { limits: { returns: 4 } },
        tasks: randomTasks(seed + run),
      });
      const { exitCode, report } = await runAll(place, "--agents", "3");
      expect(exitCode, JSON.stringify(report.incidents)).toBe(0);
      expect(await landings(place)).toHaveLength(TASKS);
      for (const tip of (await mainTips(place)).slice(1)) {
        expect(await filesWithMarkers(place, tip), tip).toBe("");
        expect(await contradictionsAt(place, tip), tip).toEqual([]);
      }
      expect(report.metrics.production.reverts).toBe(0);
      expect(await findDamage(place)).toEqual([]);
    }
  }, 300_000);

  it("conflict markers an agent left behind come back to it, whatever the gates think of them", async () => {
    const place = await makeWorkplace({
      files: { "check.sh": "true\n" },
      tasks: {
        "QA-001": {
          writes: ["src/one.txt"],
          steps: [
            { write: "src/one.txt", content: MARKED, attempts: [1] },
            { write: "src/one.txt", content: "merged\n", attempts: [2] },
          ],
        },
      },
    });
    expect((await runAll(place)).exitCode).toBe(0);
    const [returned] = bodies(await readStore(place), "change-returned");
    expect(returned?.reason).toMatchObject({ code: "conflict", files: ["src/one.txt"] });
    for (const tip of await mainTips(place)) expect(await filesWithMarkers(place, tip), tip).toBe("");
  });
});
