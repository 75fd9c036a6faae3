import type { LanderContext } from "../landing/push-candidate.ts";
import type { Engine } from "./engine.ts";

/**
 * What a landing push needs of the engine. A push that landed stays open in the journal until all that follows from it
 * is stored (`closeLanding`): a crash in between leaves it for `resolvePushes` to do again.
 */
export function landerContext({ store, site, cache, clock, random, landerToken }: Engine): LanderContext {
  return {
    cache,
    remote: site.remote,
    main: site.config.main,
    journal: {
      open: (attempt) => store.journalAttempt(attempt),
      close: async (id, outcome) => {
        if (outcome !== "landed") await store.closeAttempt(id, outcome);
      },
    },
    clock,
    random,
    ...(landerToken === undefined ? {} : { pushOptions: [landerToken] }),
  };
}

/** Everything that follows from the landing of `commit` is stored. */
export async function closeLanding({ store }: Engine, commit: string): Promise<void> {
  for (const attempt of await store.openAttempts()) if (attempt.commit === commit) await store.closeAttempt(attempt.id, "landed");
}
