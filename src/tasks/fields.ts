import { splitDecoration } from "./values/decoration.ts";

/**
 * The facts a field may state. `owns` are paths a source gives to the task alone, `paths` those it merely names; `adds` and
 * `pins` are the owner's certain word on its footprint (`footprint:` in front matter).
 */
export type FieldName =
  | "id"
  | "title"
  | "status"
  | "priority"
  | "effort"
  | "paths"
  | "owns"
  | "forbids"
  | "adds"
  | "pins"
  | "dependsOn"
  | "conflictsWith"
  | "acceptance"
  | "prompt"
  | "production";

/** One stated fact: prose as written, or a list whose items stand for themselves. */
export interface Field {
  readonly name: FieldName;
  readonly value: string | readonly string[];
  readonly line: number;
}

/** The names people and tools give to a fact, in lower case with single spaces. */
const ALIASES: Readonly<Record<FieldName, readonly string[]>> = {
  id: ["id", "task id", "taskid", "ticket", "linear", "issue id", "issue key", "spec id", "task number"],
  title: ["title", "task title", "name", "summary"],
  status: ["status", "state", "current status", "task status", "progress"],
  priority: ["priority", "prio", "severity", "importance"],
  effort: ["effort", "estimate", "est", "estimated time", "estimated effort", "estimated hours", "time estimate", "hours", "duration"],
  paths: ["module", "modules", "file", "files", "path", "paths", "location", "key files", "affected files", "affected components"],
  owns: ["owned files", "owns", "touches", "files modified", "modified files", "files to modify", "affects", "writes"],
  forbids: ["do not touch", "must not touch", "forbidden", "forbids", "read only"],
  adds: ["footprint add"],
  pins: ["footprint pin", "footprint"],
  dependsOn: ["dependencies", "dependency", "depends on", "depends", "deps", "blocked by", "requires", "prerequisites"],
  conflictsWith: ["conflicts with", "conflicts"],
  acceptance: ["acceptance", "acceptance command", "acceptance test"],
  prompt: ["prompt", "prompt file", "spec"],
  production: ["production", "touches production"],
};

const NAMES = new Map(Object.entries(ALIASES).flatMap(([name, aliases]) => aliases.map((alias) => [alias, name as FieldName] as const)));

/** The field a key, column or attribute names: `Estimated Time`, `depends_on`, `Est.`. */
export function fieldNamed(key: string): FieldName | undefined {
  return NAMES.get(
    key
      .toLowerCase()
      .replace(/[_-]+/g, " ")
      .replace(/[.:*`]+/g, "")
      .replace(/\s+/g, " ")
      .trim(),
  );
}

/** `**Key:** value`, `**Key**: value`, `Key: value`, each also as a list item. */
const FIELD = /^(?:[-*+]\s+)?(?:\[[ x]\]\s+)?(\*\*|__)?([A-Za-z][A-Za-z /_.-]{0,38}?)(?::(?:\*\*|__)|(?:\*\*|__)\s*:|:(?=\s|$))\s*(.*)$/;

/**
 * The known fields a line states; several when it is a pipe line (`**Priority:** P1 | **Status:** Not Started`).
 * Keys nobody knows are prose and are left out.
 */
export function fieldsOf(text: string, line: number): Field[] {
  if (!text.includes(":")) return [];
  return splitPipes(text).flatMap((segment) => {
    const match = FIELD.exec(splitDecorationButEmphasis(segment));
    const name = match?.[2] === undefined ? undefined : fieldNamed(match[2]);
    const value = (match?.[3] ?? "").replace(/\s*\\?\s*$/, "");
    return name === undefined ? [] : [{ name, value, line }];
  });
}

/** A line is cut at `|` only when every piece looks like a field: values may hold pipes too. */
function splitPipes(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("|") || !trimmed.includes("|")) return [trimmed];
  const pieces = trimmed.split("|").map((piece) => piece.trim());
  return pieces.every((piece) => FIELD.test(piece)) ? pieces : [trimmed];
}

/** Leading emoji go (`📦 **Module:** …`), but the stars that mark the key stay for the pattern. */
function splitDecorationButEmphasis(segment: string): string {
  const { decoration, rest } = splitDecoration(segment);
  return (/(?:\*\*|__)$/.exec(decoration)?.[0] ?? "") + rest;
}
