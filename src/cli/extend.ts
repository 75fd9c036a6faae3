import { saveCredential } from "../claims/credentials.ts";
import { listLeases } from "../claims/list-leases.ts";
import { extendClaim } from "../claims/renew.ts";
import type { Refusal } from "../core/claim.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { firstOverlap, parsePath } from "../core/paths.ts";
import { type Elsewhere, openElsewhere, ownClaim, publicClaim } from "./elsewhere.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox extend TASK PATHS`: asks for more paths; refused while another claim covers one of them. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const paths = args.slice(1).map(parsePath);
  const elsewhere = await openElsewhere(context.cwd);
  const held = await ownClaim(elsewhere, task, textOption(options, "session"));
  if (!held.ok) return reportRefused(context, "extend", held.refusal);
  const taken = await holderOf(elsewhere, task, paths);
  if (taken !== undefined) return reportRefused(context, "extend", taken);
  const extended = await extendClaim(elsewhere.claims, held.value, [...new Set([...held.value.record.footprint, ...paths])]);
  if (!extended.ok) return reportRefused(context, "extend", extended.refusal);
  await saveCredential(elsewhere.site.state.credentials, extended.value);
  if (context.json) printJson(context, "extend", { claim: publicClaim(extended.value), paths: extended.value.record.footprint });
  else context.print(`${task} now covers ${extended.value.record.footprint.join(", ")}`);
  return EXIT.done;
}

async function holderOf({ claims }: Elsewhere, task: string, paths: readonly string[]): Promise<Refusal | undefined> {
  for (const { record, expiresInMs } of await listLeases(claims)) {
    if (record.kind !== "claim" || record.state !== "held" || record.name === task) continue;
    const overlap = firstOverlap(paths, record.footprint);
    if (overlap === undefined) continue;
    return {
      code: "out-of-lease",
      holder: record.holder,
      untilMs: expiresInMs,
      next: `${record.name} holds ${overlap[1]}: work on other paths, or wait until it has landed`,
    };
  }
  return undefined;
}
