import type { Unowned } from "./findings.ts";
import { fencedLines, LINE_CHARACTERS_MAX, splitLines } from "./lines.ts";

const UNEXPANDED = /\$\(date\b|\[\.\.\. rest of the template/;
const PLACEHOLDER_ID =
  /Session-(?:YYYY|<|\[|\$|\{)|Session-\S*(?:-X{3,}\b|<[^>]*>|\$\{?\w|\{\w+\})|\[(?:SESSION|TASK)[_ -]?ID\]|<(?:session|task)[-_ ]?id>/i;
/** Lines that record something, as opposed to prose that explains the form of an id. */
const RECORDING = /^\s*(?:[-*+]\s|\||#|\*\*)/;

/** Text of a template nobody filled in: `$(date …)` from a quoted here-document, ids such as `Session-YYYYMMDD-…`. */
export function placeholders(file: string, text: string, linesMax = Number.POSITIVE_INFINITY): Unowned[] {
  const lines = splitLines(text);
  const fenced = fencedLines(lines);
  return lines.slice(0, linesMax).flatMap((line, index): Unowned[] => {
    if (fenced[index] || line.text.length > LINE_CHARACTERS_MAX) return [];
    // An id in back quotes explains a form.
    const plain = line.text.replace(/`[^`]*`/g, "");
    const match = UNEXPANDED.exec(plain) ?? (RECORDING.test(plain) ? PLACEHOLDER_ID.exec(plain) : null);
    if (match === null) return [];
    const message = `expected a filled-in record, got \`${match[0]}\``;
    return [{ code: "placeholder-id", task: null, session: null, agent: null, message, file, line: index + 1 }];
  });
}

/** A conflict somebody committed: one finding per opening marker. A line of `=` alone underlines a heading. */
export function conflictMarkers(file: string, text: string): Unowned[] {
  return splitLines(text).flatMap((line, index): Unowned[] => {
    if (!/^(?:<{7}|>{7})(?: |$)/.test(line.text)) return [];
    const message = `expected a merged file, got the conflict marker \`${line.text.slice(0, 60)}\``;
    return [{ code: "conflict-markers", task: null, session: null, agent: null, message, file, line: index + 1 }];
  });
}
