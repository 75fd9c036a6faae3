import { type OutputParser, shortText, textEvents } from "./output-parser.ts";

const PART_MARK = "signalbox: part ";
const SUBJECT_CHARACTERS_MAX = 200;

/** Plain text. A line `signalbox: part <subject>` submits a part; every other line is something the agent says. */
export const parseText: OutputParser = (line) => {
  const subject = line.startsWith(PART_MARK) ? line.slice(PART_MARK.length).trim() : "";
  return subject === "" ? textEvents(line) : [{ kind: "part-ready", subject: shortText(subject, SUBJECT_CHARACTERS_MAX) }];
};
