/**
 * The circles in a graph of dependencies: each as the ids on it, in the order in which they wait for each other.
 * Ids that only lead into a circle are not on it. Iterative, so that a chain of 10,000 tasks is no fault.
 */
export function dependencyCycles(dependsOn: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  for (const start of dependsOn.keys()) {
    const path: string[] = [];
    const onPath = new Map<string, number>();
    const stack: { readonly id: string; readonly next: Iterator<string> }[] = [];
    const enter = (id: string) => {
      onPath.set(id, path.push(id) - 1);
      stack.push({ id, next: (dependsOn.get(id) ?? []).values() });
    };
    if (!finished.has(start)) enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { value: other, done } = top.next.next();
      if (done === true) {
        finished.add(top.id);
        onPath.delete(top.id);
        path.pop();
        stack.pop();
      } else if (onPath.has(other)) cycles.push(path.slice(onPath.get(other)));
      else if (dependsOn.has(other) && !finished.has(other)) enter(other);
    }
  }
  return cycles;
}
