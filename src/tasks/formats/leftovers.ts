import type { SourceLine } from "../../core/task.ts";
import { quoted, type Report } from "../problems.ts";

/** Commands that stand in prompts' here-documents, and in files when the here-document's mark was quoted. */
const COMMAND = /\$\((?:date|uuidgen|openssl|whoami|git)\b/;
const TEMPLATE = /\[\.\.\.[^\]]{0,200}\]/;

/** Reports what a template or script left in a text where its result should be: `$(date +%F)`, `[... rest of the template ...]`. */
export function reportLeftovers(text: string, at: SourceLine, report: Report): void {
  if (COMMAND.test(text)) report("unexpanded-command", at, null, `expected a command's result, got the command itself in ${quoted(text)}`);
  if (TEMPLATE.test(text)) report("template-text", at, null, `expected text, got a template's ${quoted(text)}`);
}
