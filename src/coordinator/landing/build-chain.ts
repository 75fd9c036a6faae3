import { treeOf } from "../../git/refs.ts";
import { type BuiltCandidate, buildCandidate } from "../../landing/build-candidate.ts";
import { recordKind, recordPaths } from "../../records/record-paths.ts";
import type { ChangeRow } from "../../store/rows.ts";
import { recordEdits } from "../facts.ts";
import { barResolutions, ladderOf } from "../resolutions.ts";
import { type RunContext, record } from "../run-context.ts";
import { changeReturned } from "../steps/change-endings.ts";
import { type BuiltChain, chainKey, keepChain, tell } from "./landing-book.ts";
import { returnLostWork } from "./lost-work.ts";

/**
 * The chain on the commit `main` of these stages, each with its records on its end, so that main may move to the end of any
 * of them. What was built before is used. A change that does not fit is told to the queue, or returned with evidence.
 * @returns undefined when one was left out: what is asked for cannot be built.
 */
export function buildChain(context: RunContext, main: string, stages: readonly (readonly string[])[]): Promise<BuiltChain | undefined> {
  const { landing } = context.live;
  const build = landing.building.then(() => buildStages(context, main, stages));
  landing.building = build.catch(() => undefined);
  return build;
}

async function buildStages(context: RunContext, main: string, stages: readonly (readonly string[])[]): Promise<BuiltChain | undefined> {
  const wanted = stages.flat();
  let chain: BuiltChain | undefined = await longestBuilt(context, main, wanted);
  let end = 0;
  for (const stage of stages) {
    end += stage.length;
    if (chain !== undefined && chain.changes.length < end) chain = await extend(context, chain, wanted.slice(chain.changes.length, end));
  }
  return chain;
}

async function longestBuilt({ live, engine }: RunContext, main: string, wanted: readonly string[]): Promise<BuiltChain> {
  for (let count = wanted.length; count > 0; count--) {
    const known = live.landing.chains.get(chainKey(main, wanted.slice(0, count)));
    if (known !== undefined) return known;
  }
  const candidate = { base: main, tip: main, tree: await treeOf(engine.cache, main), links: [] };
  return { changes: [], candidate, renderedSeq: live.lastSeq };
}

async function extend(context: RunContext, below: BuiltChain, ids: readonly string[]): Promise<BuiltChain | undefined> {
  const { engine, live } = context;
  const [rows, under] = [await changesOf(context, ids), await changesOf(context, below.changes)];
  if (rows.length < ids.length) return undefined;
  const renderedSeq = live.lastSeq;
  const built = await buildCandidate(engine.cache, {
    main: below.candidate.tip,
    isOnChain: below.changes.length > 0,
    changes: rows.map((change) => ({ change, ...limitsOf(context, change) })),
    render: (tree, included) => {
      const some = rows.filter((row) => included.some(({ id }) => id === row.id));
      return recordEdits(context, tree, some, under);
    },
    resolve: await ladderOf(context),
    nowMs: engine.clock.now(),
    merge: engine.merger.merge,
  });
  await reportDropped(context, built);
  for (const { change, reason, resolutions } of built.returned) {
    await barResolutions(context, resolutions);
    await changeReturned(context, change.id, reason);
    tell(live.landing, { kind: "ended", change: change.id });
  }
  for (const { id } of built.deferred)
    tell(live.landing, { kind: "does-not-fit", change: id, onto: [...below.changes, ...ids.slice(0, ids.indexOf(id))] });
  if (built.candidate === null || built.candidate.links.length < ids.length) return undefined;
  if (await returnLostWork(context, below.candidate.tip, built.candidate.links)) return undefined;
  const { tip, tree, links } = built.candidate;
  const candidate = { base: below.candidate.base, tip, tree, links: [...below.candidate.links, ...links] };
  const chain = { changes: [...below.changes, ...ids], candidate, renderedSeq };
  keepChain(live.landing, chain);
  return chain;
}

/** Changes by id, in that order, without those the store does not know. */
export async function changesOf({ engine }: RunContext, ids: readonly string[]): Promise<readonly ChangeRow[]> {
  const rows: ChangeRow[] = [];
  for (const id of ids) {
    const row = await engine.store.change(id);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/** What becomes of record files in the chain is told entry by entry, by whoever merges them; the rest is told here. */
async function reportDropped(context: RunContext, { candidate, dropped }: BuiltCandidate): Promise<void> {
  const { told } = context.live.landing;
  for (const { change, path } of dropped) {
    const key = `${change.id} ${path}`;
    const inChain = candidate?.links.some((link) => link.change.id === change.id) === true;
    if (told.has(key) || (inChain && recordKind(context.engine.site.config.records, path) !== undefined)) continue;
    told.add(key);
    const reason = "this path is not the task's to change";
    await record(context, { task: change.task, session: change.session }, { kind: "edit-dropped", path, reason });
  }
}

function limitsOf({ engine, tasks }: RunContext, change: ChangeRow) {
  const { config } = engine.site;
  const task = change.task === null ? undefined : tasks.get(change.task);
  // A person's own branch may change what belongs to the owner; an agent's change may not.
  const isAgents = change.kind === "task" || change.kind === "part" || change.kind === "repair";
  return {
    protect: [...recordPaths(config.records), ...(isAgents ? config.protect : [])],
    forbid: isAgents ? (task?.declared.forbid ?? []) : [],
  };
}
