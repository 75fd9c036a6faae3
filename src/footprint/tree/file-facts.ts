/** What one version of a file says about itself; depends on nothing but its own content, so it is kept by the blob's OID. */
export interface FileFacts {
  /** Names of functions, classes, types and exported values defined at its outer levels, as written, each once. */
  readonly symbols: readonly string[];
  /** What it imports, as written: `./a.js`, `pkg.mod`, `crate::store`. Resolved against the tree later. */
  readonly imports: readonly string[];
  /** Routes it registers: the first argument of `app.get("/needs/new", …)`, `@app.route("/needs/new")` and their like. */
  readonly routes: readonly string[];
  /** Other literals that look like routes: links to them. */
  readonly links: readonly string[];
  /** The package or module the file says it is: Java's `package`, the name in `package.json`, `go.mod`, `Cargo.toml`. */
  readonly module: string | null;
  /** Its words with how often each occurs, packed (`content/file-words.ts`); empty where they do not matter. */
  readonly words: string;
  /** Not looked into and why; `generated` files say so themselves. */
  readonly note: "binary" | "too-large" | "generated" | null;
}

/** New facts by path; null for a path that is gone. */
export type Changes = ReadonlyMap<string, FileFacts | null>;

export const NO_FACTS: FileFacts = { symbols: [], imports: [], routes: [], links: [], module: null, words: "", note: null };
