import type { ReturnReason } from "../core/change.ts";
import type { Task } from "../core/task.ts";

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
  /** Why an earlier try came back. */
  readonly returned: ReturnReason | null;
  /** What a person was asked, and answered; null: nothing. */
  readonly exchange: { readonly question: string; readonly answer: string } | null;
  /** The agent goes on in a conversation that holds the task's text already. */
  readonly resumed: boolean;
}

/**
 * What an agent is told: the task, its lease, what it is judged by, and that the rest of the paper procedure is not
 * its business. The owner's text is quoted as data, because prompts written for people ask for pushes and for edits
 * of shared tables, which Signalbox does itself.
 */
export function promptFor(parts: PromptParts): string {
  const { task, session, text, paths, gates, acceptance, protectedPaths, returned, exchange, resumed } = parts;
  const everything = paths.includes("**");
  const sections = [
    `# ${task.id}: ${task.title}`,
    `You are ${session}. The repository is in the current directory and is yours alone.`,
    exchange === null ? "" : answerSection(exchange),
    returned === null ? "" : returnedSection(returned),
    ...(resumed
      ? [exchange === null && returned === null ? "Your last turn was interrupted. Go on where you were." : "Go on with your task."]
      : ["## The task", fenced(text.trim() === "" ? task.title : text.trim())]),
    "## Rules",
    [
      everything ? "- You may change any file the task needs." : leaseLine(paths),
      task.declared.forbid.length > 0 ? `- Never change: ${task.declared.forbid.join(", ")}.` : "",
      protectedPaths.length > 0 ? `- These belong to the owner; edits there are dropped: ${protectedPaths.join(", ")}.` : "",
      gates.length > 0 ? `- After merging, these must pass: ${gates.join(", ")}.` : "",
      acceptance === null ? "" : `- You are done when this passes on the merged tree: ${acceptance}.`,
      "- Registering sessions, editing roadmap or session tables, branching, pulling and pushing are done by Signalbox.",
      "  Where the text above asks for them, skip those steps. There is no remote here.",
      "- Commit when you like; what is left uncommitted when you end is committed for you.",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

/** Names the lease: what was declared or is expected. A path beyond it is leased as it is touched, where nobody else holds it. */
function leaseLine(paths: readonly string[]): string {
  const held = paths.length === 0 ? "nothing yet" : paths.slice(0, LEASE_PATHS_SHOWN).join(", ");
  const more = paths.length > LEASE_PATHS_SHOWN ? ` and ${paths.length - LEASE_PATHS_SHOWN} more` : "";
  return `- Your lease: ${held}${more} (and new files beside them). Change other files only where the task needs it: others may hold them.`;
}

function answerSection({ question, answer }: NonNullable<PromptParts["exchange"]>): string {
  return `## You asked, and the owner answers\n\n${fenced(question)}\n\nThe answer:\n\n${fenced(answer)}`;
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
