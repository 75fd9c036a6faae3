import { loadCredential } from "../../claims/credentials.ts";
import { listLeases, type SeenLease } from "../../claims/list-leases.ts";
import { claimRef } from "../../claims/refs.ts";
import { claimTask } from "../../coordinator/elsewhere/claim-task.ts";
import { type Elsewhere, ownClaim } from "../../coordinator/elsewhere/elsewhere.ts";
import { handIn } from "../../coordinator/elsewhere/hand-in.ts";
import { extendTask, releaseTask, renewTask } from "../../coordinator/elsewhere/keep-claim.ts";
import { type TaskBoard, taskBoard } from "../../coordinator/elsewhere/task-board.ts";
import { describeCommand } from "../../coordinator/gates.ts";
import type { Outcome, Refusal } from "../../core/claim.ts";
import { anyPatternCovers, firstOverlap, parsePath } from "../../core/paths.ts";
import { resolveCommit } from "../../git/refs.ts";
import { systemClock } from "../../system/clock.ts";
import type { CoordinatorClient } from "../connect-coordinator.ts";
import type { AgentDesk } from "./agent-desk.ts";
import { changeAnswer } from "./change-answer.ts";
import { followLanding, type Landing } from "./follow-landing.ts";
import type { HeldClaim, HeldClaims } from "./held-claims.ts";
import { type Holder, holdersOf, whoHolds } from "./holders.ts";
import { doneTasks, nextOpen, upcomingTasks } from "./next-open.ts";
import { planAnswer } from "./plan-answer.ts";
import { type Answered, type Asked, oneLine, quote, somePaths } from "./tool-forms.ts";

const MINUTE_MS = 60_000;
const WAITS_MAX = 5;

export interface ElsewhereOptions {
  readonly elsewhere: Elsewhere;
  /** Who asks, as others see it. */
  readonly holder: string;
  readonly claims: HeldClaims;
  /** The coordinator of this repository; undefined while none runs. */
  readonly connect: () => Promise<CoordinatorClient | undefined>;
  /** Records what a session says of its work, where status and logs find it. */
  readonly say: (claim: HeldClaim, message: string, percent: number | null) => Promise<void>;
}

export interface ElsewhereDesk extends AgentDesk {
  /** Resolves when nothing is being landed by this process any more. */
  settled(): Promise<void>;
}

/**
 * The tools for an agent or person Signalbox did not start: claims over git, exactly as `claim`, `extend`, `submit` and
 * `release` make them; a coordinator that runs is asked for what it knows besides.
 */
export function elsewhereDesk(options: ElsewhereOptions): ElsewhereDesk {
  const { elsewhere, claims, connect, say } = options;
  const board = taskBoard(elsewhere);
  const landing = followLanding(elsewhere.site, connect, systemClock);
  const own = (lease: string | undefined) => claims.find(lease);
  const look = async () => {
    const status = (await (await connect())?.status()) ?? null;
    const leases = await listLeases(elsewhere.claims);
    return { status, leases, holders: holdersOf(status?.sessions ?? [], leases) };
  };
  return {
    settled: landing.settled,
    next_task: async () => ok(nextTask(await board(), await look(), claims)),
    claim_task: ({ task }) => claim(options, task),
    extend_lease: ({ lease, paths }) =>
      withClaim(own(lease), async (held) => extend(options, held, paths.map(parsePath), (await look()).holders)),
    async who_holds(asked) {
      const mine = new Set<string | null>(claims.list().map(({ session }) => session));
      return ok(whoHolds((await look()).holders, asked, ({ session }) => mine.has(session)));
    },
    report_progress: ({ lease, message, percent = null }) =>
      withClaim(own(lease), async (held) => {
        const renewed = await renewTask(elsewhere, held.task, held.session);
        if (!renewed.ok) return renewed;
        const said = oneLine(message, 500);
        await say(held, said, percent);
        const minutes = Math.round(renewed.value.record.ttlMs / MINUTE_MS);
        return ok({ session: held.session, message: said, percent, next: `go on; the claim lasts for another ${minutes} minutes` });
      }),
    submit: (asked) => withClaim(own(asked.lease), (held) => submit(options, landing, held, asked)),
    ask_human: ({ lease, question }) =>
      withClaim(own(lease), async (held) => {
        const lives = await ownClaim(elsewhere, held.task, held.session);
        if (!lives.ok) return lives;
        await say(held, `asks: ${oneLine(question, 480)}`, null);
        const next = "signalbox status shows the question, but the answer must come from whoever started you: ask there as well";
        return ok({ session: held.session, question, next });
      }),
    release: ({ lease, reason }) =>
      withClaim(own(lease), async (held) => {
        const released = await releaseTask(elsewhere, held.task, held.session);
        if (released.ok || released.refusal.code !== "busy") claims.forget(held);
        if (!released.ok) return released;
        await say(held, `gave the task back: ${oneLine(reason, 400)}`, null);
        return ok({ task: held.task, next: "stop working on it; next_task says what else is open" });
      }),
    async plan_summary() {
      const [now, { status, leases, holders }] = [await board(), await look()];
      const done = doneTasks(now, leases);
      const titleOf = (task: string) => now.tasks.get(task)?.title ?? "";
      return ok(planAnswer({ status, holders, upcoming: upcomingTasks(now, done, holders), done: done.size, titleOf }));
    },
  };
}

