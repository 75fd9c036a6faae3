/** What is known of a submitted change by its real diff, base → head. Plain data: the analysis reads nothing else. */
export interface SubmittedChange {
  readonly id: string;
  readonly files: readonly ChangedFile[];
  /** What it alters or removes of what other files may use, by the file that defines it. */
  readonly exports: readonly FileNames[];
  /** What its added or changed code uses of other files. */
  readonly imports: readonly FileUse[];
  /** Why it must be alone although its paths do not say so: what a guard found. */
  readonly flags: readonly string[];
}

/** A path of the diff. A rename is a deletion and an addition, and both paths count. */
export interface ChangedFile {
  readonly path: string;
  readonly mode: "added" | "modified" | "deleted";
}

/** Names of a file; null where nobody knows them, so that the file counts as a whole. */
export interface FileNames {
  readonly path: string;
  readonly names: readonly string[] | null;
}

/** The same as used by the file `by`. */
export interface FileUse extends FileNames {
  readonly by: string;
}
