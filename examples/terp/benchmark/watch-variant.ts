import { join } from "node:path";
import { playAndJudge } from "./play-and-judge.ts";
import { prepareScript } from "./prepare-script.ts";
import { tableOf } from "./report/markdown.ts";
import { variantsNamed } from "./variants.ts";

export interface WatchOptions {
  readonly variant: string;
  readonly agents: number;
  /** A tenth of the thinking. */
  readonly fast: boolean;
  readonly print: (text: string) => void;
}

const SEED = 1;

/**
 * `npm run demo -- --variant naive`: one variant to watch, its counts, and where its repository is.
 * @returns 0: whatever a variant does to main, it was shown.
 * @throws SignalboxError `bad-input` for a variant that does not exist.
 */
export async function watchVariant({ variant: name, agents, fast, print }: WatchOptions): Promise<number> {
  const variants = variantsNamed(name);
  for (const variant of variants) {
    const { folder, script } = await prepareScript(SEED, fast);
    const { play, evaluation } = await playAndJudge(variant, { agents, script, seed: SEED, fast, print });
    const setting = { agents, seeds: [SEED], fast, machine: "", loads: [] };
    print(["", ...tableOf({ variants: [{ title: variant.title, runs: [evaluation] }], setting }), ""].join("\n"));
    print(
      `look around: cd ${join(play.root, "terp")} && git pull -q && git log --oneline --first-parent\nremove it with: rm -rf ${play.root} ${folder}`,
    );
  }
  return 0;
}
