import { acquireLease } from "../claims/acquire.ts";
import { saveCredential } from "../claims/credentials.ts";
import { personName } from "../coordinator/engine.ts";
import { footprintsOf, leasePaths } from "../coordinator/footprints.ts";
import { footprintIndexFile, isOpen } from "../coordinator/planning-input.ts";
import { promptTexts } from "../coordinator/prompt-texts.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import { parseTaskId, sessionId } from "../core/ids.ts";
import { bookkeepingPaths } from "../footprint/tree/bookkeeping.ts";
import { systemClock, systemRandom } from "../system/clock.ts";
import { gitTree } from "../tasks/git-tree.ts";
import { readTasks } from "../tasks/read-tasks.ts";
import { fetchCache } from "../workspaces/cache.ts";
import { openElsewhere, publicClaim } from "./elsewhere.ts";
import { argument, type RawOptions, textOption, wholeNumber } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

const MINUTE_MS = 60_000;
const MINUTES_MAX = 60 * 24 * 30;
const SUFFIX_BYTES = 4;

/** `signalbox claim TASK`: the exclusive right to work on it, from any clone of the remote, without a server. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const id = parseTaskId(argument(args, 0, "a task"));
  const elsewhere = await openElsewhere(context.cwd);
  const { site, cache, claims } = elsewhere;
  const { main } = await fetchCache(cache, site.remote, site.config.main);
  if (main === undefined)
    throw new SignalboxError("no-remote", `expected the remote to have a branch \`${site.config.main}\`, got none`, {
      hint: "push it first",
    });
  const reader = gitTree(cache, main);
  const { tasks } = await readTasks(reader, site.config);
  const task = tasks.find((one) => one.id === id);
  if (task === undefined)
    throw new SignalboxError("bad-input", `expected a task on ${site.config.main}, got \`${id}\``, {
      hint: "signalbox tasks lists them; commit and push new ones",
    });
  const source = { git: cache, commit: main, indexFile: footprintIndexFile(site.state), config: site.config };
  const texts = await promptTexts(reader, [task, ...tasks.filter((one) => one !== task && isOpen(one))]);
  const footprints = await footprintsOf(source, [task], texts);
  const minutes =
    options["minutes"] === undefined ? site.config.limits.claimMinutes : wholeNumber(options["minutes"], "minutes", 1, MINUTES_MAX);
  const claim = await acquireLease(claims, {
    kind: "claim",
    name: id,
    holder: textOption(options, "as") ?? personName(),
    host: null,
    session: sessionId(id, new Date(systemClock.now()), systemRandom.hex(SUFFIX_BYTES)),
    base: main,
    footprint: [...leasePaths(task, footprints.get(id), bookkeepingPaths(site.config))],
    ttlMs: minutes * MINUTE_MS,
  });
  if (!claim.ok) return reportRefused(context, "claim", claim.refusal);
  await saveCredential(site.state.credentials, claim.value);
  const prompt = texts.get(id) ?? "";
  const branch = `signalbox/${id}`;
  if (context.json) {
    printJson(context, "claim", { claim: publicClaim(claim.value), prompt, base: main, branch });
    return EXIT.done;
  }
  context.print(
    `${id} is yours as ${claim.value.record.session ?? ""} (epoch ${claim.value.record.epoch}), for ${minutes} minutes unless renewed`,
  );
  context.print(`work on:  git fetch ${site.config.remote} && git switch -c ${branch} ${main}`);
  context.print(`then:     signalbox submit ${id}   (or: signalbox renew ${id}, signalbox release ${id})`);
  if (prompt.trim() !== "") context.print(`\n${prompt.trim()}`);
  return EXIT.done;
}
