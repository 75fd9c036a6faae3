import { broken, CASES_MAX, DEPTH_MAX, milliseconds, type ParsedReport, type ReportCase } from "./report-case.ts";

/**
 * TAP 13 and 14 (https://testanything.org/tap-version-14-specification.html): test points, subtests by indentation or in
 * braces, SKIP and TODO, YAML blocks for time and place, the plan, `Bail out!`. A point that has subtests is their
 * suite and no test of its own, unless it failed while all of them passed. Other lines are output of the program.
 */
export function parseTap(text: string): ParsedReport {
  const reader = new TapReader();
  for (const line of text.split("\n")) {
    const problem = reader.read(line.trimEnd());
    if (problem !== undefined) return broken(problem);
  }
  return reader.end();
}

const POINT = /^(not )?ok\b *(?:\d+)? *(?:- )?(.*)$/s;
const PLAN = /^1\.\.(\d{1,9})(?: |$)/;
const INDENT = 4;

interface Level {
  points: number;
  failures: number;
  /** The suite whose points come one level deeper. */
  announced: string;
}

class TapReader {
  readonly #cases: { -readonly [key in keyof ReportCase]: ReportCase[key] }[] = [];
  readonly #levels: Level[] = [];
  /** Suites in braces, by level: their own point came first. */
  readonly #braces: { readonly depth: number; readonly failed: boolean; readonly name: string }[] = [];
  #planned: number | undefined;
  /** Indentation of the YAML block we are in, and the test it belongs to. */
  #block: { readonly indent: number; readonly of: number | undefined } | undefined;
  #lastPoint: { readonly indent: number; readonly of: number | undefined } | undefined;

  /** @returns why the whole report cannot be believed. */
  read(line: string): string | undefined {
    const text = line.trimStart();
    const indent = line.length - text.length;
    if (this.#block !== undefined) return this.#readBlock(text, indent);
    if (text === "---" && this.#lastPoint !== undefined && indent > this.#lastPoint.indent) {
      this.#block = { indent, of: this.#lastPoint.of };
      return undefined;
    }
    const depth = Math.floor(indent / INDENT);
    if (depth > DEPTH_MAX) return undefined;
    if (text.startsWith("Bail out!")) return `the run gave up: ${text.slice(9, 200).trim()}`;
    if (text.startsWith("# Subtest: ")) this.#level(depth).announced = unescaped(text.slice(11));
    if (text === "}" && this.#braces.at(-1)?.depth === depth) this.#closeBrace();
    const plan = depth === 0 ? PLAN.exec(text)?.[1] : undefined;
    if (plan !== undefined) this.#planned = Number(plan);
    const point = POINT.exec(text);
    if (point !== null) this.#point(point[1] === undefined, point[2] ?? "", depth, indent);
    return this.#cases.length > CASES_MAX ? `expected at most ${CASES_MAX} tests, got more` : undefined;
  }

  end(): ParsedReport {
    const points = this.#levels[0]?.points ?? 0;
    if (this.#planned === undefined)
      return broken(points === 0 ? "expected TAP, got none" : "expected a plan, got a report that was cut short");
    if (points !== this.#planned) return broken(`expected the ${this.#planned} tests of the plan, got ${points}`);
    return { cases: this.#cases, problem: null };
  }

  #readBlock(text: string, indent: number): undefined {
    const { of, indent: own } = this.#block ?? { of: undefined, indent: 0 };
    if (text === "..." && indent === own) this.#block = undefined;
    const test = of === undefined ? undefined : this.#cases[of];
    if (test === undefined || indent !== own) return undefined;
    if (text.startsWith("duration_ms: ")) test.ms = milliseconds(text.slice(13));
    // `'file:line:column'`
    if (text.startsWith("location: '")) test.file = text.slice(11, -1).replace(/(?::\d{1,9}){1,2}$/, "");
    return undefined;
  }

  #point(ok: boolean, said: string, depth: number, indent: number): void {
    const opensBrace = said.endsWith(" {");
    const [name, directive] = splitDirective(opensBrace ? said.slice(0, -2) : said);
    const failed = !ok && directive === undefined;
    const level = this.#level(depth);
    level.points++;
    if (failed) level.failures++;
    this.#lastPoint = { indent, of: undefined };
    if (opensBrace) {
      level.announced = name;
      this.#braces.push({ depth, failed, name });
      return;
    }
    const children = this.#levels[depth + 1];
    this.#levels.length = depth + 1;
    level.announced = "";
    if (children !== undefined && children.points > 0 && (!failed || children.failures > 0)) return;
    this.#add(name, depth, failed ? "failed" : directive !== undefined ? "skipped" : "passed");
    this.#lastPoint = { indent, of: this.#cases.length - 1 };
  }

  #closeBrace(): void {
    const suite = this.#braces.pop();
    if (suite === undefined) return;
    const children = this.#levels[suite.depth + 1];
    this.#levels.length = suite.depth + 1;
    const isTest = children === undefined || children.points === 0 || (suite.failed && children.failures === 0);
    if (isTest) this.#add(suite.name, suite.depth, suite.failed ? "failed" : "passed");
  }

  #add(name: string, depth: number, outcome: ReportCase["outcome"]): void {
    const suites = this.#levels.slice(0, depth).map(({ announced }) => announced);
    this.#cases.push({ file: null, path: [...suites, name], name, outcome, ms: 0 });
  }

  #level(depth: number): Level {
    while (this.#levels.length <= depth) this.#levels.push({ points: 0, failures: 0, announced: "" });
    return this.#levels[depth] ?? { points: 0, failures: 0, announced: "" };
  }
}

/** `name # SKIP why` and `name # TODO why`; an escaped `#` belongs to the name. */
function splitDirective(text: string): readonly [string, string | undefined] {
  const at = text.search(/(?:^|[^\\])# *(?:skip|todo)\b/i);
  if (at === -1) return [unescaped(text), undefined];
  const hash = text.indexOf("#", at);
  return [unescaped(text.slice(0, hash).trimEnd()), text.slice(hash + 1).trim()];
}

function unescaped(text: string): string {
  return text.replace(/\\([#\\])/g, "$1");
}
