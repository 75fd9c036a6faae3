import { readdir, readFile, readlink } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { bodies, type StoredHistory } from "../../support/history.ts";
import { workersHere } from "./at-work.ts";
import { CASES, type Case, forWorker } from "./cases.ts";
import { playShift, type Shift } from "./shift.ts";

describe.each(await workersHere())("%s", (title, worker) => {
  const playable = CASES.filter(({ cannot }) => cannot?.[title] === undefined);
  let shift: Shift | undefined;

  it(`plays ${playable.length} tasks, asks no person, and leaves nothing running`, async () => {
    shift = await playShift(title, worker, playable);
    const { said, history, place } = shift;
    expect.soft(said.exitCode, said.noted).toBe(0);
    expect.soft(said.report.metrics.permissions.neededPerson).toBe(0);
    expect(await processesAt([place.root, ...history.sessions.map(({ id }) => id)])).toEqual([]);
  });

  for (const one of CASES) {
    const why = one.cannot?.[title];
    if (why !== undefined) console.log(`skipped: ${title} ${one.promise}: ${why}`);
    it.skipIf(why !== undefined)(one.promise + (why === undefined ? "" : `: ${why}`), () => expectPlayed(one, title, shift));
  }
});

function expectPlayed({ task, ends, main }: Case, title: string, shift: Shift | undefined): void {
  if (shift === undefined) throw new Error("expected a run that came to its end, got none");
  const { said, history, main: seen } = shift;
  const own = { ...history, events: history.events.filter((event) => event.task === task) };
  const told = bodies(own, "agent-ended").map(({ reason, detail }) => `${reason}: ${detail}`);
  expect
    .soft(
      bodies(own, "agent-ended").map(({ reason }) => reason),
      told.join("\n"),
    )
    .toEqual(forWorker(ends, title));
  const held = seen.get(task) ?? {};
  const wanted = Object.entries(forWorker(main, title)).map(([file, text]) => [
    file,
    [text].flat().find((one) => one === held[file]) ?? text,
  ]);
  expect.soft(held, said.noted).toEqual(Object.fromEntries(wanted));
  if (task === "PART-001") expectPart(own);
  if (task === "ASK-001") expectExtended(own);
}

function expectPart(own: StoredHistory): void {
  expect(bodies(own, "progress")).toEqual([{ kind: "progress", message: "half of it", percent: 50 }]);
  expect(bodies(own, "lease-extended")).toContainEqual(expect.objectContaining({ paths: ["docs/part.md"], granted: true }));
  expect(bodies(own, "change-landed")[0]).toMatchObject({ changeKind: "part" });
}

function expectExtended(own: StoredHistory): void {
  const answers = bodies(own, "agent").flatMap(({ event }) =>
    event.kind === "permission" && event.paths.includes("docs/held.md") ? [event.granted] : [],
  );
  expect([answers[0], answers.at(-1)]).toEqual([false, true]);
  expect(bodies(own, "lease-extended")).toContainEqual(expect.objectContaining({ paths: ["docs/held.md"], granted: true }));
}

/** Processes of this machine whose place, arguments or environment name one of these, but for this one. */
async function processesAt(names: readonly string[]): Promise<readonly string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = pids.map(async (pid) => {
    const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    const [place, line, env] = await Promise.all([readlink(`/proc/${pid}/cwd`).catch(() => ""), read("cmdline"), read("environ")]);
    return names.some((name) => `${place}\n${line}\n${env}`.includes(name)) ? [`${pid} ${line.replaceAll("\0", " ")}`] : [];
  });
  return (await Promise.all(found)).flat();
}
