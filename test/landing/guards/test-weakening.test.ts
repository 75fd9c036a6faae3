import { describe, expect, it } from "vitest";
import { findTestWeakenings } from "../../../src/landing/guards/find-test-weakenings.ts";
import { type TestFileEdit, testWeakenings } from "../../../src/landing/guards/test-weakening.ts";
import { commitFiles, landingSite } from "../support/landing-site.ts";

/** One language's test file with two tests of two assertions each. */
interface Sample {
  readonly path: string;
  readonly tests: readonly [string, string];
  readonly assertion: string;
  readonly skip: readonly [from: string, to: string];
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  TypeScript: {
    path: "test/orders.test.ts",
    tests: [
      'it("adds up", () => {\n  const sum = total([1, 2]);\n  expect(sum).toBe(3);\n  expect(sum).not.toBe(4);\n});\n',
      'it("starts empty", async () => {\n  const none = await total([]);\n  expect(none).toBe(0);\n  expect(none).toBeTypeOf("number");\n});\n',
    ],
    assertion: "  expect(sum).not.toBe(4);\n",
    skip: ['it("adds up"', 'it.skip("adds up"'],
  },
  Python: {
    path: "tests/test_orders.py",
    tests: [
      "def test_adds_up():\n    result = total([1, 2])\n    assert result == 3\n    assert result != 4\n",
      "def test_starts_empty():\n    none = total([])\n    assert none == 0\n    assert isinstance(none, int)\n",
    ],
    assertion: "    assert result != 4\n",
    skip: ["def test_adds_up", '@pytest.mark.skip(reason="slow")\ndef test_adds_up'],
  },
  Go: {
    path: "orders/orders_test.go",
    tests: [
      'func TestAddsUp(t *testing.T) {\n\tsum := Total(1, 2)\n\trequire.Equal(t, 3, sum)\n\tif sum == 4 {\n\t\tt.Fatal("four")\n\t}\n}\n',
      "func TestStartsEmpty(t *testing.T) {\n\tnone := Total()\n\tassert.Zero(t, none)\n\tassert.NotNil(t, none)\n}\n",
    ],
    assertion: "\trequire.Equal(t, 3, sum)\n",
    skip: ["\tsum := Total(1, 2)\n", '\tt.Skip("slow")\n\tsum := Total(1, 2)\n'],
  },
  Rust: {
    path: "src/orders.rs",
    tests: [
      "#[test]\nfn adds_up() {\n    let sum = total(&[1, 2]);\n    assert_eq!(sum, 3);\n    assert_ne!(sum, 4);\n}\n",
      "#[test]\nfn starts_empty() {\n    let none = total(&[]);\n    assert_eq!(none, 0);\n    assert!(none < 1);\n}\n",
    ],
    assertion: "    assert_ne!(sum, 4);\n",
    skip: ["#[test]\nfn adds_up", "#[test]\n#[ignore]\nfn adds_up"],
  },
  Java: {
    path: "src/test/java/OrdersTest.java",
    tests: [
      "@Test\nvoid addsUp() {\n    int sum = total(1, 2);\n    assertEquals(3, sum);\n    assertNotEquals(4, sum);\n}\n",
      "@Test\nvoid startsEmpty() {\n    int none = total();\n    assertEquals(0, none);\n    assertTrue(none < 1);\n}\n",
    ],
    assertion: "    assertNotEquals(4, sum);\n",
    skip: ["@Test\nvoid addsUp", '@Test\n@Disabled("slow")\nvoid addsUp'],
  },
};

const whats = (edits: readonly TestFileEdit[]) => testWeakenings(edits).map(({ what }) => what);

