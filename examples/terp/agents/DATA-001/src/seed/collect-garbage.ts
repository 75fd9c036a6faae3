import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const LAST_RESORT = { type: "major", execution: "sync", flavor: "last-resort" };

/**
 * A function that collects garbage when more than `bytes` of the heap are in use. The engine by itself lets its heap grow as long as
 * there is memory, here to several times what is needed. It lends its collector to whoever asks by a flag, also while it runs; as a
 * last resort it gives back to the system what it has freed, a third of the process at a scale of 100.
 */
export function collectorOf(bytes: number): () => void {
  setFlagsFromString("--expose-gc");
  const collect: (options: object) => void = runInNewContext("gc");
  return () => {
    if (getHeapStatistics().used_heap_size > bytes) collect(LAST_RESORT);
  };
}
