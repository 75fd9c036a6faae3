/** `npm run schemas`: writes docs/schema/, one JSON Schema per command, from src/cli/schemas.ts. A test holds them equal. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { BODIES, type OutputName, outputSchema } from "../src/cli/schemas.ts";

/** The text of docs/schema/<name>.json. */
export function schemaText(name: OutputName): string {
  return `${JSON.stringify({ title: `signalbox.${name}/1`, ...z.toJSONSchema(outputSchema(name)) }, null, 2)}\n`;
}

async function writeSchemas(directory: URL): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const name of Object.keys(BODIES) as OutputName[]) await writeFile(new URL(`${name}.json`, directory), schemaText(name));
}

if (import.meta.main) await writeSchemas(new URL("../docs/schema/", import.meta.url));
