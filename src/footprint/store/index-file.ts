import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isMissing, writeFileAtomically } from "../../system/files.ts";

/** Changes with everything that would make an older file mean something else. */
const VERSION = 3;
const SCHEMA = "signalbox.footprint-index";
const FILE_BYTES_MAX = 512 * 1024 * 1024;

/** What a kept file held. */
export type KeptFile =
  | { readonly kind: "sections"; readonly sections: readonly string[] }
  /** Why there is nothing to go on from: it must be built. */
  | { readonly kind: "none"; readonly why: "missing" | "another version" | "damaged" };

/**
 * Reads a kept file: a header line with version and checksum, then one section per line. Never throws for what it finds there;
 * what was cut off or altered is damaged.
 */
export async function readIndexFile(path: string): Promise<KeptFile> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return { kind: "none", why: "missing" };
    // A directory in its place, no right to read it: as good as damaged.
    return { kind: "none", why: "damaged" };
  }
  const end = content.indexOf(10);
  if (end === -1 || content.length > FILE_BYTES_MAX) return { kind: "none", why: "damaged" };
  const [schema, version, checksum] = content.toString("utf8", 0, end).split(" ");
  if (schema !== SCHEMA) return { kind: "none", why: "damaged" };
  if (version !== String(VERSION)) return { kind: "none", why: "another version" };
  const body = content.subarray(end + 1);
  if (checksumOf(body) !== checksum) return { kind: "none", why: "damaged" };
  return { kind: "sections", sections: body.toString("utf8").split("\n") };
}

/** Replaces the file in one step; of two processes that write, the last one wins, and each is whole. @param sections without line breaks. */
export async function writeIndexFile(path: string, sections: readonly string[]): Promise<void> {
  const body = sections.join("\n");
  await writeFileAtomically(path, `${SCHEMA} ${VERSION} ${checksumOf(body)}\n${body}`);
}

function checksumOf(body: string | Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}
