import type { Entry } from "../entry.ts";
import type { Report } from "../problems.ts";
import type { FileText } from "../tree-reader.ts";

/** A format: what entries one file holds. Never throws on any text; what is wrong is reported. */
export type FormatReader = (file: FileText, report: Report) => Entry[];
