import type { StoredEvent } from "../core/event.ts";

/** Requests of agents for leave to do something. Asking costs an agent time: it is measured. */
export interface PermissionCounts {
  readonly asked: number;
  readonly granted: number;
  /** Mostly writes of paths that others held. */
  readonly refused: number;
  /** Of those refused: only a person could have granted them. Expected to be 0. */
  readonly neededPerson: number;
}

export function permissionCounts(events: readonly StoredEvent[]): PermissionCounts {
  const asked = events.flatMap(({ body }) => (body.kind === "agent" && body.event.kind === "permission" ? [body.event] : []));
  const granted = asked.filter((one) => one.granted).length;
  const neededPerson = asked.filter((one) => one.neededPerson === true).length;
  return { asked: asked.length, granted, refused: asked.length - granted, neededPerson };
}
