import type { FileFacts } from "../../../src/footprint/tree/file-facts.ts";
import { NO_FACTS } from "../../../src/footprint/tree/file-facts.ts";
import { isRead, readFacts } from "../../../src/footprint/tree/scan-file.ts";
import { type TreeIndex, treeOfFacts } from "../../../src/footprint/tree/tree-index.ts";

/** What a file of that path and content says. */
export function factsOfText(path: string, text: string): FileFacts {
  return isRead(path) ? readFacts(path, Buffer.from(text)) : NO_FACTS;
}

/** The index of files given by path and content. */
export function treeOf(files: Readonly<Record<string, string>>, bookkeeping: readonly string[] = []): TreeIndex {
  return treeOfFacts(new Map(Object.entries(files).map(([path, text]) => [path, factsOfText(path, text)])), bookkeeping);
}
