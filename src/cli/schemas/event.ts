import { z } from "zod";
import { NETWORK_ACCESS } from "../../core/agent.ts";
import { SESSION_STATES, type SessionState } from "../../core/session.ts";
import { durationMs, oid, returnReason, share, timeMs } from "./shared.ts";

const text = z.string();
const texts = z.array(z.string());
const count = z.int().nonnegative();
const sessionState = z.enum(SESSION_STATES as readonly [SessionState, ...SessionState[]]);
const tool = z.enum(["read", "edit", "delete", "move", "search", "execute", "other"]);

const FINISH_REASONS = ["completed", "exited-nonzero", "timed-out", "output-limit", "cancelled", "killed", "spawn-failed"] as const;

const agentEvent = z.discriminatedUnion("kind", [
  kind("text", { text }),
  kind("plan", { entries: texts }),
  kind("tool", { tool, title: text, paths: texts }),
  kind("permission", { tool, paths: texts, granted: z.boolean(), neededPerson: z.boolean().optional() }),
  kind("usage", {
    inputTokens: count,
    outputTokens: count,
    costUsd: z.number().nullable(),
    cachedTokens: count.optional(),
    model: text.optional(),
    isTotal: z.literal(true).optional(),
  }),
  kind("session", { agentSession: text }),
  kind("identified", { program: text, version: text.nullable(), protocol: text, can: texts }),
  kind("refused", { what: text }),
  kind("part-ready", { subject: text }),
  kind("waiting-input", { question: text }),
  kind("rate-limited", { untilMs: timeMs.nullable() }),
  kind("finished", { reason: z.enum(FINISH_REASONS), detail: text }),
]);

const body = z.discriminatedUnion("kind", [
  kind("run-started", { agents: count, primary: text.nullable(), tasks: texts, resumed: z.boolean() }),
  kind("run-ended", { outcome: z.enum(["done", "incomplete", "stopped", "red-main", "needs-person"]), reason: text }),
  kind("main-checked", { commit: oid, tree: oid, healthy: z.boolean(), gate: text.nullable(), detail: text }),
  kind("main-moved", { from: oid.nullable(), to: oid, by: z.enum(["us", "foreign", "rewound"]) }),
  kind("session-opened", { agent: text, slot: z.int(), epoch: count, base: oid, confined: z.boolean() }),
  kind("session-planned", {
    agentClass: text,
    estimateHours: z.number().nonnegative().nullable(),
    p50Hours: z.number().nonnegative().nullable(),
    p80Hours: z.number().nonnegative().nullable(),
    predicted: z.array(z.strictObject({ path: text, probability: share })),
    unknown: text.nullable(),
  }),
  kind("session-moved", { from: sessionState, to: sessionState, reason: text }),
  kind("agent", { event: agentEvent }),
  kind("agent-started", { attempt: count, confined: z.boolean(), network: z.enum(NETWORK_ACCESS).optional() }),
  kind("agent-ended", { attempt: count, reason: text, detail: text, ms: durationMs }),
  kind("answered", { question: text, answer: text }),
  kind("change-submitted", { change: text, changeKind: text, head: oid, base: oid, files: texts }),
  kind("gate-run", {
    gate: text,
    tree: oid,
    passed: z.boolean(),
    cached: z.boolean(),
    ms: durationMs,
    changes: texts,
    infrastructure: z.boolean(),
    detail: text,
    failedTests: texts.optional(),
    notes: texts.optional(),
  }),
  kind("flake-seen", {
    gate: text,
    tree: oid,
    changes: texts,
    tests: z.array(z.strictObject({ id: text, runs: count, flakes: count, rate: share })),
  }),
  kind("change-flagged", { change: text, weakenings: z.array(z.strictObject({ path: text, what: text, lines: texts })) }),
  kind("change-held", { change: text, holder: text, path: text }),
  kind("change-freed", { change: text, because: text }),
  kind("conflict-found", {
    conflict: text,
    what: z.enum(["textual", "twin", "stale-base", "same-file", "push-race", "bookkeeping", "semantic"]),
    tasks: texts,
    files: texts,
  }),
  kind("conflict-resolved", {
    conflict: text,
    by: text,
    resolutions: z.array(z.strictObject({ path: text, rung: text, decided: text })).optional(),
  }),
  kind("change-landed", { change: text, changeKind: text, commit: oid, tree: oid, bookkeepingOnly: z.boolean() }),
  kind("change-returned", { change: text, reason: returnReason }),
  kind("change-rejected", { change: text, reason: returnReason }),
  kind("change-withdrawn", { change: text, reason: text }),
  kind("done-by", { other: text, evidence: text }),
  kind("verify", { commit: oid, passed: z.boolean(), detail: text, ms: durationMs }),
  kind("reverted", { change: text, commit: oid }),
  kind("task-reopened", { reason: text }),
  kind("task-dropped", { reason: text }),
  kind("backup", { passed: z.boolean(), detail: text }),
  kind("salvaged", { ref: text, oid, reason: text }),
  kind("edit-dropped", { path: text, reason: text }),
  kind("escape", { what: text, action: z.enum(["refused", "undone", "reported"]) }),
  kind("lease-extended", { paths: texts, granted: z.boolean(), holder: text.nullable() }),
  kind("footprint-observed", { paths: texts, source: z.enum(["agent", "workspace"]) }),
  kind("lease-narrowed", { dropped: texts, kept: texts, because: text }),
  kind("footprint-scored", { changed: texts, hours: z.number().nonnegative() }),
  kind("replanned", { order: texts, because: text, gain: share }),
  kind("progress", { message: text, percent: z.number().min(0).max(100).nullable() }),
  kind("note", { level: z.enum(["info", "warning"]), text }),
]);

/** One event of the history. */
export const event = z.strictObject({
  seq: count,
  atMs: timeMs,
  run: text.nullable(),
  task: text.nullable(),
  session: text.nullable(),
  body,
});

function kind<Kind extends string, Shape extends z.ZodRawShape>(name: Kind, shape: Shape) {
  return z.strictObject({ kind: z.literal(name), ...shape });
}
