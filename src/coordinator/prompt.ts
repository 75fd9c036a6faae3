import type { ReturnReason } from "../core/change.ts";
import type { Task } from "../core/task.ts";
import { markPaperSteps } from "./paper-steps.ts";
import { ASK_MARK } from "./questions.ts";

const LEASE_PATHS_SHOWN = 50;

export interface PromptParts {
  readonly task: Task;
  readonly session: string;
  /** The owner's text for this task; empty when only a roadmap names it. */
  readonly text: string;
  readonly paths: readonly string[];
  readonly gates: readonly string[];
  /** Shown so that the agent knows what it is judged by; null when the task has none. */
  readonly acceptance: string | null;
  readonly protectedPaths: readonly string[];
  /** Paths of the repository's roadmap and session records. */
  readonly records: readonly string[];
  /** Why an earlier try came back. */
  readonly returned: ReturnReason | null;
  /** What a person was asked, and answered; null: nothing. */
  readonly exchange: { readonly question: string; readonly answer: string } | null;
  /** The agent is given our tools, so it is told of them; else it is told the words that do the same. */
  readonly tools: boolean;
}

/**
 * What an agent is told: the task, its lease, what it is judged by, how to ask and to hand in, and nothing else of the
 * protocol. The owner's text is quoted as data; what prompts written for people ask for beside the task, which Signalbox
 * does itself, is marked in it.
 */
export function promptFor(parts: PromptParts): string {
  const { task, text, records } = parts;
  const owners = markPaperSteps(text.trim() === "" ? task.title : text.trim(), records);
  return sectionsOf(parts, ["## The task", fenced(owners)], owners.includes("[[skip, "));
}

/** What is said in a conversation that holds the task already: what has happened since, and the rules as they are now. */
export function followUpFor(parts: PromptParts): string {
  const isInterrupted = parts.exchange === null && parts.returned === null;
  return sectionsOf(parts, [isInterrupted ? "Your last turn was interrupted. Go on where you were." : "Go on with your task."], false);
}

function sectionsOf(parts: PromptParts, middle: readonly string[], isMarked: boolean): string {
  const { task, session, returned, exchange } = parts;
  const sections = [
    `# ${task.id}: ${task.title}`,
    `You are ${session}. The repository is in the current directory and is yours alone.`,
    exchange === null ? "" : answerSection(exchange),
    returned === null ? "" : returnedSection(returned),
    ...middle,
    "## Rules",
    rules(parts, isMarked)
      .filter((line) => line !== "")
      .join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function rules({ task, paths, gates, acceptance, protectedPaths, tools }: PromptParts, isMarked: boolean): readonly string[] {
  return [
    paths.includes("**") ? "- You may change any file the task needs." : leaseLine(paths),
    task.declared.forbid.length > 0 ? `- Never change: ${task.declared.forbid.join(", ")}.` : "",
    protectedPaths.length > 0 ? `- These belong to the owner; edits there are dropped: ${protectedPaths.join(", ")}.` : "",
    gates.length > 0 ? `- After merging, these must pass: ${gates.join(", ")}.` : "",
    acceptance === null ? "" : `- You are done when this passes on the merged tree: ${acceptance}.`,
    "- Registering sessions, editing roadmap or session tables, branching, pulling and pushing are done by Signalbox. There is no remote here.",
    isMarked ? "- What stands between `[[skip` and `]]` in the task's text is no step of yours." : "",
    ...(tools ? TOOL_RULES : WORD_RULES),
    "- Commit when you like; what is left uncommitted when you end is committed for you.",
  ];
}

/** For agents that are given the tools of `server/mcp`. */
const TOOL_RULES: readonly string[] = [
  "- Tools of the server `signalbox`: `extend_lease` before you write outside your lease; `submit` with `part` to land a finished part now;",
  "  `ask_human` when only the owner can decide, then end your turn. When all is done, end your turn: that hands it in.",
];

const WORD_RULES: readonly string[] = [
  "- When all is done, end your turn: that hands it in. When only the owner can decide how to go on, say it in a line of its own,",
  `  beginning with \`${ASK_MARK}\`, and end your turn: the answer begins your next one.`,
];

/** Names the lease: what was declared or is expected. A path beyond it is leased as it is touched, where nobody else holds it. */
function leaseLine(paths: readonly string[]): string {
  const held = paths.length === 0 ? "nothing yet" : paths.slice(0, LEASE_PATHS_SHOWN).join(", ");
  const more = paths.length > LEASE_PATHS_SHOWN ? ` and ${paths.length - LEASE_PATHS_SHOWN} more` : "";
  return `- Your lease: ${held}${more} (and new files beside them). Change other files only where the task needs it: others may hold them.`;
}

function answerSection({ question, answer }: NonNullable<PromptParts["exchange"]>): string {
  return `## A question was open, and the owner answers\n\n${fenced(question)}\n\nThe answer:\n\n${fenced(answer)}`;
}

function returnedSection(returned: ReturnReason): string {
  const files = returned.files.length > 0 ? `\nFiles: ${returned.files.join(", ")}` : "";
  return `## Your last change came back: ${returned.code}\n\n${returned.message}${files}\n\n${fenced(returned.evidence)}`;
}

/** A fence longer than any in the text, so that quoted text cannot end its own quotation. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map((match) => match[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
