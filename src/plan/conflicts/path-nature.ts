import { configSchema } from "../../core/config.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";

/** Where Signalbox keeps its records unless `signalbox.yaml` says otherwise. */
export const USUAL_BOOKKEEPING: readonly string[] = bookkeepingPaths(configSchema.parse({}));

/** Lists to which many tasks add a line: routers, barrels, package manifests. */
const REGISTRY =
  /(?:^|\/)(?:index\.[cm]?[jt]sx?|mod\.rs|lib\.rs|__init__\.py|package\.json|Cargo\.toml|go\.mod|pyproject\.toml|pom\.xml|build\.gradle(?:\.kts)?|(?:routes?|router|urls|registry|registrations)\.[a-z]+|[a-z-]*\.module\.ts)$/i;

/** What the whole program's data looks like: two changes of it are rarely independent, even where they merge. */
const SCHEMA = /(?:^|\/)(?:schema\.(?:prisma|graphql|sql|rb|[cm]?[jt]s)|structure\.sql|[^/]+\.proto|openapi\.(?:ya?ml|json))$/i;

export function isRegistry(path: string): boolean {
  return REGISTRY.test(path) || SCHEMA.test(path);
}

export function isSchema(path: string): boolean {
  return SCHEMA.test(path);
}

/**
 * What decides which changes pass. A task that changes it conflicts with all: everything tested meanwhile was tested by
 * other rules. Workflows of a hosted CI are not among them (gates run here, and they act only after a landing), nor are
 * compiler and linter settings (what they break, the gates find on the merged tree), nor package manifests (registries).
 */
export function isGateConfiguration(path: string): boolean {
  return path === "signalbox.yaml";
}
