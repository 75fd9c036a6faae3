import type { Store } from "../../store/store.ts";

/** What the store knows of a session's live footprint. A restart reads it again; the process keeps no other truth. */
export interface Touched {
  /** Paths it was seen to touch since its last landed part. */
  readonly paths: ReadonlySet<string>;
  /** Of its landed parts: the last one's commit, or null, and every file of them. */
  readonly since: string | null;
  readonly landed: ReadonlySet<string>;
  /** Paths outside its lease that somebody else held when they were asked for, with the holder's session. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Reads a session's live footprint from its history. */
export async function touchedBy(store: Pick<Store, "events" | "changes">, session: string): Promise<Touched> {
  const events = await store.events({ session, kinds: ["footprint-observed", "change-landed", "lease-extended"] });
  const parts = await store.changes({ session, states: ["landed"] });
  const paths = new Set<string>();
  const refused = new Map<string, string>();
  for (const { body } of events) {
    if (body.kind === "change-landed") {
      paths.clear();
      refused.clear();
    }
    if (body.kind === "footprint-observed") for (const path of body.paths) paths.add(path);
    if (body.kind !== "lease-extended") continue;
    for (const path of body.paths) {
      if (body.granted) refused.delete(path);
      else refused.set(path, body.holder ?? "");
    }
  }
  return { paths, since: parts.at(-1)?.head ?? null, landed: new Set(parts.flatMap(({ files }) => files)), refused };
}
