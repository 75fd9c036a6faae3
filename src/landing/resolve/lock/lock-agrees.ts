import { parse } from "yaml";
import { z } from "zod";

/** A manifest of a workspace. `directory` is relative to the lock file's; empty for the one beside it. */
export interface Manifest {
  readonly directory: string;
  readonly content: string;
}

const ranges = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({ dependencies: ranges, devDependencies: ranges, optionalDependencies: ranges, peerDependencies: ranges });
const npmLockSchema = z.object({ packages: z.record(z.string(), manifestSchema) });
const entries = z.record(z.string(), z.object({ specifier: z.string() })).optional();
const pnpmLockSchema = z.object({
  importers: z.record(z.string(), z.object({ dependencies: entries, devDependencies: entries, optionalDependencies: entries })),
});

const INSTALLED = ["dependencies", "devDependencies", "optionalDependencies"] as const;

/** Does an npm lock file (version 2 or 3) hold what the manifests ask for? @returns what is wrong, or null. */
export function npmDisagrees(text: string, manifests: readonly Manifest[]): string | null {
  const lock = npmLockSchema.safeParse(parsed(text, JSON.parse));
  if (!lock.success) return "it has no `packages` to check";
  const { packages } = lock.data;
  for (const [directory, entry] of Object.entries(packages).filter(([path]) => !/(?:^|\/)node_modules\//.test(path))) {
    const manifest = manifestOf(manifests, directory);
    if (manifest === undefined) return `it names ${directory || "the root"}, whose manifest cannot be read`;
    for (const field of [...INSTALLED, "peerDependencies"] as const) {
      if (!sameRanges(entry[field], manifest[field])) return `its ${field} of ${directory || "the root"} are not the manifest's`;
    }
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })) {
      const places = [directory === "" ? "" : `${directory}/`, ""].map((place) => `${place}node_modules/${name}`);
      if (!places.some((place) => packages[place] !== undefined)) return `it has no entry for ${name}`;
    }
  }
  return null;
}

/** Does a pnpm lock file hold what the manifests ask for? @returns what is wrong, or null. */
export function pnpmDisagrees(text: string, manifests: readonly Manifest[]): string | null {
  const lock = pnpmLockSchema.safeParse(parsed(text, parse));
  if (!lock.success) return "it has no `importers` to check";
  for (const [directory, entry] of Object.entries(lock.data.importers)) {
    const manifest = manifestOf(manifests, directory === "." ? "" : directory);
    if (manifest === undefined) return `it names ${directory}, whose manifest cannot be read`;
    for (const field of INSTALLED) {
      const specifiers = Object.fromEntries(Object.entries(entry[field] ?? {}).map(([name, { specifier }]) => [name, specifier]));
      if (!sameRanges(specifiers, manifest[field])) return `its ${field} of ${directory} are not the manifest's`;
    }
  }
  return null;
}

function manifestOf(manifests: readonly Manifest[], directory: string): z.infer<typeof manifestSchema> | undefined {
  const content = manifests.find((manifest) => manifest.directory === directory)?.content;
  return content === undefined ? undefined : manifestSchema.safeParse(parsed(content, JSON.parse)).data;
}

function sameRanges(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function parsed(text: string, parser: (text: string) => unknown): unknown {
  try {
    return parser(text);
  } catch {
    return undefined;
  }
}
