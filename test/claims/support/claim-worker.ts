/**
 * A process that claims, told what to do by lines of JSON on its standard input; it answers each with one line.
 * Arguments: its name, its clone, the remote's address, its state directory, a planted bug.
 */
import { createInterface } from "node:readline";
import { acquireLease } from "../../../src/claims/acquire.ts";
import { type ClaimContext, claimContext } from "../../../src/claims/context.ts";
import { fileJournal } from "../../../src/claims/file-journal.ts";
import { fileObservations } from "../../../src/claims/file-observations.ts";
import { gitLeaseRemote } from "../../../src/claims/git-lease-remote.ts";
import { keepAlive } from "../../../src/claims/keep-alive.ts";
import { landedUpdate } from "../../../src/claims/landing-updates.ts";
import { releaseLease, renewLease } from "../../../src/claims/renew.ts";
import { recoverLeases } from "../../../src/claims/resume.ts";
import type { HeldLease, Outcome } from "../../../src/core/claim.ts";
import { Git } from "../../../src/git/git.ts";
import { systemClock, systemRandom } from "../../../src/system/clock.ts";
import { pushLanding, wantedClaim } from "./observer.ts";
import { withoutNonce, withPlainPush } from "./planted-bugs.ts";

export interface WorkerCommand {
  readonly kind: "acquire" | "steal" | "renew" | "release" | "land" | "keep" | "recover";
  readonly task: string;
  readonly ttlMs?: number;
}

const [name = "", clone = "", address = "", state = "", bug = "none"] = process.argv.slice(2);
const git = new Git({ cwd: clone });
const honest = gitLeaseRemote(git, address);
const ctx: ClaimContext = claimContext({
  remote: bug === "plain-push" ? withPlainPush(honest, git, address) : honest,
  clock: systemClock,
  random: bug === "no-nonce" ? withoutNonce(systemRandom) : systemRandom,
  observations: fileObservations(`${state}/observations.json`),
  journal: fileJournal(`${state}/attempts`),
  limits: { roundTripMsMax: 100 },
});
const STEAL_WAIT_MS_MAX = 5_000;
const leases = new Map<string, HeldLease>();

async function act({ kind, task, ttlMs = 60_000 }: WorkerCommand): Promise<Outcome<HeldLease>> {
  // Racers of one machine and actor, as in the wild: only the nonce tells their records apart.
  const wanted = wantedClaim(task, "agent", { session: null, ttlMs });
  const held = leases.get(task);
  const notHeld: Outcome<never> = { ok: false, refusal: { code: "not-holder", holder: null, untilMs: null, next: "" } };
  switch (kind) {
    case "acquire":
      return acquireLease(ctx, wanted);
    case "steal": {
      const first = await acquireLease(ctx, wanted);
      // Longer than that waits only who finds the thief that was faster, not the silent holder.
      if (first.ok || first.refusal.untilMs === null || first.refusal.untilMs > STEAL_WAIT_MS_MAX) return first;
      await systemClock.sleep(first.refusal.untilMs + 1);
      return acquireLease(ctx, wanted);
    }
    case "recover": {
      const recovered = (await recoverLeases(ctx)).find(({ record }) => record.name === task);
      return recovered === undefined ? notHeld : { ok: true, value: recovered };
    }
    case "keep":
      if (held === undefined) return notHeld;
      keepAlive(ctx, held, { onLost: ({ code }) => answer({ lost: code }), onRenewed: (lease) => leases.set(task, lease) });
      return { ok: true, value: held };
    case "renew":
      return held === undefined ? notHeld : renewLease(ctx, held);
    case "release":
      return held === undefined ? notHeld : releaseLease(ctx, held);
    case "land":
      return held === undefined ? notHeld : land(held);
  }
}

async function land(held: HeldLease): Promise<Outcome<HeldLease>> {
  // On top of main as it is now, so that only the claim can refuse the push.
  await git.run(["fetch", "--quiet", "origin"]);
  const { update, lease } = await landedUpdate(ctx, held);
  const { outcome } = await pushLanding({ git, address }, [update]);
  if (outcome.kind === "done") return { ok: true, value: lease };
  return { ok: false, refusal: { code: outcome.kind === "refused" ? "lost" : "busy", holder: null, untilMs: null, next: outcome.detail } };
}

function answer(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

answer({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const command: WorkerCommand = JSON.parse(line);
  const invokedMs = systemClock.monotonicMs();
  const outcome = await act(command);
  if (outcome.ok) leases.set(command.task, outcome.value);
  answer({
    process: name,
    kind: command.kind === "steal" ? "acquire" : command.kind,
    task: command.task,
    invokedMs,
    answeredMs: systemClock.monotonicMs(),
    result: outcome.ok ? "ok" : outcome.refusal.code === "busy" ? "unknown" : "refused",
    epoch: outcome.ok ? outcome.value.record.epoch : (leases.get(command.task)?.record.epoch ?? null),
    oid: outcome.ok ? outcome.value.oid : null,
  });
}
process.exit(0);
