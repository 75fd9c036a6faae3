import { join } from "node:path";
import { CONFIG_FILE, findRepository } from "../coordinator/site.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { readTextFile, writeFileAtomically } from "../system/files.ts";
import { detectConfig } from "../tasks/detect-config.ts";
import { diskTree } from "../tasks/disk-tree.ts";
import { renderConfig } from "../tasks/render-config.ts";
import type { RawOptions } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";

const FILE_MODE = 0o644;

/** `signalbox init`: finds tasks, roadmap and gates and writes `signalbox.yaml`; changes nothing else. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const { root } = await findRepository(context.cwd);
  const file = join(root, CONFIG_FILE);
  if (options["force"] !== true && (await readTextFile(file)) !== undefined) {
    throw new SignalboxError("bad-input", `expected no ${CONFIG_FILE} yet, got one`, {
      hint: "edit it, or signalbox init --force to replace it",
    });
  }
  const { config, found } = await detectConfig(diskTree(root));
  await writeFileAtomically(file, renderConfig(config), FILE_MODE);
  if (context.json) printJson(context, "init", { config, found });
  else {
    context.print(`wrote ${CONFIG_FILE}`);
    for (const [what, value] of Object.entries({
      ...found,
      prompts: found.prompts.map(({ folder, files }) => `${folder} (${files} files)`),
    }))
      context.print(`  ${what}: ${Array.isArray(value) ? value.join(", ") || "none" : (value ?? "none")}`);
    context.print("next: look at it, commit and push it, then signalbox plan");
  }
  return EXIT.done;
}
