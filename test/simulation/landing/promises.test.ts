import { describe, expect, it } from "vitest";
import { FIFO } from "../../../src/simulation/landing/policies/batches.ts";
import type { Command, PolicyEvent, PolicyKind } from "../../../src/simulation/landing/policy.ts";
import { PromiseBroken } from "../../../src/simulation/landing/promises.ts";
import { simulate } from "../../../src/simulation/landing/simulation.ts";
import { plainWorld } from "./support/small-worlds.ts";

function doing(answer: (event: PolicyEvent) => readonly Command[]): PolicyKind {
  return { ...FIFO, name: "wrong", make: () => ({ next: answer }) };
}

const run = (id: string, ...changes: string[]): Command => ({ kind: "start-run", run: { id, assumes: [], changes, tests: null } });
const onSubmitted = (answer: (id: string) => readonly Command[]) =>
  doing((event) => (event.kind === "submitted" ? answer(event.change.id) : []));

describe("the simulation refuses a policy that", () => {
  it.each<[string, PolicyKind, RegExp]>([
    [
      "lands what was not tested",
      onSubmitted((id) => [{ kind: "land", changes: [id] }]),
      /a tree that passed a whole run, got c0 landed untested/,
    ],
    [
      "starts more runs than there are workers",
      onSubmitted((id) => [run(`${id}-a`, id), run(`${id}-b`, id)]),
      /at most 1 runs at once, got 2/,
    ],
    ["returns an innocent", onSubmitted((id) => [{ kind: "return", change: id }]), /no innocent change returned without a flake/],
    ["forgets a change", doing(() => []), /every change to end, got 2 waiting for nothing/],
    ["speaks of a change nobody submitted", doing(() => [run("r", "c7")]), /about submitted changes, got c7/],
    [
      "goes in circles",
      doing((event) => (event.kind === "submitted" || event.kind === "run-ended" ? [{ kind: "cancel-run", run: "r" }] : [])),
      /decisions to lead on/,
    ],
    ["returns what has landed", landThenReturn(), /c0 to end once, got it returned after it had landed/],
  ])("%s", (_, policy, message) => {
    const play = () => simulate(plainWorld([0, 1], {}, { workers: 1 }), policy);
    expect(play).toThrow(PromiseBroken);
    expect(play).toThrow(message);
    expect(play).toThrow(/policy wrong, seed 1, at minute/);
  });

  it("tests a tree on another base than the one it lands on", () => {
    const stale = doing((event) => {
      if (event.kind === "submitted") return [run(`r-${event.change.id}`, event.change.id)];
      return event.kind === "run-ended" ? [{ kind: "land", changes: [event.run.slice(2)] }] : [];
    });
    expect(() => simulate(plainWorld([0, 0]), stale)).toThrow(/got c1 landed untested/);
  });
});

function landThenReturn(): PolicyKind {
  return doing((event) => {
    if (event.kind === "submitted" && event.change.id === "c0") return [run("r", "c0")];
    if (event.kind === "run-ended") return [{ kind: "land", changes: ["c0"] }];
    return event.kind === "landed" ? [{ kind: "return", change: "c0" }] : [];
  });
}

describe("a simulation", () => {
  it("gives the same outcome for the same seed", () => {
    const world = () => plainWorld([0, 5, 6, 7, 30], {}, { flake: 0.3, suiteSpread: 0.5 });
    expect(simulate(world(), FIFO)).toEqual(simulate(world(), FIFO));
  });
});
