import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { configSchema, parseConfig } from "../../src/core/config.ts";

const text = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
const example = /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? "";

/** Every field of a JSON Schema as the page writes it: `a.b`, `list[].c`, `map.*.d`; with the default where there is one. */
function fieldsOf(schema: z.core.JSONSchema.BaseSchema, path: string): [string, unknown][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => {
    const field = path === "" ? name : `${path}.${name}`;
    const below = fieldsOf(part as z.core.JSONSchema.BaseSchema, field);
    return below.length > 0 ? below : [[field, (part as z.core.JSONSchema.BaseSchema).default] as [string, unknown]];
  });
  const list = typeof schema.items === "object" && !Array.isArray(schema.items) ? fieldsOf(schema.items as typeof schema, `${path}[]`) : [];
  const map = typeof schema.additionalProperties === "object" ? fieldsOf(schema.additionalProperties, `${path}.*`) : [];
  const forms = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((form) => fieldsOf(form as typeof schema, path));
  return [...own, ...list, ...map, ...forms];
}

const fields = fieldsOf(z.toJSONSchema(configSchema, { io: "input" }), "");

describe("docs/configuration.md", () => {
  it("names every field of signalbox.yaml, and none that is not there", () => {
    const named = [...text.matchAll(/^\| `([\w.*[\]]+)` \|/gm)].map(([, field]) => field);
    expect([...new Set(named)].sort()).toEqual([...new Set(fields.map(([field]) => field))].sort());
    expect(fields.length).toBeGreaterThan(50);
  });

  it("tells the defaults as they are", () => {
    for (const [field, value] of fields) {
      if (value === undefined || value === null) continue;
      const row = text.split("\n").find((line) => line.startsWith(`| \`${field}\` |`)) ?? "";
      expect(row.split("|")[2], field).toContain(`\`${typeof value === "string" ? value : JSON.stringify(value)}\``);
    }
  });

  it("has an example that parses and sets every section", () => {
    const value: Record<string, unknown> = parse(example);
    expect(Object.keys(value).sort()).toEqual(Object.keys(parseConfig({})).sort());
    expect(parseConfig(value)).toMatchObject({ verify: { kind: "http" }, agents: { mine: { parts: true } } });
  });
});
