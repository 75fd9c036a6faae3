/** The names one `import … from` or `export … from` of JavaScript or TypeScript takes. */
export interface ImportClause {
  readonly specifier: string;
  /** What the module calls it, by what it is called here. */
  readonly names: ReadonlyMap<string, string>;
  /** What the whole module is called here; null where it has no name. */
  readonly namespace: string | null;
  /** True for `export * from`. */
  readonly everything: boolean;
}

const CLAUSE = /\b(import|export)\s+(?:type\s+)?([\w$*{},\s]{1,4000}?)\s*\bfrom\s*["']([^"'\n]{1,200})["']/g;
const PARTS_MAX = 500;

/** Every clause with `from`; a `require` or a dynamic import names nothing and has none. */
export function importClauses(text: string): readonly ImportClause[] {
  return [...text.matchAll(CLAUSE)].map(([, verb, clause = "", specifier = ""]) => {
    const names = new Map<string, string>();
    const inner = /\{([^}]*)\}/.exec(clause)?.[1] ?? "";
    for (const part of inner.split(",").slice(0, PARTS_MAX)) {
      const [, name, alias] = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?\s*$/.exec(part) ?? [];
      if (name !== undefined) names.set(alias ?? name, name);
    }
    const namespace = /\*\s*as\s+([\w$]+)/.exec(clause)?.[1] ?? null;
    const main = verb === "import" ? /^\s*([\w$]+)\s*(?:,|$)/.exec(clause)?.[1] : undefined;
    if (main !== undefined) names.set(main, "default");
    return { specifier, names, namespace, everything: verb === "export" && /^\s*\*\s*$/.test(clause) };
  });
}
