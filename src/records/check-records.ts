import type { TreeReader } from "../tasks/tree-reader.ts";
import type { Finding, Unowned } from "./findings.ts";
import { HEAD_LINES, readSessionFile, type SessionFile } from "./record-files.ts";
import { type RecordsConfig, recordPaths } from "./record-paths.ts";
import { contradictions, type RoadmapReading, readRoadmap, unproven } from "./roadmap-findings.ts";
import { abandonedSessions, type ClaimFact, duplicateSessions, endedSessions, liveSessions } from "./session-findings.ts";
import { conflictMarkers, placeholders } from "./text-findings.ts";

export interface CheckInput {
  /** The tree to look at: work tree, index or commit. */
  readonly root: Pick<TreeReader, "list" | "read">;
  readonly config: RecordsConfig;
  /** Claims as last observed; null when the remote was not asked, and then nothing is said about renewal. */
  readonly claims: readonly ClaimFact[] | null;
  /** Tasks Signalbox itself landed or saw done: they need no evidence in the records. */
  readonly finished: ReadonlySet<string>;
  /** Author by line of a file (index 0 is line 1), asked once per file with findings. */
  readonly blame?: (path: string) => Promise<readonly (string | undefined)[]>;
}

/** Finds what is wrong in the records and whose it is, ordered by file and line. Reads only; repairs nothing. */
export async function checkRecords(input: CheckInput): Promise<Finding[]> {
  const { root, config } = input;
  const paths = await root.list();
  const folders = recordPaths(config).slice(2);
  const [roadmap, table] = await Promise.all([root.read(config.roadmap), root.read(config.activeSessions)]);
  const texts: [string, string][] = [];
  for (const path of paths.filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)))) {
    const text = await root.read(path);
    if (text !== undefined) texts.push([path, text]);
  }
  const files = texts.flatMap(([path, text]) => readSessionFile(config, path, text) ?? []);
  const readings = readRoadmap(roadmap ?? "");
  const found = [
    ...contradictions(config.roadmap, readings.values()),
    ...unproven(config.roadmap, readings.values(), files, new Set(paths), input.finished),
    ...aboutSessions(input, table, files, readings),
    ...(table === undefined ? [] : placeholders(config.activeSessions, table)),
    ...texts.flatMap(([path, text]) => placeholders(path, text, HEAD_LINES)),
    ...[[config.roadmap, roadmap ?? ""] as const, [config.activeSessions, table ?? ""] as const, ...texts].flatMap(([path, text]) =>
      conflictMarkers(path, text),
    ),
  ];
  return (await owned(found, input)).toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function aboutSessions(
  { config, claims, finished }: CheckInput,
  table: string | undefined,
  files: readonly SessionFile[],
  readings: ReadonlyMap<string, RoadmapReading>,
): Unowned[] {
  const archived = new Set(
    files.filter(({ folder, meaning }) => folder === "completed" && meaning === "done").flatMap(({ tasks }) => tasks),
  );
  const isFinished = (task: string) => {
    const reading = readings.get(task);
    return finished.has(task) || reading?.done !== undefined || reading?.dropped === true || (reading === undefined && archived.has(task));
  };
  const live = liveSessions(config.activeSessions, table, files);
  const ended = endedSessions(live, files, isFinished);
  // One finding per entry: that it has ended says all about it.
  const placesOfEnded = new Set(ended.map(({ file, line }) => `${file}:${line}`));
  const going = live.filter(({ file, line }) => !placesOfEnded.has(`${file}:${line}`));
  return [...ended, ...duplicateSessions(going), ...(claims === null ? [] : abandonedSessions(going, claims))];
}

async function owned(found: readonly Unowned[], { claims, blame }: CheckInput): Promise<Finding[]> {
  const authors = new Map<string, Promise<readonly (string | undefined)[]>>();
  return Promise.all(
    found.map(async ({ agent, ...finding }) => {
      const holder = claims?.find(({ session, task }) =>
        finding.session === null ? task === finding.task : session === finding.session,
      )?.holder;
      if (holder === undefined && blame !== undefined && !authors.has(finding.file)) authors.set(finding.file, blame(finding.file));
      const owner = holder ?? (await authors.get(finding.file))?.[finding.line - 1] ?? agent;
      return { ...finding, owner };
    }),
  );
}
