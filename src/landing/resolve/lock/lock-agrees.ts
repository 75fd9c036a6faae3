import { z } from "zod";

/** A manifest of a workspace. `directory` is relative to the lock file's; empty for the one beside it. */
export interface Manifest {
  readonly directory: string;
  readonly content: string;
}

const ranges = z.record(z.string(), z.string()).optional();
const manifestSchema = z.object({ dependencies: ranges, devDependencies: ranges, optionalDependencies: ranges, peerDependencies: ranges });
const npmLockSchema = z.object({ packages: z.record(z.string(), manifestSchema) });

const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/**
 * Does an npm lock file (version 2 or 3) hold what the manifests ask for, and everything that what it holds needs in turn?
 * @returns what is wrong, or null.
 */
export function npmDisagrees(text: string, manifests: readonly Manifest[]): string | null {
  const lock = npmLockSchema.safeParse(parsed(text));
  if (!lock.success) return "it has no `packages` to check";
  const { packages } = lock.data;
  for (const [path, entry] of Object.entries(packages)) {
    const isInstalled = /(?:^|\/)node_modules\//.test(path);
    const wrong = isInstalled ? null : differs(path, entry, manifests);
    if (wrong !== null) return wrong;
    for (const name of Object.keys({ ...entry.dependencies, ...(isInstalled ? {} : entry.devDependencies) })) {
      if (entry.optionalDependencies?.[name] === undefined && !places(path, name).some((place) => packages[place] !== undefined)) {
        return `it has no entry for ${name}, which ${path || "the root"} needs`;
      }
    }
  }
  return null;
}

function differs(directory: string, entry: z.infer<typeof manifestSchema>, manifests: readonly Manifest[]): string | null {
  const content = manifests.find((manifest) => manifest.directory === directory)?.content;
  const manifest = content === undefined ? undefined : manifestSchema.safeParse(parsed(content)).data;
  if (manifest === undefined) return `it names ${directory || "the root"}, whose manifest cannot be read`;
  const field = FIELDS.find((name) => !sameRanges(entry[name], manifest[name]));
  return field === undefined ? null : `its ${field} of ${directory || "the root"} are not the manifest's`;
}

/** Where Node looks for a package from `path`, innermost first. */
function places(path: string, name: string): readonly string[] {
  const found: string[] = [];
  for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    if (!at.endsWith("/node_modules") && at !== "node_modules") found.push(`${at}/node_modules/${name}`);
  }
  return [...found, `node_modules/${name}`];
}

function sameRanges(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
