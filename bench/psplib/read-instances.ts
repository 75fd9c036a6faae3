import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Project } from "../../src/plan/search/project.ts";

export interface Instance {
  readonly id: number;
  readonly project: Project;
  /** Critical path in ticks. */
  readonly cpm: number;
  /** Best makespan known to the table (the optimum where `isClosed`). */
  readonly best: number;
  readonly isClosed: boolean;
}

/** Where the instances are unless an argument says otherwise: `../shared/data/psplib` beside the project. */
export const DATA_DIRECTORY = fileURLToPath(new URL("../../../shared/data/psplib/", import.meta.url));

/** The instances of a set (`j30`, `j60`, `j90`, `j120`) with the best makespans known; null when they are not there. */
export function readInstances(set: string, directory: string): readonly Instance[] | null {
  const file = join(directory, `${set}.rcp.txt`);
  if (!existsSync(file)) return null;
  const known = new Map(
    readFileSync(join(directory, "bks.csv"), "utf8")
      .split("\n")
      .map((line) => line.split(","))
      .filter(([name]) => name === set.toUpperCase())
      .map((row) => [Number(row[1]), row] as const),
  );
  const blocks = readFileSync(file, "utf8").split(/^# /m).slice(1);
  return blocks.map((block) => {
    const end = block.indexOf("\n");
    const id = Number(block.slice(0, end).split(" ")[0]?.split("_")[1]);
    const row = known.get(id);
    const project = parsePatterson(block.slice(end).split(/\s+/).filter(Boolean).map(Number));
    return { id, project, cpm: Number(row?.[4]), best: Number(row?.[6]), isClosed: row?.[7] === "1" };
  });
}

/** Patterson's format: activities and resources, capacities, then duration, demands and successors (from 1) of each activity. */
function parsePatterson(numbers: readonly number[]): Project {
  let at = 0;
  const next = () => numbers[at++] ?? Number.NaN;
  const take = (count: number) => Array.from({ length: count }, next);
  const [count = 0, resources = 0] = take(2);
  const capacities = take(resources);
  const rows = Array.from({ length: count }, () => ({ ticks: next(), demand: take(resources), successors: take(next()) }));
  const predecessors: number[][] = rows.map(() => []);
  for (const [index, { successors }] of rows.entries()) for (const successor of successors) predecessors[successor - 1]?.push(index);
  return {
    capacities,
    activities: rows.map(({ ticks, demand }, index) => ({
      modes: [{ ticks, demand, cost: 0 }],
      weight: 1,
      predecessors: predecessors[index] ?? [],
    })),
    exclusive: [],
    soft: [],
  };
}
