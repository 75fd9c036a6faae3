import type { TreeEdit } from "../git/trees.ts";
import type { RecordFacts, SessionFact } from "./record-facts.ts";
import { type RecordsConfig, SESSION_FOLDERS, sessionFilePath } from "./record-paths.ts";
import { renderActiveSessions } from "./render-active-sessions.ts";
import { renderRoadmap } from "./render-roadmap.ts";
import { renderSessionFile } from "./session-file.ts";
import { folderOf } from "./session-words.ts";

/** Reads a file of the tree the records are rendered into; undefined when there is none. */
export type ReadFile = (path: string) => Promise<string | undefined>;

/**
 * The edits that make the records in a tree say what the facts say; none when they already do. The same files and
 * facts give the same bytes, and a second rendering changes nothing. A file that is not UTF-8 is left alone.
 */
export async function renderRecords({
  files,
  config,
  facts,
}: {
  readonly files: ReadFile;
  readonly config: RecordsConfig;
  readonly facts: RecordFacts;
}): Promise<TreeEdit[]> {
  if (!config.enabled) return [];
  return [
    ...(await edited(files, config.roadmap, (text) => text && renderRoadmap(text, facts.tasks))),
    ...(await edited(files, config.activeSessions, (text) => renderActiveSessions(text, facts))),
    ...(await Promise.all(facts.sessions.map((session) => sessionEdits(files, config, session)))).flat(),
  ];
}

async function edited(files: ReadFile, path: string, render: (text: string | undefined) => string | undefined): Promise<TreeEdit[]> {
  const before = await files(path);
  if (before?.includes("\ufffd")) return [];
  const after = render(before);
  return after === undefined || after === before ? [] : [{ path, content: after }];
}

/** The session's file in the folder of its state, gone from the others. An archived session is on main already. */
async function sessionEdits(files: ReadFile, config: RecordsConfig, session: SessionFact): Promise<TreeEdit[]> {
  if (session.state === "archived") return [];
  const home = folderOf(session);
  const found = await Promise.all(
    SESSION_FOLDERS.map(async (folder) => ({ folder, text: await files(sessionFilePath(config, folder, session.id)) })),
  );
  const here = found.find(({ folder }) => folder === home)?.text;
  const strays = found.filter(({ folder, text }) => folder !== home && text !== undefined);
  const content = renderSessionFile(session, here ?? strays[0]?.text);
  return [
    ...(content === here ? [] : [{ path: sessionFilePath(config, home, session.id), content }]),
    ...strays.map(({ folder }) => ({ path: sessionFilePath(config, folder, session.id), content: null })),
  ];
}
