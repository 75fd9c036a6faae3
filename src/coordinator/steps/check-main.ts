import { SignalboxError } from "../../core/errors.ts";
import { treeOf } from "../../git/refs.ts";
import { classifyMain } from "../../landing/classify-main.ts";
import { fetchCache } from "../../workspaces/cache.ts";
import { commonGates, failureIn, machineTrouble } from "../gates.ts";
import { type RunContext, record } from "../run-context.ts";
import { runGatesOnCommit } from "../run-gates.ts";

/** Where main was last seen: kept, so that a push made while no coordinator ran is noticed too. */
const LAST_MAIN = "last-main";

/**
 * Fetches main and says how it moved. A foreign push makes its health unknown again; a rewound main stops everything
 * until a person has looked (promise 2).
 * @throws SignalboxError `no-remote` when the remote has no main branch.
 */
export async function observeMain(context: RunContext): Promise<void> {
  const { engine, live } = context;
  const { config } = engine.site;
  const { main } = await fetchCache(engine.cache, engine.site.remote, config.main);
  if (main === undefined) {
    throw new SignalboxError("no-remote", `expected the remote to have a branch \`${config.main}\`, got none`, {
      hint: `git push -u ${config.remote} ${config.main}`,
    });
  }
  const known = await engine.store.value(LAST_MAIN);
  const lastKnown = typeof known === "string" ? known : null;
  const ours = new Set(await landedCommits(context));
  const move = await classifyMain(engine.cache, { lastKnown, now: main, isOurs: (commit) => ours.has(commit) });
  if (move.kind === "rewound") {
    live.needsPerson = `main was rewound; what it held is kept as ${move.salvage} in ${engine.site.state.cache}`;
    await record(context, {}, { kind: "main-moved", from: lastKnown, to: main, by: "rewound" });
  } else if (move.kind !== "unchanged" && lastKnown !== null) {
    await record(context, {}, { kind: "main-moved", from: lastKnown, to: main, by: move.kind === "ours" ? "us" : "foreign" });
  }
  await rememberMain(context, main);
  if (live.main.commit !== main)
    live.main = { commit: main, health: move.kind === "ours" ? "healthy" : "unknown", failingGate: null, detail: "" };
}

/** Main is at `commit` by our own hand: no foreign push. */
export async function rememberMain({ engine }: RunContext, commit: string): Promise<void> {
  await engine.store.setValue(LAST_MAIN, commit);
}

/** Gates main's own tree. Red main: no launch, no landing but a repair (DESIGN §4, pre-flight). */
export async function checkMain(context: RunContext): Promise<void> {
  await observeMain(context);
  const { live, engine, options } = context;
  const { commit } = live.main;
  const failure = failureIn(await runGatesOnCommit(context, { gates: commonGates(engine), commit, isFresh: live.landing.isMainDoubted }));
  const trouble = failure === undefined ? null : machineTrouble(failure);
  if (trouble !== null) {
    if (live.mode !== "stopping") live.needsPerson = trouble;
    return;
  }
  const healthy = failure === undefined;
  live.main = { commit, health: healthy ? "healthy" : "red", failingGate: failure?.gate ?? null, detail: failure?.detail ?? "" };
  if (!healthy && options.repair !== null && live.repair === "none") live.repair = "wanted";
  const tree = await treeOf(engine.cache, commit);
  await record(
    context,
    {},
    { kind: "main-checked", commit, tree, healthy, gate: failure?.gate ?? null, detail: failure?.detail ?? "every gate passes" },
  );
}

/** Every commit this lander landed, records commits among them; a change and its event are stored in one transaction. */
async function landedCommits({ engine }: RunContext): Promise<readonly string[]> {
  const landed = await engine.store.events({ kinds: ["change-landed"] });
  return landed.flatMap(({ body }) => (body.kind === "change-landed" ? [body.commit] : []));
}
