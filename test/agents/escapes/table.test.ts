import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { escapesTable } from "./table.ts";

/** Played in test/slow/confinement. */
it("docs/confinement.md says what becomes of every escape that is tried", async () => {
  expect(await readFile("docs/confinement.md", "utf8")).toContain(`\n${escapesTable().join("\n")}\n`);
});
