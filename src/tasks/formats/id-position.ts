import type { SourceLine } from "../../core/task.ts";
import { type IdCell, type IdList, readExplicitId, readIdCell } from "../ids-in-text.ts";
import { quoted, type Report } from "../problems.ts";

/** The ids a heading, checkbox or cell starts with; undefined when there are none to use. Defects are reported. */
export function idsAt(text: string, at: SourceLine, report: Report): IdList | undefined {
  return settle(readIdCell(text), at, report);
}

/** The ids a field or column gives that says it holds ids. */
export function explicitIdsAt(text: string, at: SourceLine, report: Report): IdList | undefined {
  return settle(readExplicitId(text), at, report);
}

function settle(cell: IdCell, at: SourceLine, report: Report): IdList | undefined {
  if (cell.kind === "placeholder") report("placeholder-id", at, null, `expected a task id, got the placeholder ${quoted(cell.text)}`);
  if (cell.kind === "invalid") report("invalid-id", at, null, `expected a task id like QA-033, got ${quoted(cell.text)}`);
  if (cell.kind !== "ids") return undefined;
  if (cell.list.badRange !== undefined) {
    report(
      "range-too-large",
      at,
      null,
      `expected a short rising range of ids, got ${quoted(cell.list.badRange)}; only its ends were taken`,
    );
  }
  return cell.list;
}
