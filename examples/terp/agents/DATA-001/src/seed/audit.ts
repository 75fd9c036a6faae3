import type { SeedContext } from "./generator.ts";

/** Notes a step of a document's life: its new state is the action. */
export function audit(
  context: SeedContext,
  entity: string,
  entity_key: number,
  status: string,
  happened_at: string,
  user_id: number | null,
): void {
  context.insert("auditLogs", { happened_at, user_id, action: status, entity, entity_key });
}
