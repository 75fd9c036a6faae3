import type { LanderContext } from "../landing/push-candidate.ts";
import type { Engine } from "./engine.ts";

/** What a landing push needs of the engine. */
export function landerContext({ store, site, cache, clock, random, landerToken }: Engine): LanderContext {
  return {
    cache,
    remote: site.remote,
    main: site.config.main,
    journal: {
      open: (attempt) => store.journalAttempt(attempt),
      close: async (id, outcome) => {
        await store.closeAttempt(id, outcome);
      },
    },
    clock,
    random,
    ...(landerToken === undefined ? {} : { pushOptions: [landerToken] }),
  };
}
