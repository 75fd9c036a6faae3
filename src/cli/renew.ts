import { saveCredential } from "../claims/credentials.ts";
import { renewLease } from "../claims/renew.ts";
import { EXIT } from "../core/errors.ts";
import { parseTaskId } from "../core/ids.ts";
import { openElsewhere, ownClaim, publicClaim } from "./elsewhere.ts";
import { argument, type RawOptions, textOption } from "./options.ts";
import { type CommandContext, printJson, reportRefused } from "./output.ts";

/** `signalbox renew TASK`: keeps a claim for another while. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const elsewhere = await openElsewhere(context.cwd);
  const held = await ownClaim(elsewhere, parseTaskId(argument(args, 0, "a task")), textOption(options, "session"));
  const renewed = held.ok ? await renewLease(elsewhere.claims, held.value) : held;
  if (!renewed.ok) return reportRefused(context, "renew", renewed.refusal);
  await saveCredential(elsewhere.site.state.credentials, renewed.value);
  const claim = publicClaim(renewed.value);
  if (context.json) printJson(context, "renew", { claim });
  else context.print(`${claim.task} is yours for another ${Math.round(claim.expiresInMs / 60_000)} minutes`);
  return EXIT.done;
}
