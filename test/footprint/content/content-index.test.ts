import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ContentIndex } from "../../../src/footprint/content/content-index.ts";
import { countWords, packWords, unpackWords } from "../../../src/footprint/content/file-words.ts";
import { termsOf } from "../../../src/footprint/history/commit-words.ts";
import { lookupsAfter, lookupsOf } from "../../../src/footprint/tree/lookups.ts";
import { factsOfText } from "../tree/trees.ts";

const PATHS = ["src/a.ts", "src/b.ts", "lib/c.py", "docs/d.md", "e.yaml"];
const TEXTS = [
  "export function renewSession() {}\n",
  "// invoices are renewed\nconst invoice = session;\n",
  "def parse_invoice():\n    pass\n",
  "The session and its invoices.\n",
  "queue: merge\n",
  "",
];
const QUESTION = termsOf("Renew the session of an invoice in the merge queue", "parse_invoice renewSession");

/** Everything an index says of the question. */
function said(index: ContentIndex) {
  const found = index.find(QUESTION);
  return { best: found.best, of: PATHS.map((path) => found.of(path)) };
}

function indexOf(files: ReadonlyMap<string, string>): ContentIndex {
  const index = new ContentIndex();
  for (const [path, text] of files) index.set(path, factsOfText(path, text));
  return index;
}

describe("what files say", () => {
  it("depends on the files that are there, not on those that were", () => {
    const step = fc.record({ path: fc.constantFrom(...PATHS), text: fc.option(fc.constantFrom(...TEXTS), { nil: null }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const [index, files] = [new ContentIndex(), new Map<string, string>()];
        for (const { path, text } of steps) {
          index.set(path, text === null ? null : factsOfText(path, text));
          if (text === null) files.delete(path);
          else files.set(path, text);
        }
        expect(said(index)).toEqual(said(indexOf(files)));
      }),
    );
  });

  it("is each tree's own, in whatever order trees that grew from one are asked", () => {
    const files = new Map(PATHS.map((path, at) => [path, factsOfText(path, TEXTS[at] ?? "")]));
    const base = lookupsOf(files);
    const change = fc.dictionary(
      fc.constantFrom(...PATHS, "new.ts"),
      fc.option(fc.constantFrom(...TEXTS), { nil: null }).map((text) => (text === null ? null : factsOfText("new.ts", text))),
    );
    fc.assert(
      fc.property(fc.array(change, { minLength: 2, maxLength: 4 }), (steps) => {
        const trees = steps.map((step) => new Map(Object.entries(step)));
        for (const changes of [...trees, ...trees.toReversed(), new Map()]) {
          const anew = new ContentIndex();
          for (const [path, facts] of [...files, ...changes]) anew.set(path, facts);
          expect(said(lookupsAfter(base, changes).contents())).toEqual(said(anew));
        }
      }),
    );
  });

  it("stays the same when what has gone is cleared out", () => {
    const files = new Map(PATHS.map((path, at) => [path, TEXTS[at] ?? ""]));
    const index = indexOf(files);
    for (let version = 0; version < 5000; version++) index.set("src/a.ts", factsOfText("src/a.ts", `const version${version} = 1;\n`));
    index.set("src/a.ts", factsOfText("src/a.ts", TEXTS[0] ?? ""));
    expect(said(index)).toEqual(said(indexOf(files)));
  });

  it("tells the file that defines what is spoken of from one that mentions it, and both from all others", () => {
    const index = indexOf(
      new Map([
        ["src/other.ts", "export function listOrders() { return orders; }\n"],
        ["src/caller.ts", "import { renewSession } from './session';\nexport function start() { renewSession(); }\n"],
        ["src/session.ts", "export function renewSession() { return session.renew(); }\n"],
      ]),
    );
    const { best, of, sharedWords } = index.find(termsOf("Renew the session earlier", ""));
    expect([...best].sort()).toEqual(["src/caller.ts", "src/session.ts"]);
    expect(of("src/session.ts")?.names.share).toBe(1);
    expect(of("src/caller.ts")?.names.share).toBe(0);
    expect(of("src/caller.ts")?.words.covered).toBeGreaterThan(0);
    expect(sharedWords("src/caller.ts")).toEqual(["renew", "session"]);
    expect(of("src/other.ts")?.words).toEqual({ share: 0, score: 0, covered: 0, rank: 0 });
  });

  it("is unknown of files that are not there, empty, generated or never predicted", () => {
    const index = indexOf(
      new Map([
        ["src/a.ts", "// @generated\nexport const session = 1;\n"],
        ["package-lock.json", '{ "session": 1 }'],
        ["src/empty.ts", ""],
      ]),
    );
    const { best, of } = index.find(termsOf("Renew the session", ""));
    expect(best).toEqual([]);
    for (const path of ["src/a.ts", "package-lock.json", "src/empty.ts", "src/none.ts"]) expect(of(path)).toBeNull();
  });
});

describe("the words of a file", () => {
  it("are read back as they were packed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const words = countWords(text);
        expect(new Map(unpackWords(packWords(words)))).toEqual(words);
      }),
    );
  });

  it("are those of prose and identifiers alike, each counted", () => {
    expect(Object.fromEntries(countWords("renewSession(session); // Sessions are renewed"))).toEqual({ renew: 1, session: 3, renewed: 1 });
  });

  it("leave out what long lines hold, and of a list of words all but the most frequent", () => {
    expect(countWords(`const table = "${"x1 ".repeat(1000)}";\nsmall\n`)).toEqual(new Map([["small", 1]]));
    const letters = (at: number) => `w${at.toString(26).replaceAll(/\d/g, (digit) => "qrstuvwxyz"[Number(digit)] ?? "")}`;
    const many = Array.from({ length: 3000 }, (_, at) => letters(at)).join("\n");
    const words = countWords(`${many}\nlast\nlast\n`);
    expect(words.size).toBeLessThan(1000);
    expect(words.get("last")).toBe(2);
  });
});
