import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextBatch } from "../../src/landing/batch.ts";

const queue = (...ids: string[]) => ids.map((id) => ({ id: id.replace("!", ""), barrier: id.endsWith("!") }));
const ids = (batch: readonly { readonly id: string }[]) => batch.map(({ id }) => id).join("");

describe("the next batch", () => {
  it("takes everything queued in order, up to the limit", () => {
    expect(ids(nextBatch(queue("a", "b", "c"), [], 8))).toBe("abc");
    expect(ids(nextBatch(queue("a", "b", "c"), [], 2))).toBe("ab");
    expect(nextBatch([], [["a"]], 8)).toEqual([]);
  });

  it("is halved after a failure and tried singly at the end, until the culprit is alone", () => {
    expect(ids(nextBatch(queue("a", "b", "c", "d"), [["a", "b", "c", "d"]], 8))).toBe("ab");
    expect(
      ids(
        nextBatch(
          queue("a", "b", "c", "d"),
          [
            ["a", "b", "c", "d"],
            ["a", "b"],
          ],
          8,
        ),
      ),
    ).toBe("a");
  });

  it("suspects only what is still queued of a failed batch", () => {
    expect(ids(nextBatch(queue("c", "d", "e"), [["a", "b", "c", "d"]], 8))).toBe("c");
  });

  it("believes the rest again once one change has failed alone", () => {
    expect(ids(nextBatch(queue("b", "c", "d", "e"), [["a", "b", "c", "d"], ["a", "b"], ["a"]], 8))).toBe("bcde");
  });

  it("tries a barrier alone, and nothing behind it together with what is before it", () => {
    expect(ids(nextBatch(queue("a!", "b"), [], 8))).toBe("a");
    expect(ids(nextBatch(queue("a", "b!", "c"), [], 8))).toBe("a");
  });

  it("ends every queue: good changes land, each bad one is found alone, whatever the mix", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ bad: fc.boolean(), barrier: fc.boolean() }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        (mix, max) => {
          const all = mix.map((change, index) => ({ ...change, id: String(index) }));
          let queued = all;
          const failures: string[][] = [];
          const landed: string[] = [];
          const rejected: string[] = [];
          for (let runs = 0; queued.length > 0; runs++) {
            expect(runs).toBeLessThan(10 * all.length + 10);
            const batch = nextBatch(queued, failures, max);
            const names = batch.map(({ id }) => id);
            expect(names).toEqual(queued.slice(0, names.length).map(({ id }) => id));
            expect(batch.length === 1 || !batch.some(({ barrier }) => barrier)).toBe(true);
            const failed = batch.some(({ bad }) => bad);
            if (failed) failures.push(names);
            if (failed && names.length > 1) continue;
            (failed ? rejected : landed).push(...names);
            queued = queued.slice(names.length);
          }
          expect(rejected).toEqual(all.filter(({ bad }) => bad).map(({ id }) => id));
          expect(landed).toEqual(all.filter(({ bad }) => !bad).map(({ id }) => id));
        },
      ),
      process.env["SEED"] === undefined ? {} : { seed: Number(process.env["SEED"]) },
    );
  });
});
