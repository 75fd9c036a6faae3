import { z } from "zod";

/** The part of JSON Schema that tools and structured answers use; Gemini writes its types in capitals. */
export interface JsonSchema {
  readonly type?: unknown;
  readonly description?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** Reads a schema without judging it: agents write it for a model, and what we do not understand is left out. */
export const jsonSchema: z.ZodType<JsonSchema> = z
  .looseObject({
    enum: z.array(z.unknown()).optional().catch(undefined),
    properties: z
      .lazy(() => z.record(z.string(), jsonSchema))
      .optional()
      .catch(undefined),
    required: z.array(z.string()).optional().catch(undefined),
    items: z
      .lazy(() => jsonSchema)
      .optional()
      .catch(undefined),
    anyOf: z
      .lazy(() => z.array(jsonSchema))
      .optional()
      .catch(undefined),
  })
  .catch({});

const DEPTH_MAX = 16;

/** A small value that fits the schema: what a client asks for by a schema and we have nothing to say about. */
export function sampleOfSchema(schema: JsonSchema, depth = 0): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined && schema.enum.length > 0) return schema.enum[0];
  const [alternative] = schema.anyOf ?? [];
  if (alternative !== undefined && depth < DEPTH_MAX) return sampleOfSchema(alternative, depth + 1);
  switch (typeOf(schema)) {
    case "string":
      return "ok";
    case "number":
    case "integer":
      return 1;
    case "boolean":
      return false;
    case "array":
      return [];
    case "null":
      return null;
    default:
      return depth < DEPTH_MAX ? sampleOfObject(schema, depth) : {};
  }
}

/** The schema's first type, in small letters. */
export function typeOf({ type }: JsonSchema): string {
  return String(Array.isArray(type) ? type[0] : (type ?? "object")).toLowerCase();
}

function sampleOfObject({ properties = {}, required = Object.keys(properties) }: JsonSchema, depth: number): Record<string, unknown> {
  return Object.fromEntries(required.map((name) => [name, sampleOfSchema(properties[name] ?? { type: "string" }, depth + 1)]));
}
