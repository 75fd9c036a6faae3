import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolvePath, type TextResult } from "../../../src/landing/resolve/resolve-path.ts";
import { climb, refusalOf, resolvedText, seeded } from "./support/climb.ts";

const json = (value: unknown, indent: number | string = 2) => `${JSON.stringify(value, null, indent)}\n`;

describe("data by key", () => {
  it("holds what both sides did to package.json, in the form it had", async () => {
    const base = json({ name: "app", scripts: { test: "vitest" }, dependencies: { hono: "^4.0.0", zod: "^4.0.0" } });
    const ours = json({
      name: "app",
      scripts: { test: "vitest", lint: "biome" },
      dependencies: { hono: "^4.0.0", kysely: "^0.29.0", zod: "^4.0.0" },
    });
    const theirs = json({ name: "app", scripts: { test: "vitest", build: "tsc" }, dependencies: { hono: "^4.0.0", ink: "^7.0.0" } });
    expect(await resolvedText("package.json", base, ours, theirs)).toBe(
      json({
        name: "app",
        scripts: { test: "vitest", lint: "biome", build: "tsc" },
        dependencies: { hono: "^4.0.0", ink: "^7.0.0", kysely: "^0.29.0" },
      }),
    );
  });

  const ranges: readonly [base: string, ours: string, theirs: string, taken: string | null][] = [
    ["^1.2.0", "^1.4.0", "^1.3.0", "^1.4.0"],
    ["^1.2.0", "^1.3.0", "^1.4.0", "^1.4.0"],
    ["~1.2.0", "~1.2.5", "~1.2.3", "~1.2.5"],
    ["^0.2.0", "^0.2.3", "^0.2.7", "^0.2.7"],
    ["^1.2.0", "^1.3.0", "^2.0.0", null],
    ["^0.2.0", "^0.2.3", "^0.3.0", null],
    ["^0.0.1", "^0.0.2", "^0.0.3", null],
    ["~1.2.0", "~1.3.0", "~1.4.0", null],
    ["1.2.0", "1.3.0", "1.4.0", null],
    ["^1.5.0", "^1.4.0", "^1.6.0", null],
    ["^1.2.0", "^1.3.0", "~1.4.0", null],
    ["^1.2.0", ">=1.3.0", ">=1.4.0", null],
    ["^1.2.0", "^1.3.0-beta.1", "^1.4.0", null],
  ];
  for (const [base, ours, theirs, taken] of ranges) {
    it(`${base} raised to ${ours} and to ${theirs} is ${taken ?? "nobody's to decide"}`, async () => {
      const at = (range: string) => json({ dependencies: { hono: range } });
      const result = await climb("package.json", at(base), at(ours), at(theirs));
      if (taken === null) expect(result).toMatchObject({ kind: "refused", because: expect.stringContaining("dependencies.hono") });
      else expect(result).toMatchObject({ kind: "resolved", rung: "keyed", content: at(taken), decided: expect.stringContaining(taken) });
    });
  }

  it("settles ranges of dependencies only: a version of the package itself is refused", async () => {
    const at = (version: string) => json({ version });
    expect(await refusalOf("package.json", at("^1.0.0"), at("^1.1.0"), at("^1.2.0"))).toContain("both sides changed version");
  });

  it("refuses a key that one side removed and the other changed", async () => {
    expect(await refusalOf("a.json", json({ a: { b: 1 } }), json({}), json({ a: { b: 2 } }))).toContain("both sides changed a");
    expect(await refusalOf("a.json", json({ a: { b: 1 } }), json({ a: { b: 2 } }), json({}))).toContain("both sides changed a");
  });

  it("refuses what is no JSON, or says a key twice", async () => {
    for (const bad of ['{"a": 1,}', '{"a": 1, "a": 2}', "// note\n{}", "", '{"a": 01}', '"\\x"']) {
      expect(await refusalOf("a.json", json({}), bad, json({ b: 1 }))).toContain("no valid JSON");
    }
  });

  it("tells numbers apart that a double cannot", async () => {
    const at = (number: string, more = "") => `{\n  "n": ${number}${more}\n}\n`;
    const merged = await resolvedText(
      "a.json",
      at("12345678901234567890"),
      at("12345678901234567891"),
      at("12345678901234567890", ',\n  "m": 1'),
    );
    expect(merged).toBe(at("12345678901234567891", ',\n  "m": 1'));
  });

  it("keeps ours's form: tabs, one-line lists, no newline at the end", async () => {
    const base = '{\n\t"files": ["a", "b"],\n\t"x": {}\n}';
    const ours = '{\n\t"files": ["a", "b", "c"],\n\t"x": {}\n}';
    const theirs = '{\n\t"files": ["a", "b", "d"],\n\t"x": { "y": 1 }\n}';
    expect(await resolvedText("a.json", base, ours, theirs)).toBe('{\n\t"files": ["a", "b", "c", "d"],\n\t"x": { "y": 1 }\n}');
  });

  it("takes theirs's values in ours's indent when one side changed the indent", async () => {
    const [base, theirs] = [json({ a: 1, b: [] }), json({ a: 1, b: [], c: { d: [1] } })];
    expect(await resolvedText("a.json", base, json({ a: 2, b: [] }, 4), theirs)).toBe(json({ a: 2, b: [], c: { d: [1] } }, 4));
  });

  it("merges items by their id, and refuses a field both sides changed", async () => {
    const item = (id: string, more = {}) => ({ id, state: "open", ...more });
    const base = json([item("a"), item("b")]);
    const ours = json([item("a", { state: "done" }), item("b"), item("c")]);
    const theirs = json([item("a", { owner: "x" }), item("b"), item("d")]);
    expect(await resolvedText("a.json", base, ours, theirs)).toBe(
      json([item("a", { state: "done", owner: "x" }), item("b"), item("c"), item("d")]),
    );
    const clash = json([item("a", { state: "dropped" }), item("b")]);
    expect(await refusalOf("a.json", base, ours, clash)).toContain('both sides changed "a".state');
  });

  it("refuses lists whose places mean something: a command's words, a list put in another order", async () => {
    const at = (args: string[]) => json({ args });
    expect(await refusalOf("a.json", at(["--a"]), at(["--a", "--b"]), at(["--a", "--c"]))).toContain("both sides changed args");
    const list = (include: string[]) => json({ include });
    expect(await refusalOf("a.json", list(["a", "b"]), list(["a", "b", "c"]), list(["b", "a"]))).toContain("both sides changed include");
  });

  it("merges JSON lines by record and field, and refuses the same field of the same record", async () => {
    const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
    const base = lines({ id: "b-1", title: "x", state: "open" }, { id: "b-2", title: "y" });
    const ours = lines({ id: "b-1", title: "x", state: "done" }, { id: "b-2", title: "y" }, { id: "b-3", title: "z" });
    const theirs = lines({ id: "b-1", title: "xx", state: "open" }, { id: "b-2", title: "y" }, { id: "b-25", title: "new" });
    expect(await resolvedText("issues.jsonl", base, ours, theirs)).toBe(
      lines({ id: "b-1", title: "xx", state: "done" }, { id: "b-2", title: "y" }, { id: "b-25", title: "new" }, { id: "b-3", title: "z" }),
    );
    const clash = lines({ id: "b-1", title: "x", state: "dropped" }, { id: "b-2", title: "y" });
    expect(await refusalOf("issues.jsonl", base, ours, clash)).toContain('both sides changed "b-1".state');
    expect(await refusalOf("log.jsonl", lines({ at: 1 }), lines({ at: 1 }, { at: 2 }), lines({ at: 1 }, { at: 3 }))).toContain("no field");
  });

  it("merges YAML by key with its comments, and refuses where they would not stay", async () => {
    const head = "# build\non:\n  push:\n    branches: [ main ]\n";
    const base = `${head}jobs:\n  # slow\n  test:\n    runs-on: ubuntu\n`;
    const ours = `${base}  lint:\n    runs-on: ubuntu\n`;
    const theirs = `${base}  # theirs\n  docs:\n    runs-on: ubuntu\n`;
    expect(await resolvedText(".github/workflows/ci.yml", base, ours, theirs)).toBe(`${ours}  # theirs\n  docs:\n    runs-on: ubuntu\n`);
    const odd = "a:   1\nb: 2\n";
    expect(await refusalOf("a.yaml", odd, `${odd}c: 3\n`, `${odd}d: 4\n`)).toContain("would not keep its form");
    const anchored = "a: &x 1\nb: *x\n";
    expect(await refusalOf("a.yaml", anchored, `${anchored}c: 3\n`, `${anchored}d: 4\n`)).toContain("no plain YAML");
  });

  const leaf = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("a", "b"), fc.boolean());
  const key = fc.constantFrom("a", "b", "c", "d", "e", "id");
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.dictionary(key, tie("value"), { maxKeys: 4 }),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
  })).value;
  const document = fc.dictionary(key, value, { maxKeys: 5 });

  it("never loses or invents a value: by an independent three-way rule over all paths", () => {
    fc.assert(
      fc.property(document, document, document, (base, ours, theirs) => {
        const result = climbJson(json(base), json(ours), json(theirs));
        fc.pre(result.kind === "resolved");
        if (result.kind === "resolved") checkMaps(base, ours, theirs, JSON.parse(result.content));
      }),
      { numRuns: 500, verbose: true, ...seeded },
    );
  });

  it("means the same whatever order keys come in", () => {
    const shuffled = (from: Record<string, unknown>) => Object.fromEntries(Object.entries(from).reverse());
    fc.assert(
      fc.property(document, document, document, (base, ours, theirs) => {
        const [one, other] = [
          climbJson(json(base), json(ours), json(theirs)),
          climbJson(json(base), json(shuffled(ours)), json(shuffled(theirs))),
        ];
        expect(other.kind).toBe(one.kind);
        if (one.kind === "resolved" && other.kind === "resolved") expect(JSON.parse(other.content)).toEqual(JSON.parse(one.content));
      }),
      { numRuns: 300, verbose: true, ...seeded },
    );
  });
});

function climbJson(base: string, ours: string, theirs: string): TextResult {
  return resolvePath({ path: "a.json", base, ours, theirs }, undefined);
}

/** At every key: what only one side changed is as that side has it; maps changed by both are looked into. */
function checkMaps(
  base: Record<string, unknown>,
  ours: Record<string, unknown>,
  theirs: Record<string, unknown>,
  made: Record<string, unknown>,
): void {
  const text = (value: unknown) => JSON.stringify(sorted(value));
  for (const key of new Set([base, ours, theirs, made].flatMap((one) => Object.keys(one)))) {
    const [was, left, right, now] = [base[key], ours[key], theirs[key], made[key]];
    if (text(was) === text(right) || text(left) === text(right)) expect(text(now)).toBe(text(left));
    else if (text(was) === text(left)) expect(text(now)).toBe(text(right));
    else if (isMap(left) && isMap(right)) checkMaps(isMap(was) ? was : {}, left, right, now as Record<string, unknown>);
    else expect([Array.isArray(left), Array.isArray(right)]).toEqual([true, true]);
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
