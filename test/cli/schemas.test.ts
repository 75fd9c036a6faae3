import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { schemaText } from "../../scripts/schemas.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { BODIES, type OutputName, outputSchema } from "../../src/cli/schemas.ts";
import { ERROR_CODES } from "../../src/core/errors.ts";

const DIRECTORY = new URL("../../docs/schema/", import.meta.url);
const names = Object.keys(BODIES) as OutputName[];

describe("docs/schema", () => {
  it("has one schema per command, as the code has it (npm run schemas writes them)", async () => {
    expect([...names].sort()).toEqual([...COMMANDS.map(({ name }) => name), "usage"].sort());
    expect((await readdir(DIRECTORY)).sort()).toEqual(names.map((name) => `${name}.json`).sort());
    for (const name of names) expect(await readFile(new URL(`${name}.json`, DIRECTORY), "utf8"), name).toBe(schemaText(name));
  });

  it("knows errors and refusals of every command, and nothing else", () => {
    for (const name of names) {
      const schema = `signalbox.${name}/1`;
      const refused = { code: "held", holder: null, until: 5, next: "wait" };
      for (const code of Object.keys(ERROR_CODES)) {
        expect(outputSchema(name).safeParse({ schema, error: { code, message: "expected", next: "do" } }).success).toBe(true);
      }
      expect(outputSchema(name).safeParse({ schema, refused }).success).toBe(true);
      expect(outputSchema(name).safeParse({ schema, error: { code: "other", message: "", next: "" } }).success).toBe(false);
      expect(outputSchema(name).safeParse({ schema: "signalbox.other/1", refused }).success).toBe(false);
      expect(outputSchema(name).safeParse({ schema, refused, extra: 1 }).success).toBe(false);
    }
  });
});
