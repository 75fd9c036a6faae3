import { FILE_BYTES_MAX, type TreeReader } from "../tasks/tree-reader.ts";
import type { Finding, Unowned } from "./findings.ts";
import { HEAD_LINES, readSessionFile, type SessionFile } from "./record-files.ts";
import { type RecordsConfig, recordKind } from "./record-paths.ts";
import { contradictions, type RoadmapReading, readRoadmap, unproven } from "./roadmap-findings.ts";
import { abandonedSessions, type ClaimFact, duplicateSessions, endedSessions, liveSessions } from "./session-findings.ts";
import { conflictMarkers, placeholders } from "./text-findings.ts";

export interface CheckInput {
  /** The tree to look at: work tree, index or commit. */
  readonly root: Pick<TreeReader, "list" | "files">;
  readonly config: RecordsConfig;
  /** Claims as last observed; null when the remote was not asked, and then nothing is said about renewal. */
  readonly claims: readonly ClaimFact[] | null;
  /** Tasks Signalbox itself landed or saw done: they need no evidence in the records. */
  readonly finished: ReadonlySet<string>;
  /** Author by line of a file (index 0 is line 1) with this text, asked once per file with findings. */
  readonly blame?: (path: string, text: string) => Promise<readonly (string | undefined)[]>;
}

/** Finds what is wrong in the records and whose it is, ordered by file and line. Reads only; repairs nothing. */
export async function checkRecords(input: CheckInput): Promise<Finding[]> {
  const { root, config } = input;
  const paths = await root.list();
  const texts = new Map<string, string>();
  const records = paths.filter((path) => recordKind(config, path) !== undefined);
  for await (const { path, text } of root.files(records, FILE_BYTES_MAX)) texts.set(path, text);
  const [roadmap, table] = [texts.get(config.roadmap), texts.get(config.activeSessions)];
  const files = [...texts].flatMap(([path, text]) => readSessionFile(config, path, text) ?? []);
  const readings = readRoadmap(roadmap ?? "");
  const found = [
    ...contradictions(config.roadmap, readings.values()),
    ...unproven(config.roadmap, readings.values(), files, new Set(paths), input.finished),
    ...aboutSessions(input, table, files, readings),
    ...[...texts].flatMap(([path, text]) => unfilled(config, path, text)),
    ...[...texts].flatMap(([path, text]) => conflictMarkers(path, text)),
  ];
  return (await owned(found, texts, input)).toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

function unfilled(config: RecordsConfig, path: string, text: string): Unowned[] {
  const kind = recordKind(config, path);
  if (kind === "roadmap") return [];
  return placeholders(path, text, kind === "session-file" ? HEAD_LINES : undefined);
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

async function owned(found: readonly Unowned[], texts: ReadonlyMap<string, string>, { claims, blame }: CheckInput): Promise<Finding[]> {
  const authors = new Map<string, Promise<readonly (string | undefined)[]>>();
  return Promise.all(
    found.map(async ({ agent, ...finding }) => {
      const holder = claims?.find(({ session, task }) =>
        finding.session === null ? task === finding.task : session === finding.session,
      )?.holder;
      if (holder === undefined && blame !== undefined && !authors.has(finding.file)) {
        authors.set(finding.file, blame(finding.file, texts.get(finding.file) ?? ""));
      }
      const owner = holder ?? (await authors.get(finding.file))?.[finding.line - 1] ?? agent;
      return { ...finding, owner };
    }),
  );
}
