/** The beginning of a file, as text. `cut` says that there was more than the caller wanted to read. */
export interface FileText {
  readonly path: string;
  readonly text: string;
  /** Size of the whole file. */
  readonly bytes: number;
  readonly cut: boolean;
}

/**
 * Where task files are read from: a work tree on disk (`diskTree`) or a commit (`gitTree`).
 * Paths are relative to the repository's root with `/` between; symbolic links are never followed.
 */
export interface TreeReader {
  /** Every file's path, sorted. */
  list(): Promise<readonly string[]>;
  /** One file's text up to `FILE_BYTES_MAX`; undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Many files, each up to `bytesMax` bytes, in the order asked for; missing ones are left out. */
  files(paths: readonly string[], bytesMax: number): AsyncIterable<FileText>;
}

/** Roadmaps and task lists of real projects stay under 2 MiB; what is larger is cut, and the reader says so. */
export const FILE_BYTES_MAX = 16 * 1024 * 1024;

/** A prompt longer than this is no prompt; its beginning is read. */
export const PROMPT_BYTES_MAX = 1024 * 1024;
