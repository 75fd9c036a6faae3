import { type OutputParser, shortText, textEvents } from "./output-parser.ts";

const PART_LINE = /^signalbox: part\s+(.*\S)\s*$/;
const SUBJECT_CHARACTERS_MAX = 200;

/** Plain text. A line `signalbox: part <subject>` submits a part; every other line is something the agent says. */
export const parseText: OutputParser = (line) => {
  const subject = PART_LINE.exec(line)?.[1];
  return subject === undefined ? textEvents(line) : [{ kind: "part-ready", subject: shortText(subject, SUBJECT_CHARACTERS_MAX) }];
};
