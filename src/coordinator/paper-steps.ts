import { PAPER_KINDS, type PaperKind } from "./paper-kinds.ts";

/**
 * Marks, in an owner's prompt, the instructions of the paper procedure: session tables, pushes, branches, roadmaps. They
 * stay where they are, as data, between `[[skip …: ` and `]]`, so that an agent sees what was meant and that it is not its
 * business. Nothing depends on it: what an agent must not do it cannot do (promise 8); this saves it from trying.
 *
 * Only instructions count: a sentence that begins with a verb of doing or a command. A description of the same things,
 * which may be the task, is left alone, and so is what forbids them.
 *
 * Pure.
 * @param records paths of the repository's own records; an instruction that names one is about them.
 */
export function markPaperSteps(text: string, records: readonly string[] = []): string {
  const lines = text.split("\n");
  const out: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const fence = FENCE.exec(lines[index] ?? "")?.[1];
    const end = fence === undefined ? endOfBlock(lines, index) : endOfFence(lines, index, fence);
    const block = lines.slice(index, end);
    out.push(...(fence === undefined ? markProse(block.join("\n"), records).split("\n") : markShell(block, records)));
    index = end;
  }
  return out.join("\n");
}

const FENCE = /^\s*(`{3,}|~{3,})/;
const ITEM = /^(\s*(?:[-*+]|\d+[.)])\s+(?:\[[ x]\]\s+)?)/i;
const HEREDOC = /<<-?\s*['"]?(\w+)['"]?/;

/** Lines that belong together: a heading, a table row, a list item with what hangs below it, or a paragraph. */
function endOfBlock(lines: readonly string[], start: number): number {
  const first = lines[start] ?? "";
  if (first.trim() === "" || /^\s*(?:#|\||>)/.test(first)) return start + 1;
  let end = start + 1;
  while (end < lines.length && !isNewBlock(lines[end] ?? "")) end += 1;
  return end;
}

function isNewBlock(line: string): boolean {
  return line.trim() === "" || FENCE.test(line) || ITEM.test(line) || /^\s*(?:#|\||>)/.test(line);
}

function endOfFence(lines: readonly string[], start: number, fence: string): number {
  const closing = lines.findIndex(
    (line, index) => index > start && line.trim().startsWith(fence) && line.trim().length <= fence.length + 1,
  );
  return closing < 0 ? lines.length : closing + 1;
}

/** A step whose first sentence is marked is marked as a whole; elsewhere each sentence is judged by itself. */
function markProse(block: string, records: readonly string[]): string {
  const lead = ITEM.exec(block)?.[1] ?? "";
  const sentences = sentencesOf(block.slice(lead.length));
  const kinds = sentences.map((sentence) => kindOf(sentence, records));
  const [first] = kinds;
  if (first !== undefined && lead !== "") return lead + marked(sentences.join(""), first);
  return lead + sentences.map((sentence, index) => (kinds[index] === undefined ? sentence : marked(sentence, kinds[index]))).join("");
}

/** Line by line, because the commands around may be the task's own; a here-document goes with its command. */
function markShell(block: readonly string[], records: readonly string[]): string[] {
  let untilWord: string | undefined;
  let kind: PaperKind | undefined;
  return block.map((line, index) => {
    if (untilWord !== undefined && kind !== undefined) {
      if (line.trim() === untilWord) untilWord = undefined;
      return `# ${marked(line, kind)}`;
    }
    kind = index === 0 || line.trim().startsWith("#") ? undefined : aboutIn(line, records);
    if (kind === undefined) return line;
    untilWord = HEREDOC.exec(line)?.[1];
    return `# ${marked(line, kind)}`;
  });
}

function marked(text: string, { what, by }: PaperKind): string {
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  const note = by === "itself" ? `skip, Signalbox does this itself (${what})` : `skip, no part of any task (${what})`;
  return `${before}[[${note}: ${inner.replaceAll("]]", "] ]")}]]${after}`;
}

/** Each with the white space after it, so that they join to the same text. A code span is never cut. */
function sentencesOf(text: string): string[] {
  return text.match(/(?:`[^`\n]*`|[\s\S])+?(?:[.!?](?:\*\*)?\s+(?=[A-Z`*"'(])|$)/g) ?? (text === "" ? [] : [text]);
}

const VERBS =
  "read|check|make|create|generate|write|add|append|register|set|update|mark|move|archive|remove|delete|edit|commit|push|pull|merge|rebase|clone|fetch|run|execute|watch|monitor|wait|verify|open|announce|sync|retry|force|force-push|print|echo|dump|cat|paste|send|post|upload|show|kill|abort|end|clean|clear|wipe|drop|switch|checkout|stash|tick|unlock|submit|log";
/** `Then push`, `You must push`, `**Push**`, `git push …`, `If the push fails …: pull`. */
const LEAD =
  "^\\W*(?:(?:then|and|finally|first|next|now|also|please|always|immediately|when done|once done|afterwards|you (?:must|should|have to|need to))\\W+){0,3}";
const CONDITION = "^\\W*(?:if|when|once)\\b[^.]*[:,]\\s*`?";
const INSTRUCTION = new RegExp(`${LEAD}(?:${VERBS}|git|printenv)\\b|${CONDITION}(?:git|${VERBS})\\b`, "i");
/** Tells to run git itself: "git …", "Run `git …`", "cd docs && git …". */
const COMMAND = new RegExp(`(?:${LEAD}|${CONDITION})(?:(?:run|execute|do)\\W+)?(?:cd \\S+ && )?git\\s`, "i");
const FORBIDS = /\b(?:do not|don't|never|must not|may not|cannot|without)\b/i;

/** What an instruction is about; undefined for anything else. */
function kindOf(sentence: string, records: readonly string[]): PaperKind | undefined {
  if (!INSTRUCTION.test(sentence)) return undefined;
  const isCommand = COMMAND.test(sentence);
  const kind = aboutIn(sentence, records, (one) => one.isCommand !== true || isCommand);
  if (kind === undefined) return undefined;
  const forbidden = FORBIDS.exec(sentence);
  // "Do not push" is no step; "push, and do not ask" is one.
  return forbidden !== null && forbidden.index < (kind.about.exec(sentence)?.index ?? 0) ? undefined : kind;
}

const RECORDS: PaperKind = { what: "records", by: "itself", about: /^/ };

function aboutIn(text: string, records: readonly string[], counts: (kind: PaperKind) => boolean = () => true): PaperKind | undefined {
  return (
    PAPER_KINDS.find((kind) => counts(kind) && kind.about.test(text)) ?? (records.some((path) => text.includes(path)) ? RECORDS : undefined)
  );
}
