import { join } from "node:path";
import type { Random } from "../core/ports.ts";
import { type Protection, protectRemote } from "../landing/protect-remote.ts";
import { readTextFile, writeFileAtomically } from "../system/files.ts";
import type { Site } from "./site.ts";

const TOKEN_BYTES = 24;

function tokenFile({ state }: Site): string {
  return join(state.root, "lander-token");
}

/** The secret that lets this machine's lander move a protected main, or undefined when it never protected one. */
export async function readLanderToken(site: Site): Promise<string | undefined> {
  return (await readTextFile(tokenFile(site)))?.trim();
}

/**
 * Protects main of a bare remote on this machine: from now on only pushes with this machine's token move it, the owner's
 * own included (`git push -o signalbox-token=…`). Done only when asked for (`doctor --fix`, the demo).
 */
export async function protectMain(site: Site, random: Random): Promise<Protection> {
  const token = (await readLanderToken(site)) ?? random.hex(TOKEN_BYTES);
  await writeFileAtomically(tokenFile(site), `${token}\n`);
  return protectRemote(site.remote, site.config.main, token);
}
