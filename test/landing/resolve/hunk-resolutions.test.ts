import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHunk, type MergedPart, mergeFile } from "../../../src/git/merge-file.ts";
import { hunkIdentity } from "../../../src/landing/resolve/remembered/conflict-identity.ts";
import { hunkResolutions, isOneSide } from "../../../src/landing/resolve/remembered/hunk-resolutions.ts";
import { seeded } from "./support/climb.ts";

const hunk = (ours: string, base: string, theirs: string) => {
  const lines = (text: string) => [...text].map((letter) => `${letter}\n`);
  return { ours: lines(ours), base: lines(base), theirs: lines(theirs) };
};
const plain = (text: string) => [...text].map((letter) => `${letter}\n`);
const text = (letters: string) => plain(letters).join("");

describe("what a conflict became", () => {
  const read: readonly [what: string, parts: readonly MergedPart[], resolved: string, hunks: readonly string[]][] = [
    ["one place", [plain("ab"), hunk("c", "x", "d"), plain("ef")], "abcdef", ["cd"]],
    ["a place that was emptied", [plain("ab"), hunk("c", "x", "d"), plain("ef")], "abef", [""]],
    ["places at both ends", [hunk("a", "x", "b"), plain("m"), hunk("c", "y", "d")], "abmdc", ["ab", "dc"]],
    ["a whole file", [hunk("a", "x", "b")], "ba", ["ba"]],
    ["what looks like the lines before and after", [plain("a"), hunk("b", "x", "c"), plain("a")], "aaaa", ["aa"]],
  ];
  it.each(read)("is read off the landed text: %s", (_, parts, resolved, hunks) => {
    expect(hunkResolutions(parts, text(resolved))).toEqual(hunks.map(text));
  });

  const unread: readonly [what: string, parts: readonly MergedPart[], resolved: string][] = [
    ["lines before it were edited as well", [plain("ab"), hunk("c", "x", "d"), plain("ef")], "aBcdef"],
    ["lines after it were", [plain("ab"), hunk("c", "x", "d"), plain("ef")], "abcdeF"],
    ["lines between two places were", [hunk("a", "x", "b"), plain("mn"), hunk("c", "y", "d")], "abMndc"],
    ["the lines between two places stand there twice", [hunk("a", "x", "b"), plain("m"), hunk("c", "y", "d")], "ambmc"],
    ["the file is shorter than what is around it", [plain("ab"), hunk("c", "x", "d"), plain("ba")], "aba"],
    ["two places have nothing between them", [hunk("a", "x", "b"), hunk("c", "y", "d")], "abcd"],
    ["there was no conflict", [plain("ab")], "ab"],
  ];
  it.each(unread)("is not guessed where %s", (_, parts, resolved) => {
    expect(hunkResolutions(parts, text(resolved))).toBeUndefined();
  });

  it("put back into the merge gives the landed text, whatever that is", async () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abcd"), maxLength: 8 });
    let readable = 0;
    await fc.assert(
      fc.asyncProperty(letters, letters, letters, letters, async (base, ours, theirs, landed) => {
        const parts = (await mergeFile(text(base), text(ours), text(theirs))) ?? [];
        const found = hunkResolutions(parts, text(landed));
        if (found === undefined) return;
        readable++;
        const left = [...found];
        expect(parts.map((part) => (isHunk(part) ? left.shift() : part.join(""))).join("")).toBe(text(landed));
        expect(left).toEqual([]);
      }),
      { numRuns: 300, ...seeded },
    );
    expect(readable).toBeGreaterThan(0);
  });

  it("is one side's work alone only if every place went to that side", () => {
    const hunks = [hunk("a", "x", "b"), hunk("c", "y", "d")];
    const decided = (letters: readonly string[]) => isOneSide(hunks, letters.map(text));
    expect([decided(["a", "c"]), decided(["b", "d"])]).toEqual([true, true]);
    expect([decided(["a", "d"]), decided(["ab", "c"]), decided(["a", ""])]).toEqual([false, false, false]);
  });
});

describe("a conflicting place has one name", () => {
  it("whichever side is which, and whatever both started from, as in git's own rerere", () => {
    const name = hunkIdentity(hunk("ab", "x", "cd"));
    expect(hunkIdentity(hunk("cd", "x", "ab"))).toBe(name);
    expect(hunkIdentity(hunk("ab", "", "cd"))).toBe(name);
  });

  it("and another one when a line goes from one side to the other", () => {
    const names = [hunk("ab", "x", "cd"), hunk("a", "x", "bcd"), hunk("abc", "x", "d"), hunk("", "x", "abcd")].map(hunkIdentity);
    expect(new Set(names).size).toBe(names.length);
  });
});
