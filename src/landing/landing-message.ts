import type { Change } from "../core/change.ts";

const SUBJECT_CHARACTERS_MAX = 200;

/**
 * The message of a landing commit: `<TASK>: <title>` and trailers. The subject is untrusted text, so it becomes one
 * line: nothing in it can pose as a trailer.
 */
export function landingMessage(change: Change): string {
  const subject = oneLine(change.subject) || change.id;
  const { task } = change;
  const trailers = [
    ["Task", task],
    ["Session", change.session],
    ["Epoch", change.epoch],
    ["Change", change.id],
  ].flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `${task === null || subject.startsWith(task) ? subject : `${task}: ${subject}`}\n\n${trailers.join("\n")}\n`;
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, SUBJECT_CHARACTERS_MAX);
}
