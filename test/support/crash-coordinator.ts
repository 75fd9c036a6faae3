/**
 * `signalbox run` that dies by its own hand: just before or just after it stores one chosen fact, it sends itself SIGKILL.
 * Every effect of a coordinator lies between two stored facts, so these moments are all there are.
 *
 * SIGNALBOX_KILL_AT is `before|after <fact> <nth>`; without it nothing is killed. Each fact is printed as it is stored.
 * Arguments: how many agents.
 */
import { openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import { openSite } from "../../src/coordinator/site.ts";
import type { Store } from "../../src/store/store.ts";

/** For each operation that stores something: what it stores, in one or two words. */
const FACTS: { readonly [operation in keyof Store]?: (args: readonly unknown[]) => string } = {
  openRun: () => "run-opened",
  endRun: () => "run-ended",
  openSession: () => "session-opened",
  moveSession: ([, , to]) => `session-${to}`,
  patchSession: () => "session-patched",
  answerQuestion: () => "session-answered",
  extendLease: () => "lease-extended",
  narrowLease: () => "lease-narrowed",
  submitChange: () => "change-submitted",
  moveChange: ([, , to]) => `change-${to}`,
  journalAttempt: () => "push-journalled",
  closeAttempt: () => "push-closed",
  saveGateResult: () => "gate-result",
  rememberResolutions: () => "resolutions-remembered",
  forgetResolutions: () => "resolutions-forgotten",
  setTaskOverride: () => "task-override",
  setValue: ([key]) => `value-${key}`,
  append: ([, body]) => (isBody(body) ? `event-${body.kind}` : "event"),
};

function isBody(value: unknown): value is { readonly kind: string } {
  return typeof value === "object" && value !== null && "kind" in value;
}

const [moment, chosen, nth] = (process.env["SIGNALBOX_KILL_AT"] ?? "").split(" ");
const counts = new Map<string, number>();

function killIf(now: "before" | "after", fact: string, count: number): void {
  if (now === moment && fact === chosen && count === Number(nth)) process.kill(process.pid, "SIGKILL");
}

function mortal(store: Store): Store {
  const wrapped = Object.entries(store).map(([name, operation]) => {
    const factOf = FACTS[name as keyof Store];
    if (factOf === undefined) return [name, operation];
    return [
      name,
      async (...args: readonly unknown[]) => {
        const fact = factOf(args);
        const count = (counts.get(fact) ?? 0) + 1;
        counts.set(fact, count);
        killIf("before", fact, count);
        const result = await operation(...args);
        if (fact !== "event-agent") process.stdout.write(`stored ${fact} ${count}\n`);
        killIf("after", fact, count);
        return result;
      },
    ];
  });
  return Object.fromEntries(wrapped);
}

const engine = await openEngine(await openSite(process.cwd()));
const options = { agents: Number(process.argv[2] ?? 1), primary: null, only: null, agent: null, repair: null };
const { coordinator, close } = await openRun({ ...engine, store: mortal(engine.store) }, options);
const { outcome, reason } = await coordinator.run();
await close();
await engine.close();
process.stdout.write(`finished ${outcome}: ${reason}\n`);
