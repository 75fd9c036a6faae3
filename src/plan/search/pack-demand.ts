import type { Mode } from "./project.ts";

/**
 * Demands of all modes, several resources in one 32 bit word: each resource has a field as wide as its capacity and one
 * guard bit above it. `((free | guards) - need) & guards` equals `guards` exactly when no field of `need` exceeds its field
 * of `free`: one subtraction compares them all.
 */
export interface PackedDemand {
  /** Words per time and per mode; 0 when no resource can ever be short. */
  readonly words: number;
  readonly guards: Int32Array;
  /** What is free when nothing is worked on, by word. */
  readonly capacity: Int32Array;
  /** What mode `m` occupies of word `w` at `m * words + w`. */
  readonly needs: Int32Array;
  /** What is free beside the running activities: `free` up to, not including, `until`, in order of time, `words` numbers each. */
  readonly runningUntil: Int32Array;
  readonly runningFree: Int32Array;
}

interface Field {
  readonly resource: number;
  readonly word: number;
  readonly shift: number;
  readonly capacity: number;
}

/**
 * @param modes by activity; a running activity has one
 * @param running 1 where the activity runs already
 */
export function packDemand(capacities: readonly number[], modes: readonly (readonly Mode[])[], running: Uint8Array): PackedDemand {
  const { fields, words, guards } = layOut(capacities, modes);
  const pack = (amountOf: (field: Field) => number) => {
    const packed = new Int32Array(words);
    for (const field of fields) {
      // What runs may hold more than there is left: then nothing is free, and not less.
      const amount = Math.max(0, Math.min(amountOf(field), field.capacity));
      packed[field.word] = (packed[field.word] ?? 0) | (amount << field.shift);
    }
    return packed;
  };
  const now = modes.flatMap((row, index) => (running[index] === 1 ? row : []));
  const until = [...new Set(now.map(({ ticks }) => ticks))].filter((tick) => tick > 0).sort((a, b) => a - b);
  const freeBefore = (tick: number) =>
    pack(({ capacity, resource }) => {
      const held = now.filter(({ ticks }) => ticks >= tick).reduce((sum, { demand }) => sum + (demand[resource] ?? 0), 0);
      return capacity - held;
    });
  return {
    words,
    guards,
    capacity: pack(({ capacity }) => capacity),
    needs: Int32Array.from(modes.flat().flatMap(({ demand }) => [...pack(({ resource }) => demand[resource] ?? 0)])),
    runningUntil: Int32Array.from(until),
    runningFree: Int32Array.from(until.flatMap((tick) => [...freeBefore(tick)])),
  };
}

/** Gives a field to every resource that all activities at once could exhaust. */
function layOut(capacities: readonly number[], modes: readonly (readonly Mode[])[]) {
  const fields: Field[] = [];
  const guards: number[] = [];
  let usedBits = 32;
  for (const [resource, capacity] of capacities.entries()) {
    const most = modes.reduce((sum, row) => sum + Math.max(...row.map(({ demand }) => demand[resource] ?? 0)), 0);
    if (most <= capacity) continue;
    const bits = 33 - Math.clz32(capacity);
    if (usedBits + bits > 32) {
      guards.push(0);
      usedBits = 0;
    }
    const word = guards.length - 1;
    fields.push({ resource, word, shift: usedBits, capacity });
    guards[word] = (guards[word] ?? 0) | (1 << (usedBits + bits - 1));
    usedBits += bits;
  }
  return { fields, words: guards.length, guards: Int32Array.from(guards) };
}
