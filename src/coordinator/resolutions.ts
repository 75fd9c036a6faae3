import { homedir } from "node:os";
import { join } from "node:path";
import { readCommitMessage } from "../git/objects.ts";
import { resolutionsIn } from "../landing/landing-message.ts";
import type { MadeResolution } from "../landing/resolve/resolution.ts";
import { type ResolveConflict, resolveConflict } from "../landing/resolve/resolve-conflict.ts";
import type { Workshop } from "../landing/resolve/workshop.ts";
import type { ChangeRow } from "../store/rows.ts";
import { gateContextOf } from "./gates.ts";
import { memoryOf } from "./remembered-resolutions.ts";
import { type RunContext, record } from "./run-context.ts";

/** Where the store keeps which resolutions the gates refused. */
const BARRED = "barred-resolutions";
/** Old conflicts do not come back: their texts have moved on. */
const BARRED_MAX = 2_000;

/** The resolution ladder as this run goes up it. */
export async function ladderOf(context: RunContext): Promise<ResolveConflict> {
  const barred = new Set(await barredKeys(context));
  const isBarred = (key: string) => barred.has(key);
  const ladder = { cache: context.engine.cache, isBarred, workshop: workshopOf(context), memory: memoryOf(context) };
  return (conflict) => resolveConflict(ladder, conflict);
}

/** Package managers, generators and the merge driver run as gates do, and read the packages this machine already has. */
function workshopOf(context: RunContext): Workshop {
  const { env, openCheckout, directory, random, readable = [], hidden = [] } = gateContextOf(context);
  const { sandbox, site } = context.engine;
  const { config } = site;
  const npmCache = process.env["npm_config_cache"] ?? join(homedir(), ".npm");
  return {
    tools: {
      env: { ...env, npm_config_cache: npmCache },
      ...{ sandbox, random, directory, hidden, readable: [...readable, npmCache], signal: context.live.stopNow.signal },
    },
    generated: config.generated,
    driver: config.resolve,
    openCheckout,
  };
}

/**
 * The gates, or a guard, refused a merge that was resolved so: the same conflict is not resolved so again, and what was
 * remembered for it is forgotten.
 */
export async function barResolutions(context: RunContext, resolutions: readonly MadeResolution[]): Promise<void> {
  if (resolutions.length === 0) return;
  const recalled = resolutions.flatMap((made) => made.recalled ?? []);
  if (recalled.length > 0) await context.engine.store.forgetResolutions({ keys: recalled });
  const keys = new Set([...(await barredKeys(context)), ...resolutions.map(({ key }) => key)]);
  await context.engine.store.setValue(BARRED, [...keys].slice(-BARRED_MAX));
}

async function barredKeys({ engine }: RunContext): Promise<readonly string[]> {
  const kept = await engine.store.value(BARRED);
  return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
}

/**
 * Records what the ladder decided for a change that has landed, as its commit tells: the commit is on main whatever a crash
 * took. May be done again.
 * @param others tasks that landed on the same files.
 */
export async function recordResolutions(context: RunContext, change: ChangeRow, commit: string, others: readonly string[]): Promise<void> {
  const resolutions = resolutionsIn(await readCommitMessage(context.engine.cache, commit));
  if (resolutions.length === 0) return;
  const conflict = `resolved-${change.id}`;
  const told = await context.engine.store.events({ kinds: ["conflict-resolved"] });
  if (told.some(({ body }) => body.kind === "conflict-resolved" && body.conflict === conflict)) return;
  const where = { task: change.task, session: change.session };
  const tasks = [...new Set([change.task ?? change.id, ...others])];
  await record(context, where, { kind: "conflict-found", conflict, what: "textual", tasks, files: resolutions.map(({ path }) => path) });
  const how = resolutions.map(({ path, rung }) => `${path} (${rung})`).join(", ");
  await record(context, where, {
    kind: "conflict-resolved",
    conflict,
    by: `resolved while landing: ${how}`,
    resolutions: [...resolutions],
  });
}