interface Look {
  readonly leases: readonly SeenLease[];
  readonly holders: readonly Holder[];
}

function nextTask(board: TaskBoard, { leases, holders }: Look, claims: HeldClaims): Answered<"next_task"> {
  const mine = claims.list().find(({ session }) => holders.some((holder) => holder.session === session));
  const done = doneTasks(board, leases);
  const found = mine ?? nextOpen(board, upcomingTasks(board, done, holders), done, holders);
  if (!("task" in found)) {
    const next =
      found.waits.length === 0
        ? "nothing is open: you are done"
        : `ask again later: ${oneLine(found.waits.slice(0, WAITS_MAX).join("; "), 500)}`;
    return { task: null, title: null, lease: null, expected: somePaths([]), prompt: null, acceptance: null, next };
  }
  const acceptance = board.acceptanceOf(found.task);
  return {
    ...{ task: found.task, title: oneLine(board.tasks.get(found.task)?.title ?? ""), lease: mine === undefined ? null : claims.idOf(mine) },
    ...{ expected: somePaths(board.pathsOf(found.task)), prompt: quote(board.textOf(found.task)) },
    acceptance: acceptance === null ? null : oneLine(describeCommand(acceptance), 500),
    next: mine === undefined ? `claim_task ${found.task} if you take it` : "this task is yours: go on, and submit when it is done",
  };
}

async function claim({ elsewhere, holder, claims }: ElsewhereOptions, task: string): Promise<Outcome<Answered<"claim_task">>> {
  const minutes = elsewhere.site.config.limits.claimMinutes;
  const session = claims.sessionFor(task);
  const claimed = await claimTask(elsewhere, { task, holder, minutes, session });
  if (!claimed.ok) return claimed;
  const { lease, title, prompt, base, branch } = claimed.value;
  return ok({
    ...{ task, title: oneLine(title), session, lease: claims.add(session), epoch: lease.record.epoch, expiresInMs: lease.record.ttlMs },
    ...{ base, branch, holds: somePaths(lease.record.footprint), prompt: quote(prompt) },
    next: `work on a branch (git fetch, then git switch -c ${branch} ${base}), commit, then submit; report_progress keeps the claim`,
  });
}

async function extend(
  { elsewhere, claims }: ElsewhereOptions,
  held: HeldClaim,
  paths: readonly string[],
  holders: readonly Holder[],
): Promise<Outcome<Answered<"extend_lease">>> {
  const owners = paths.find((path) => anyPatternCovers(elsewhere.site.config.protect, path));
  if (owners !== undefined) return refuse("out-of-lease", `${owners} belongs to the owner: leave it as it is, edits there never land`);
  for (const other of holders) {
    const overlap = other.task === held.task ? undefined : firstOverlap(paths, other.paths);
    if (overlap === undefined) continue;
    const next = `${other.task} holds ${overlap[1]}: work on other paths, or wait until it has landed`;
    return { ok: false, refusal: { code: "out-of-lease", holder: other.holder, untilMs: other.untilMs, next } };
  }
  const extended = await extendTask(elsewhere, held.task, held.session, paths);
  return extended.ok ? ok({ lease: claims.idOf(held), holds: somePaths(extended.value.record.footprint), next: "write them" }) : extended;
}

async function submit(
  { elsewhere, claims }: ElsewhereOptions,
  landing: Landing,
  held: HeldClaim,
  { part, ref }: Asked<"submit">,
): Promise<Outcome<Answered<"submit">>> {
  const { site } = elsewhere;
  const base = (await loadCredential(site.state.credentials, held.task))?.record.base;
  if (base !== undefined && (await resolveCommit(site.clone, ref ?? "HEAD")) === base)
    return refuse("busy", "there is nothing to submit: commit your work on a branch first, then submit");
  const handedIn = await handIn(elsewhere, held.task, held.session, { revision: ref ?? "HEAD", isPart: part });
  if (!handedIn.ok) return handedIn.refusal.code === "not-holder" && (await hasLanded(elsewhere, held)) ? ok(onMain(held.task)) : handedIn;
  const view = await landing.follow(held.session, handedIn.value.head);
  if (view.state === "landed" && part) return ok(changeAnswer(held.task, view, "go on with the rest of the task; the part is on main"));
  if (view.state === "landed") claims.forget(held);
  if (view.state === "landed") return ok({ ...onMain(held.task), commit: view.commit });
  return ok(changeAnswer(held.task, view, "it waits to be tested and landed: submit again to hear the result"));
}

function onMain(task: string): Answered<"submit"> {
  return changeAnswer(task, { state: "landed", commit: null, returned: null }, "the task is on main: call next_task for another one");
}

async function hasLanded({ claims }: Elsewhere, { task, session }: HeldClaim): Promise<boolean> {
  const ref = claimRef(task);
  const record = (await claims.remote.read([ref])).get(ref)?.record;
  return record?.state === "landed" && record.session === session;
}

async function withClaim<T>(found: Outcome<HeldClaim>, act: (held: HeldClaim) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return found.ok ? act(found.value) : found;
}

function ok<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

function refuse(code: Refusal["code"], next: string): Outcome<never> {
  return { ok: false, refusal: { code, holder: null, untilMs: null, next } };
}
