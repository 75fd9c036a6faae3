import { closeSync, openSync, readSync } from "node:fs";

const BUFFER_BYTES = 16 * 1024;

/**
 * Reads files of `/proc`, one after the other, through one buffer. They tell no size, so `readFile` takes 128 KB for each of
 * them: twenty sessions that looked at a hundred processes each left 100 MB of such buffers to be collected. Nothing of
 * these files is on a disk, and waiting for one costs several times what reading it does: so they are read at once.
 */
export class ProcFiles {
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

  /** The whole file, valid until the next read; empty where there is none, or none that we may read. */
  read(path: string): Buffer {
    let file: number | undefined;
    try {
      file = openSync(path, "r");
      return this.#readAll(file);
    } catch {
      // The process ended, or it is another user's.
      return this.#buffer.subarray(0, 0);
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }

  #readAll(file: number): Buffer {
    for (let length = 0; ; ) {
      if (length === this.#buffer.length) this.#buffer = Buffer.concat([this.#buffer], 2 * length);
      const bytes = readSync(file, this.#buffer, length, this.#buffer.length - length, null);
      if (bytes === 0) return this.#buffer.subarray(0, length);
      length += bytes;
    }
  }
}
