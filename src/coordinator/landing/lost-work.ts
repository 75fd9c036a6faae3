import { bookkeepingPaths } from "../../footprint/tree/bookkeeping.ts";
import { isHarmless } from "../../footprint/tree/file-kind.ts";
import type { CandidateLink } from "../../landing/candidate.ts";
import { findLostWork } from "../../landing/guards/find-lost-work.ts";
import { type LostWork, lostReason } from "../../landing/guards/survival.ts";
import { barResolutions } from "../resolutions.ts";
import type { RunContext } from "../run-context.ts";
import { changeReturned } from "../steps/change-endings.ts";
import { tell } from "./landing-book.ts";

/**
 * Returns every change whose merge drops lines of the last landed changes that touched its files.
 * @param before the chain's end below the first link.
 * @returns true when one was returned: the chain must be built without it.
 */
export async function returnLostWork(context: RunContext, before: string, links: readonly CandidateLink[]): Promise<boolean> {
  const found: { readonly link: CandidateLink; readonly lost: readonly LostWork[] }[] = [];
  let tip = before;
  for (const link of links) {
    const lost = await lostBy(context, tip, link);
    if (lost.length > 0) found.push({ link, lost });
    tip = link.commit;
  }
  for (const { link, lost } of found) {
    await barResolutions(context, link.resolutions);
    await changeReturned(context, link.change.id, lostReason(lost));
    tell(context.live.landing, { kind: "ended", change: link.change.id });
  }
  return found.length > 0;
}

async function lostBy({ engine }: RunContext, before: string, { change, commit, files }: CandidateLink): Promise<readonly LostWork[]> {
  const { config } = engine.site;
  const bookkeeping = bookkeepingPaths(config);
  const mine = new Set(files.filter((path) => !isHarmless(path, bookkeeping)));
  const near = (await engine.store.changes({ states: ["landed"] }))
    .filter((other) => other.files.some((path) => mine.has(path)))
    .flatMap(({ task, commit: landed }) => (landed === null ? [] : [{ task, commit: landed }]))
    .reverse();
  const landed = near.slice(0, config.landing.witnesses);
  const { base, head } = change;
  return findLostWork(engine.cache, { landed, before, after: commit, base, head, isHarmless: (path) => isHarmless(path, bookkeeping) });
}
