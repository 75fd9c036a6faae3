import { fieldsOf } from "../../tasks/fields.ts";

/** Fewer prompts cannot show what all of them repeat. */
const TEXTS_MIN = 3;
const SHARE_MIN = 0.6;
const RUN_LINES_MIN = 3;

/**
 * Each text without the lines that most texts of the folder share: the execution protocol that every prompt repeats says
 * nothing of what its task changes. Headings and list openers stay, because what is below them needs them; lines keep
 * their numbers. Task ids and numbers do not make a line its own.
 * @param texts by task id.
 */
export function ownWords(texts: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (texts.size < TEXTS_MIN) return texts;
  const seenIn = new Map<string, number>();
  for (const [id, text] of texts) {
    for (const line of new Set(text.split("\n").map((one) => signature(one, id)))) seenIn.set(line, (seenIn.get(line) ?? 0) + 1);
  }
  const most = Math.max(TEXTS_MIN, texts.size * SHARE_MIN);
  const isShared = (line: string, id: string) => (seenIn.get(signature(line, id)) ?? 0) >= most;
  return new Map([...texts].map(([id, text]) => [id, withoutRuns(text.split("\n"), (line) => isShared(line, id))]));
}

/** Blanks the shared lines of every run of at least `RUN_LINES_MIN`; one line alone may be a fact about each of the tasks. */
function withoutRuns(lines: readonly string[], isShared: (line: string) => boolean): string {
  const kept = [...lines];
  let run: number[] = [];
  for (const [index, line] of [...lines, ""].entries()) {
    const ends = index === lines.length;
    if (!ends && line.trim() === "") continue;
    if (!ends && isShared(line)) run.push(index);
    else {
      if (run.length >= RUN_LINES_MIN) for (const at of run) if (!staysThere(lines[at] ?? "")) kept[at] = "";
      run = [];
    }
  }
  return kept.join("\n");
}

function signature(line: string, id: string): string {
  return line.replaceAll(id, "<task>").replace(/\d+/g, "0").replace(/\s+/g, " ").trim();
}

/** Headings and openers carry what is below them; a declared list of files is a fact, whoever declares the same. */
function staysThere(line: string): boolean {
  return /^\s{0,3}#|:\**\s*$/.test(line) || fieldsOf(line, 1).some(({ name }) => name === "paths" || name === "owns");
}
