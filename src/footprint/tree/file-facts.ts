/** What one version of a file says about itself; depends on nothing but its own content, so it is kept by the blob's OID. */
export interface FileFacts {
  /** Names of functions, classes, types and exported values defined at its outer levels, as written, each once. */
  readonly symbols: readonly string[];
  /** What it imports, as written: `./a.js`, `pkg.mod`, `crate::store`. Resolved against the tree later. */
  readonly imports: readonly string[];
  /** Route literals it registers or links to: `/needs/new`. */
  readonly routes: readonly string[];
  /** The package the file says it belongs to (Java), or the module it declares (`go.mod`); null elsewhere. */
  readonly module: string | null;
  /** Not looked into: why. `generated` files say so themselves. */
  readonly note: "binary" | "too-large" | "generated" | null;
}

export const NO_FACTS: FileFacts = { symbols: [], imports: [], routes: [], module: null, note: null };
