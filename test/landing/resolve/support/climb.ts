import { mergeFile } from "../../../../src/git/merge-file.ts";
import { resolvePath, type TextResult } from "../../../../src/landing/resolve/resolve-path.ts";

/** What the ladder's texts-only rungs say of three versions of a file. */
export async function climb(path: string, base: string | null, ours: string, theirs: string): Promise<TextResult> {
  return resolvePath({ path, base, ours, theirs }, await mergeFile(base ?? "", ours, theirs));
}

/** The resolved content. */
export async function resolvedText(path: string, base: string | null, ours: string, theirs: string): Promise<string> {
  const result = await climb(path, base, ours, theirs);
  if (result.kind === "refused") throw new Error(`expected ${path} to be resolved, got: ${result.because}`);
  return result.content;
}

/** Why it was refused. */
export async function refusalOf(path: string, base: string | null, ours: string, theirs: string): Promise<string> {
  const result = await climb(path, base, ours, theirs);
  return result.kind === "refused" ? result.because : `resolved to ${result.content}`;
}

export const seeded = process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) };
