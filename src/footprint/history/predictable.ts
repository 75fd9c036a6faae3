import { fileKind } from "../tree/file-kind.ts";

/** Is the file one to predict? Generated and locked files follow from others, binary ones are no agent's work. By path only. */
export function predictable(path: string): boolean {
  const kind = fileKind(path, []);
  return kind !== "generated" && kind !== "lock" && kind !== "binary";
}
