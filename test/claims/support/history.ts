/** One operation of one process, as the process saw it. Times are monotonic of one machine, so processes compare. */
export interface Operation {
  readonly process: string;
  readonly kind: "acquire" | "renew" | "release" | "land";
  readonly task: string;
  readonly invokedMs: number;
  readonly answeredMs: number;
  /** ok: it took effect. refused: it did not. unknown: the process cannot tell. */
  readonly result: "ok" | "refused" | "unknown";
  readonly epoch: number | null;
  readonly oid: string | null;
}

/** A record of a claim's chain on the remote, oldest first. */
export interface ChainRecord {
  readonly oid: string;
  readonly epoch: number;
  readonly state: string;
}

/**
 * What a history proves against promise 3, as sentences; none means it held:
 * one holder per epoch; epochs grow in real time; nobody acts under an epoch once a later one has begun; and every
 * acknowledged record is in the remote's chain, whose epochs never fall.
 */
export function findViolations(operations: readonly Operation[], chains: ReadonlyMap<string, readonly ChainRecord[]>): string[] {
  const tasks = new Set(operations.map(({ task }) => task));
  return [...tasks].flatMap((task) => {
    const done = operations.filter((operation) => operation.task === task && operation.result === "ok");
    const acquired = done.filter(({ kind }) => kind === "acquire");
    return [
      ...findSharedEpochs(task, acquired),
      ...findFallingEpochs(task, acquired),
      ...findZombies(task, done, acquired),
      ...findLostRecords(task, done, chains.get(task) ?? []),
    ];
  });
}

function findSharedEpochs(task: string, acquired: readonly Operation[]): string[] {
  return [...Map.groupBy(acquired, ({ epoch }) => epoch)]
    .filter(([, holders]) => holders.length > 1)
    .map(([epoch, holders]) => `${task}: epoch ${epoch} has ${holders.length} holders (${holders.map((one) => one.process).join(", ")})`);
}

function findFallingEpochs(task: string, acquired: readonly Operation[]): string[] {
  return acquired.flatMap((later) =>
    acquired
      .filter((earlier) => earlier.answeredMs < later.invokedMs && (earlier.epoch ?? 0) >= (later.epoch ?? 0))
      .map((earlier) => `${task}: epoch ${later.epoch} was taken after epoch ${earlier.epoch}`),
  );
}

function findZombies(task: string, done: readonly Operation[], acquired: readonly Operation[]): string[] {
  return done.flatMap((act) =>
    acquired
      .filter((later) => (later.epoch ?? 0) > (act.epoch ?? 0) && later.answeredMs < act.invokedMs)
      .map((later) => `${task}: ${act.process} did ${act.kind} under epoch ${act.epoch} after epoch ${later.epoch} had begun`),
  );
}

function findLostRecords(task: string, done: readonly Operation[], chain: readonly ChainRecord[]): string[] {
  const kept = new Set(chain.map(({ oid }) => oid));
  const falls = chain.filter((record, index) => record.epoch < (chain[index - 1]?.epoch ?? 0));
  return [
    ...done.filter(({ oid }) => oid !== null && !kept.has(oid)).map((act) => `${task}: ${act.process}'s ${act.kind} was overwritten`),
    ...falls.map(({ oid }) => `${task}: the chain's epoch falls at ${oid}`),
  ];
}
