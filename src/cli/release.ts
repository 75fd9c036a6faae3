import { removeCredential } from "../claims/credentials.ts";
import { releaseLease } from "../claims/renew.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { openElsewhere, ownClaim, publicClaim } from "./elsewhere.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox release TASK`: gives a claim back; its epoch stays used. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const task = parseTaskId(argument(args, 0, "a task"));
  const elsewhere = await openElsewhere(context.cwd);
  const held = await ownClaim(elsewhere, task, textOption(options, "session"));
  const released = held.ok ? await releaseLease(elsewhere.claims, held.value) : held;
  // Lost or landed meanwhile: nothing is held any more either way.
  if (released.ok || released.refusal.code !== "busy") await removeCredential(elsewhere.site.state.credentials, task);
  if (!released.ok) return reportRefused(context, "release", released.refusal);
  if (context.json) printJson(context, "release", { claim: { ...publicClaim(released.value), expiresInMs: 0 } });
  else context.print(`${task} is free again`);
  return EXIT.done;
}
