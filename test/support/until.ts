import { setTimeout as sleep } from "node:timers/promises";

/** Polls until `condition` is true; fails naming `what` after `timeoutMs`. The only way tests wait. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  { timeoutMs = 20_000, what = "the condition" }: { timeoutMs?: number; what?: string } = {},
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`expected ${what} within ${timeoutMs} ms`);
    await sleep(20);
  }
}
