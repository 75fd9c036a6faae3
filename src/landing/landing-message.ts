import type { Change } from "../core/change.ts";
import { type Resolution, RUNGS } from "./resolve/resolution.ts";

const SUBJECT_CHARACTERS_MAX = 200;

/**
 * The message of a landing commit: `<TASK>: <title>` and trailers. The subject is untrusted text, so it becomes one
 * line: nothing in it can pose as a trailer. What the ladder decided is told here, so that a crash between the push and the
 * record of it loses nothing.
 */
export function landingMessage(change: Change, resolutions: readonly Resolution[] = []): string {
  const subject = oneLine(change.subject) || change.id;
  const { task } = change;
  const trailers = [
    ["Task", task],
    ["Session", change.session],
    ["Epoch", change.epoch],
    ["Change", change.id],
    ...resolutions.map((one) => [RESOLVED, resolutionText(one)]),
  ].flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `${task === null || subject.startsWith(task) ? subject : `${task}: ${subject}`}\n\n${trailers.join("\n")}\n`;
}

const RESOLVED = "Resolved";

function resolutionText({ rung, path, decided }: Resolution): string {
  return `${rung} ${JSON.stringify(path)} ${oneLine(decided)}`;
}

/** The resolutions a landing commit's own trailers tell of. */
export function resolutionsIn(message: string): readonly Resolution[] {
  const trailers = message.trimEnd().split("\n\n").at(-1) ?? "";
  return trailers.split("\n").flatMap((line) => {
    const [, name, path, decided] = /^Resolved: ([a-z-]+) ("(?:[^"\\]|\\.)*") (.*)$/.exec(line) ?? [];
    const rung = RUNGS.find((one) => one === name);
    return rung === undefined || path === undefined ? [] : [{ rung, path: String(JSON.parse(path)), decided: decided ?? "" }];
  });
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, SUBJECT_CHARACTERS_MAX);
}
