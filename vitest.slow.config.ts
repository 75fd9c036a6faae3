import { defineConfig } from "vitest/config";

/** Races, crash tables, long random runs: `npm run test:slow`. Sizes come from the environment (RACES, KILLS, MOMENTS, CERTIFIED, PAIRS, FAST, SEED). */
export default defineConfig({
  test: {
    include: ["test/slow/**/*.test.ts"],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
    pool: "forks",
  },
});
