import type { Site } from "../../coordinator/site.ts";
import type { Clock } from "../../core/ports.ts";
import type { CoordinatorClient } from "../connect-coordinator.ts";
import { landIfAlone } from "../land-if-alone.ts";
import type { ChangeView } from "./change-answer.ts";

/** How long a call may wait for work to land: clients give up after a minute. */
const WAIT_MS = 45_000;
const LOOK_MS = 1_000;
const ENDS = ["landed", "returned", "rejected", "withdrawn"];

export interface Landing {
  /** What has become of handed-in work within a call's patience. */
  follow(session: string, head: string): Promise<ChangeView>;
  /** Resolves when nothing is being landed by this process any more. */
  settled(): Promise<void>;
}

/** Follows handed-in work: through the coordinator that runs; where none does, this process lands it alone. */
export function followLanding(site: Site, connect: () => Promise<CoordinatorClient | undefined>, clock: Clock): Landing {
  const alone = new Map<string, Promise<ChangeView>>();
  const landAlone = (head: string) => {
    const known = alone.get(head);
    if (known !== undefined) return known;
    const landing = landIfAlone(site, head).then((landed) => landed?.change ?? HANDED_IN);
    alone.set(head, landing);
    // What did not end in an answer is tried again by the next call.
    landing.then(({ state }) => ENDS.includes(state) || alone.delete(head)).catch(() => alone.delete(head));
    return landing;
  };
  return {
    async follow(session, head) {
      const waiting = new AbortController();
      const late = clock.sleep(WAIT_MS, waiting.signal).then(() => HANDED_IN);
      try {
        const client = await connect();
        if (client === undefined) return await Promise.race([landAlone(head), late]);
        return await Promise.race([followThere(client, session, head, waiting.signal, clock), late]);
      } finally {
        waiting.abort();
      }
    },
    async settled() {
      await Promise.allSettled(alone.values());
    },
  };
}

const HANDED_IN: ChangeView = { state: "submitted", commit: null, returned: null };

async function followThere(
  client: CoordinatorClient,
  session: string,
  head: string,
  enough: AbortSignal,
  clock: Clock,
): Promise<ChangeView> {
  for (;;) {
    const view = await changeOf(client, session, head);
    if (ENDS.includes(view.state) || enough.aborted) return view;
    await clock.sleep(LOOK_MS, enough);
  }
}

/** The change that a commit became, by the history of its session. */
async function changeOf(client: CoordinatorClient, session: string, head: string): Promise<ChangeView> {
  const bodies = (await client.logs(session)).map(({ body }) => body);
  const submitted = bodies.findLast((body) => body.kind === "change-submitted" && body.head === head);
  const id = submitted?.kind === "change-submitted" ? submitted.change : null;
  if (id === null) return HANDED_IN;
  for (const body of bodies) {
    if (body.kind === "change-landed" && body.change === id) return { state: "landed", commit: body.commit, returned: null };
    if (body.kind === "change-returned" && body.change === id) return { state: "returned", commit: null, returned: body.reason };
    if (body.kind === "change-rejected" && body.change === id) return { state: "rejected", commit: null, returned: body.reason };
    if (body.kind === "change-withdrawn" && body.change === id) return { state: "withdrawn", commit: null, returned: null };
  }
  return { state: "queued", commit: null, returned: null };
}
