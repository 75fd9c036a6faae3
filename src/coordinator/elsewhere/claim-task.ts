import { acquireLease } from "../../claims/acquire.ts";
import { saveCredential } from "../../claims/credentials.ts";
import type { HeldLease, Outcome } from "../../core/claim.ts";
import { SignalboxError } from "../../core/errors.ts";
import { sessionId } from "../../core/ids.ts";
import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import { systemClock, systemRandom } from "../../system/clock.ts";
import { footprintsOf, leasePaths } from "../footprints.ts";
import { footprintIndexFile, isOpen } from "../planning-input.ts";
import { promptTexts } from "../prompt-texts.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { mainTasks } from "./main-tasks.ts";

const MINUTE_MS = 60_000;
const SUFFIX_BYTES = 4;

export interface ClaimWish {
  readonly task: string;
  /** Who asks, as others see it. */
  readonly holder: string;
  /** How long the claim lasts without being renewed. */
  readonly minutes: number;
  /** The session to claim as; asking again with the same one returns the same claim. Absent: a new one. */
  readonly session?: string;
}

export interface ClaimedTask {
  readonly lease: HeldLease;
  readonly title: string;
  /** The owner's words for the task; may be empty. */
  readonly prompt: string;
  /** The commit of main to start from. */
  readonly base: string;
  /** A name for the branch to work on. */
  readonly branch: string;
}

/** A session id for a claim made now. */
export function newSessionId(task: string): string {
  return sessionId(task, new Date(systemClock.now()), systemRandom.hex(SUFFIX_BYTES));
}

/**
 * Takes a task for a person, or an agent Signalbox did not start, with the paths it is expected to write, and keeps the
 * credential.
 * @param say told what a person should know of the index of predictions
 * @throws SignalboxError `bad-input` for a task main does not have, `no-remote`, `remote-failed`.
 */
export async function claimTask(
  elsewhere: Elsewhere,
  wish: ClaimWish,
  say: (line: string) => void = () => undefined,
): Promise<Outcome<ClaimedTask>> {
  const { site, cache, claims } = elsewhere;
  const { main, reader, tasks } = await mainTasks(elsewhere);
  const task = tasks.find((one) => one.id === wish.task);
  if (task === undefined)
    throw new SignalboxError("bad-input", `expected a task on ${site.config.main}, got \`${wish.task}\``, {
      hint: "signalbox tasks lists them; commit and push new ones",
    });
  const source = { git: cache, commit: main, indexFile: footprintIndexFile(site.state), config: site.config, say };
  const texts = await promptTexts(reader, [task, ...tasks.filter((one) => one !== task && isOpen(one))]);
  const footprints = await footprintsOf(source, [task], texts);
  const claim = await acquireLease(claims, {
    kind: "claim",
    name: task.id,
    holder: wish.holder,
    host: null,
    session: wish.session ?? newSessionId(task.id),
    base: main,
    footprint: [...leasePaths(task, footprints.get(task.id), bookkeepingPaths(site.config))],
    ttlMs: wish.minutes * MINUTE_MS,
  });
  if (!claim.ok) return claim;
  await saveCredential(site.state.credentials, claim.value);
  const base = claim.value.record.base ?? main;
  return {
    ok: true,
    value: { lease: claim.value, title: task.title, prompt: texts.get(task.id) ?? "", base, branch: `signalbox/${task.id}` },
  };
}
