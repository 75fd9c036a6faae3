import { describe, expect, it } from "vitest";
import { play, type WorldOptions } from "./world.ts";

const CALM: Omit<WorldOptions, "seed" | "settings"> = {
  changes: 30,
  ...{ bad: 0.1, overlap: 0.1, breaks: 0.1, hidden: 0, flake: 0, lost: 0, twice: 0, foreign: 0, withdrawn: 0 },
};
const SEEDS = Number(process.env["SEEDS"] ?? 40);

function eachSeed(promise: (seed: number, workers: number, strict: boolean) => void): void {
  for (let seed = 1; seed <= SEEDS; seed++) promise(seed, 1 + (seed % 5), seed % 3 === 0);
}

function settings(workers: number, strict: boolean, retryShare = 0.25) {
  return { workers, strict, batchMax: 8, retryShare };
}

describe("a queue played to its end, whatever comes in whatever order", () => {
  it("lands every good change, returns every bad one, and never breaks main", () => {
    eachSeed((seed, workers, strict) => {
      const { faults, landed, returned } = play({ ...CALM, breaks: 0, seed, settings: settings(workers, strict) });
      expect(faults, `seed ${seed}`).toEqual([]);
      expect(landed.length + returned.length, `seed ${seed}`).toBe(CALM.changes);
    });
  });

  it("never breaks main and returns no innocent though the analysis knows of no conflict", () => {
    eachSeed((seed, workers, strict) => {
      const { faults } = play({ ...CALM, overlap: 0, hidden: 0.05, seed, settings: settings(workers, strict) });
      expect(faults, `seed ${seed}`).toEqual([]);
    });
  });

  it("returns no innocent change when nothing is flaky, though pairs break each other", () => {
    eachSeed((seed, workers, strict) => {
      const { faults } = play({ ...CALM, overlap: 0.3, breaks: 0.3, seed, settings: settings(workers, strict, seed % 2 === 0 ? 1 : 0.25) });
      expect(faults, `seed ${seed}`).toEqual([]);
    });
  });

  it("ends each change once, main unbroken, though runs flake and get lost, events come twice, others push, people withdraw", () => {
    const wild = { ...CALM, flake: 0.1, lost: 0.05, twice: 0.2, foreign: 0.02, withdrawn: 0.02, overlap: 0.2, breaks: 0.2, hidden: 0.02 };
    eachSeed((seed, workers, strict) => {
      const { faults, landed, returned, withdrawn } = play({ ...wild, seed, settings: settings(workers, strict) });
      expect(faults, `seed ${seed}`).toEqual([]);
      expect(landed.length + returned.length + withdrawn.length, `seed ${seed}`).toBe(CALM.changes);
    });
  });
});
