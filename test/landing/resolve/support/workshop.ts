import { mkdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { findSandbox } from "../../../../src/agents/find-sandbox.ts";
import type { Git } from "../../../../src/git/git.ts";
import { gateEnvironment } from "../../../../src/landing/gates/gate-environment.ts";
import type { Workshop } from "../../../../src/landing/resolve/workshop.ts";
import { systemRandom } from "../../../../src/system/clock.ts";
import { temporaryDirectory } from "../../../support/repository.ts";

/** Tools in this machine's own box, with plain checkouts of the cache's trees. */
export async function workshopOf(cache: Git, settings: Partial<Pick<Workshop, "generated" | "driver">> = {}): Promise<Workshop> {
  const directory = await temporaryDirectory();
  const npmCache = join(homedir(), ".npm");
  return {
    tools: {
      env: { ...gateEnvironment(process.env), npm_config_cache: npmCache },
      sandbox: await findSandbox("auto"),
      random: systemRandom,
      directory,
      readable: [npmCache],
      hidden: [],
    },
    generated: [],
    driver: { driver: null, timeoutSeconds: 60 },
    openCheckout: async (tree) => {
      const path = join(await temporaryDirectory(), "tree");
      for (const file of await cache.fields(["ls-tree", "-r", "-z", "--name-only", tree])) {
        await mkdir(dirname(join(path, file)), { recursive: true });
        await writeFile(join(path, file), (await cache.run(["cat-file", "blob", `${tree}:${file}`])).stdout);
      }
      return { path, close: async () => undefined };
    },
    ...settings,
  };
}
