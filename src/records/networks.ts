import type { NetworkAccess } from "../core/agent.ts";
import type { StoredEvent } from "../core/event.ts";

/** What the agent of a session reaches over the network. */
export interface SessionNetwork {
  readonly session: string;
  readonly network: NetworkAccess;
}

/** For each session of a history whose agent was started, how it was when it last was. */
export function networksOf(events: readonly StoredEvent[]): readonly SessionNetwork[] {
  const latest = new Map<string, NetworkAccess>();
  for (const { session, body } of events) {
    if (session !== null && body.kind === "agent-started" && body.network !== undefined) latest.set(session, body.network);
  }
  return [...latest].map(([session, network]) => ({ session, network }));
}
