import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * A function that collects garbage when more than `bytes` of the heap are in use. The engine by itself lets its heap grow as long as
 * there is memory, here to several times what is needed. It lends its collector to whoever asks by a flag, also while it runs.
 */
export function collectorOf(bytes: number): () => void {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  return () => {
    if (getHeapStatistics().used_heap_size > bytes) collect();
  };
}
