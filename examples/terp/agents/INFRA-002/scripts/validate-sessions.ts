import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

/**
 * `npm run validate:sessions [-- --root FOLDER] [--hook]`: compares the sessions that are said to be active with the
 * roadmap. One line per finding, naming whose it is; exit code 1 when there are any, but 0 with `--hook`.
 */
interface Session {
  readonly id: string;
  readonly task: string;
  readonly owner: string;
}

const SESSION = /Session-\d{8}-([A-Z][A-Z0-9]*-\d+)-[0-9A-Za-z]{5,9}/g;
const DONE = /✅|\bcomplete(d)?\b|\bdone\b/i;
const NOT_DONE = /incomplete|not complete/i;

const { values } = parseArgs({ options: { root: { type: "string", default: "." }, hook: { type: "boolean", default: false } } });
const findings = validate(values.root);
for (const finding of findings) console.log(finding);
if (findings.length === 0) console.log("every active session belongs to an open task");
process.exitCode = findings.length > 0 && !values.hook ? 1 : 0;

function validate(root: string): readonly string[] {
  const done = doneTasks(text(join(root, "docs/roadmaps/MASTER_ROADMAP.md")));
  const sessions = activeSessions(root);
  const stale = sessions
    .filter((session) => done.has(session.task))
    .map((session) => `done-but-active ${session.task} ${session.id} owner ${session.owner}`);
  const byTask = Map.groupBy(sessions, (session) => session.task);
  const duplicates = [...byTask]
    .filter(([, own]) => own.length > 1)
    .map(([task, own]) => `duplicate-session ${task} ${own.map((session) => session.id).join(" ")}`);
  return [...stale, ...duplicates];
}

/** Tasks whose box is ticked, or whose heading or the status under it says done. */
function doneTasks(roadmap: string): ReadonlySet<string> {
  const done = new Set<string>();
  let current: string | undefined;
  for (const line of roadmap.split("\n")) {
    const heading = /^#{2,5}\s.*?\b([A-Z][A-Z0-9]*-\d+)\b/.exec(line);
    const box = /^\s*-\s*\[(.+?)\]\s*\**([A-Z][A-Z0-9]*-\d+)\b/.exec(line);
    const status = /\*\*Status:\*\*\s*([^|]*)/.exec(line);
    if (/^#/.test(line)) current = heading?.[1];
    if (heading?.[1] !== undefined && /✅|\(Completed\b/i.test(line)) done.add(heading[1]);
    if (box?.[2] !== undefined && /x|✅/i.test(box[1] ?? "")) done.add(box[2]);
    if (current !== undefined && status !== null && saysDone(status[1] ?? "")) done.add(current);
  }
  return done;
}

function saysDone(status: string): boolean {
  return DONE.test(status) && !NOT_DONE.test(status);
}

/** Sessions in the table or a list (except below a heading for finished ones), or with a file of their own; each once. */
function activeSessions(root: string): readonly Session[] {
  const folder = join(root, "docs/sessions/active");
  const files = new Map(
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((file) => file.endsWith(".md"))
      .map((file) => [file.slice(0, -3), text(join(folder, file))]),
  );
  const named = [...openLines(text(join(root, "docs/ACTIVE_SESSIONS.md"))), ...files.keys()].join("\n");
  const sessions = new Map<string, Session>();
  for (const [id, task = ""] of named.matchAll(SESSION)) {
    const owner = /\*\*Agent:\*\*\s*(.+)/.exec(files.get(id) ?? "")?.[1]?.trim() ?? "unknown";
    sessions.set(id, { id, task, owner });
  }
  return [...sessions.values()];
}

function openLines(table: string): readonly string[] {
  let finished = false;
  return table.split("\n").filter((line) => {
    if (line.startsWith("#")) finished = /completed/i.test(line);
    return !finished;
  });
}

function text(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
