import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SignalboxError } from "../../core/errors.ts";
import type { StateDirectory } from "../../system/state-directory.ts";

const KEY_BYTES = 32;
const MAC_CHARACTERS = 32;

/** Lease ids of claims made over our tools: whoever shows one made the claim. */
export interface LeaseIds {
  idOf(session: string): string;
  /** The session an id is for; undefined when we did not make it. */
  sessionOf(id: string): string | undefined;
}

/**
 * A lease id is the session with a code that only this state directory's key makes, so that an agent which reads of
 * another's session cannot act for it. The key is a file that only its owner may read, as the claims' credentials are.
 */
export async function openLeaseIds(state: Pick<StateDirectory, "root">): Promise<LeaseIds> {
  const key = await keyIn(join(state.root, "lease-key"));
  const code = (session: string) => createHmac("sha256", key).update(session).digest("hex").slice(0, MAC_CHARACTERS);
  return {
    idOf: (session) => `${session}.${code(session)}`,
    sessionOf(id) {
      const session = id.slice(0, -(MAC_CHARACTERS + 1));
      const [given, made] = [Buffer.from(id), Buffer.from(`${session}.${code(session)}`)];
      return given.length === made.length && timingSafeEqual(given, made) ? session : undefined;
    },
  };
}

/** Two programs may begin at once: the file is made by one of them, whole, and read by both. */
async function keyIn(path: string): Promise<string> {
  const file = await open(path, "wx", 0o600).catch(() => undefined);
  if (file !== undefined) {
    await file.writeFile(randomBytes(KEY_BYTES).toString("hex"));
    await file.close();
  }
  for (let tries = 0; tries < 50; tries++) {
    const text = await readFile(path, "utf8");
    if (text.length === KEY_BYTES * 2) return text;
  }
  throw new SignalboxError("bad-input", `expected a key in \`${path}\`, got something else`, { hint: "remove that file" });
}
