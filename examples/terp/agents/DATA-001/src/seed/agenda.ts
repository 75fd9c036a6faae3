import type { Day } from "../finance/dates.ts";
import { businessDayFrom } from "./business-days.ts";

/** What is to happen on later days. Things are numbered, and come in the order of their numbers. */
export interface Agenda<Thing extends { readonly id: number }> {
  /** On `day`, or on the next business day when that is none. */
  add(day: Day, thing: Thing): void;
  /** Everything for the day, or for a day before it that nobody asked for. The agenda has forgotten it then. */
  take(day: Day): readonly Thing[];
}

/** An empty agenda. The order in which things were added does not matter. */
export function createAgenda<Thing extends { readonly id: number }>(): Agenda<Thing> {
  const days = new Map<Day, Thing[]>();
  return {
    add(day, thing) {
      const when = businessDayFrom(day);
      const list = days.get(when);
      if (list === undefined) days.set(when, [thing]);
      else list.push(thing);
    },
    take(day) {
      const due = [...days.keys()].filter((when) => when <= day);
      const things = due.flatMap((when) => days.get(when) ?? []);
      for (const when of due) days.delete(when);
      return things.sort((one, other) => one.id - other.id);
    },
  };
}