describe.each(Object.entries(SAMPLES))("a change of %s tests", (_, { path, tests, assertion, skip }) => {
  const [first, second] = tests;
  const whole = `${first}\n${second}`;

  it("is flagged when it deletes the file, a test, or more assertions than it adds, with the lines", () => {
    expect(whats([{ path, before: whole, after: null }])).toEqual([`deletes the test file ${path}`]);
    expect(testWeakenings([{ path, before: whole, after: second }])).toEqual([
      { path, what: `removes 1 test of ${path}`, lines: [first.split("\n")[0]] },
    ]);
    expect(testWeakenings([{ path, before: whole, after: whole.replace(assertion, "") }])).toEqual([
      { path, what: `removes 1 assertion of ${path}`, lines: [assertion.trim()] },
    ]);
    const comment = path.endsWith(".py") ? "#" : "//";
    expect(whats([{ path, before: whole, after: whole.replace(assertion, `${comment} ${assertion}`) }])).toEqual([
      `removes 1 assertion of ${path}`,
    ]);
  });

  it("is flagged when it keeps a test from running", () => {
    const [from, to] = skip;
    const [found, ...more] = testWeakenings([{ path, before: whole, after: whole.replace(from, to) }]);
    expect(found?.what).toBe(`keeps 1 test of ${path} from running`);
    expect(found?.lines).toHaveLength(1);
    expect(more).toEqual([]);
    // The other way round is none.
    expect(whats([{ path, before: whole.replace(from, to), after: whole }])).toEqual([]);
  });

  it("is not flagged for adding, editing, reordering, or moving tests to another file", () => {
    const other = path.replace(/rders/, "rders2");
    const edited = whole.replace(assertion, assertion.replace(/4|3/, "5"));
    for (const after of [`${whole}\n${first.replaceAll(/adds_?[uU]p/gi, "more")}`, edited, `${second}\n${first}`])
      expect(whats([{ path, before: whole, after }])).toEqual([]);
    expect(
      whats([
        { path, before: whole, after: null },
        { path: other, before: null, after: whole },
      ]),
    ).toEqual([]);
    expect(
      whats([
        { path, before: whole, after: second },
        { path: other, before: null, after: first },
      ]),
    ).toEqual([]);
    expect(whats([{ path, before: null, after: whole }])).toEqual([]);
  });

  it("is flagged for what does not arrive where the rest is moved to", () => {
    const other = path.replace(/rders/, "rders2");
    const moved = { path: other, before: null, after: whole.replace(assertion, "") };
    expect(whats([{ path, before: whole, after: null }, moved])).toEqual([`removes 1 assertion of ${path}`]);
  });
});

describe("a change of tests", () => {
  it("may call a test or a group by another name", () => {
    const before =
      'describe("orders", () => {\n  it("adds", () => expect(total([1])).toBe(1));\n  it("is empty", () => {\n    run();\n    expect(x).toBe(1);\n  });\n});\n';
    const after = before.replace("orders", "sums").replace("adds", "adds up").replace("is empty", "starts empty");
    expect(whats([{ path: "a.test.ts", before, after }])).toEqual([]);
  });

  it("is flagged for marking one test as the only one, and for taking a test of one line away", () => {
    const before = 'it("a", () => expect(a).toBe(1));\nit("b", () => expect(b).toBe(2));\n';
    expect(whats([{ path: "a.test.ts", before, after: before.replace("it(", "it.only(") }])).toEqual([
      "keeps 1 test of a.test.ts from running",
    ]);
    expect(whats([{ path: "a.test.ts", before, after: before.slice(before.indexOf('it("b')) }])).toEqual(["removes 1 test of a.test.ts"]);
  });

  it("is read from git: only test files count, and binary or foreign ones say nothing", async () => {
    const start = {
      "src/orders.ts": "export const assert = (ok: boolean) => ok;\nassert(true);\n",
      "test/orders.test.ts": SAMPLES["TypeScript"]?.tests[0] ?? "",
      "test/logo.png": "\0",
      "test/orders.rb": "assert true\n",
    };
    const { cache, start: base } = await landingSite(start);
    const head = await commitFiles(cache, base, {
      "src/orders.ts": null,
      "test/orders.test.ts": null,
      "test/logo.png": null,
      "test/orders.rb": null,
    });
    expect(await findTestWeakenings(cache, base, head)).toEqual([
      { path: "test/orders.test.ts", what: "deletes the test file test/orders.test.ts", lines: ['it("adds up", () => {'] },
    ]);
    const more = await commitFiles(cache, base, { "src/orders.ts": "export {};\n", "test/more.test.ts": "it('x', () => {});\n" });
    expect(await findTestWeakenings(cache, base, more)).toEqual([]);
  });
});
