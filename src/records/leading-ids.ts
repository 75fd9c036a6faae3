import { readIdCell } from "../tasks/ids-in-text.ts";
import { splitDecoration } from "../tasks/values/decoration.ts";

const TEXT_CHARACTERS_MAX = 2_000;

/**
 * The task ids a heading, checkbox line or table cell begins with: one, a list (`ST-020/021/022`) or a range
 * (`WS-001 to WS-014`), as the importers read them. `known` ids may have any form. Prose that merely mentions an id
 * further on has none.
 */
export function leadingIds(text: string, known: ReadonlySet<string> = new Set()): readonly string[] {
  const start = text.slice(0, TEXT_CHARACTERS_MAX);
  const cell = readIdCell(start);
  if (cell.kind === "ids") return cell.list.ids;
  const word = /^\[?([A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*)/.exec(splitDecoration(start).rest)?.[1];
  return word !== undefined && known.has(word) ? [word] : [];
}
