import type { SourceLine, Task } from "../core/task.ts";
import { taskMasterPrompt } from "./formats/task-master.ts";
import { FILE_BYTES_MAX, PROMPT_BYTES_MAX, type TreeReader } from "./tree-reader.ts";

/**
 * The text an agent gets for a task: its prompt file, or what its other sources say where no prompt exists.
 * At most `PROMPT_BYTES_MAX` bytes of a file.
 */
export async function promptOf(root: TreeReader, task: Task): Promise<string> {
  const prompt = task.promptFile === null ? undefined : await beginning(root, task.promptFile, PROMPT_BYTES_MAX);
  if (prompt !== undefined && prompt.trim() !== "") return prompt;
  const passages: string[] = [];
  for (const source of task.sources) {
    const text = await beginning(root, source.file, FILE_BYTES_MAX);
    if (text !== undefined) passages.push(passageAt(text, source, task.id));
  }
  return `# ${task.id}: ${task.title}\n\n${passages.filter((passage) => passage !== "").join("\n\n")}\n`;
}

async function beginning(root: TreeReader, path: string, bytesMax: number): Promise<string | undefined> {
  for await (const file of root.files([path], bytesMax)) return file.text;
  return undefined;
}

/** A heading's section, a list item with what is indented below it, a table row with its header, or a Task Master task. */
function passageAt(text: string, { file, line }: SourceLine, id: string): string {
  if (file.endsWith(".json")) {
    return (
      taskMasterPrompt({ path: file, text, bytes: text.length, cut: false }, id)
        ?.replace(/^# .*\n+/, "")
        .trim() ?? ""
    );
  }
  const lines = text.split(/\r?\n/);
  const first = lines[line - 1] ?? "";
  const level = /^\s{0,3}(#{1,6})\s/.exec(first)?.[1]?.length;
  if (level !== undefined)
    return until(lines, line, (next) => (/^\s{0,3}(#{1,6})\s/.exec(next)?.[1]?.length ?? 7) <= level).replace(/\n-{3,}\s*$/, "");
  if (/^\s*\|/.test(first)) {
    const header = lines.slice(0, line - 1).findLastIndex((above) => !/^\s*\|/.test(above)) + 1;
    return [lines[header], lines[header + 1], first].join("\n");
  }
  const indent = first.search(/\S/);
  return until(lines, line, (next) => next.trim() !== "" && next.search(/\S/) <= indent);
}

function until(lines: readonly string[], line: number, ends: (text: string) => boolean): string {
  const length = lines.slice(line).findIndex(ends);
  return lines
    .slice(line - 1, length === -1 ? undefined : line + length)
    .join("\n")
    .trim();
}
