import { describe, expect, it } from "vitest";
import type { StoredEvent } from "../../../src/core/event.ts";
import { type Escape, type Outcome, SESSIONS } from "../../agents/escapes/escapes.ts";
import { play } from "../../agents/escapes/field.ts";
import { found } from "../../agents/sandboxes.ts";

const RUN_MS_MAX = 900_000;

/** What the history tells of this escape: what Signalbox says it did about it. */
function tellings(events: readonly StoredEvent[], { told = /^$/ }: Escape): readonly string[] {
  return events.flatMap(({ body }) => {
    if (body.kind === "escape" && told.test(body.what)) return [body.action];
    return body.kind === "main-moved" && told.test(body.by) ? ["reported"] : [];
  });
}

/** What became of an escape, by its effect afterwards and by what was told. */
function outcomeOf(isThere: boolean, told: readonly string[], silent: boolean): Outcome | "there, and told as undone" {
  if (isThere) return told.length === 0 ? "unseen" : told.includes("reported") ? "reported" : "there, and told as undone";
  return told.includes("undone") || silent ? "undone" : "refused";
}

describe("Promise 8: what becomes of an escape", () => {
  for (const confinement of ["required", "off"] as const) {
    const box = confinement === "required" ? "confined" : "unconfined";
    it.skipIf(box === "confined" && !found.confined)(
      `${box}, each ends as the table says; run, status and report say ${box}`,
      async () => {
        const field = await play(SESSIONS, confinement);
        const outcomes = SESSIONS.flatMap((tried, session) =>
          tried.map(async (one) => {
            // What was ended with its session need not be told.
            const isEnded = one[box] === "undone" && one.told === undefined;
            return `${outcomeOf(await field.isThere(one), tellings(field.told(session), one), isEnded)}: ${one.what}`;
          }),
        );
        expect(await Promise.all(outcomes)).toEqual(SESSIONS.flat().map((one) => `${one[box]}: ${one.what}`));
        expect(await field.status()).toMatch(new RegExp(`\\b${box}\\b`));
        for (const text of [field.said.printed, await field.status(), await field.report()])
          expect(/\bunconfined\b/.test(text)).toBe(box === "unconfined");
      },
      RUN_MS_MAX,
    );
  }
});
