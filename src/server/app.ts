import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { messageOf, SignalboxError } from "../core/errors.ts";
import type { Clock } from "../core/ports.ts";
import { type CoordinatorApi, coordinatorCommandSchema } from "./coordinator-api.ts";
import { errorAnswer, errorBody } from "./error-body.ts";
import { sendEvents } from "./event-stream.ts";
import { addressGuard, ownerGuard } from "./guard.ts";
import type { ToolEndpoint } from "./mcp/tool-endpoint.ts";

const BODY_BYTES_MAX = 64 * 1024;

const name = z.string().min(1).max(128);
const seq = z.coerce.number().int().nonnegative();
const logsQuery = z.strictObject({ after: seq.default(0) });
const eventsQuery = z.strictObject({ after: seq.default(0), run: name.optional(), task: name.optional(), session: name.optional() });

export interface AppOptions {
  readonly handlers: CoordinatorApi;
  /** As it is now. */
  readonly token: () => string;
  readonly clock: Clock;
  /** Our tools for agents, at `/mcp`; absent: there are none. */
  readonly tools?: ToolEndpoint;
  /** Ends every event stream. */
  readonly closing: AbortSignal;
}

/** The routes, each one answering `{schema, …}`; what they mean is in `CoordinatorApi`. */
export function createApp({ handlers, token, clock, closing, tools }: AppOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const limit = bodyLimit({ maxSize: BODY_BYTES_MAX, onError: (context) => context.json(tooLarge, 413) });
  app.use(addressGuard());
  app.use(async (context, next) => {
    await next();
    context.header("Cache-Control", "no-store");
    context.header("X-Content-Type-Options", "nosniff");
    // One answer per connection costs nothing on loopback, and closing then never waits for an idle one.
    context.header("Connection", "close");
  });
  // Agents have tokens of their own, which open nothing else; the owner's opens everything else.
  if (tools !== undefined) app.all("/mcp", limit, (context) => tools(context.req.raw));
  app.use(ownerGuard(token));
  app.use(limit);
  app.get("/v1/coordinator", (context) => context.json({ schema: "signalbox.coordinator/1", pid: process.pid }));
  app.get("/v1/status", async (context) => context.json({ schema: "signalbox.status/1", status: await handlers.status() }));
  app.get("/v1/report", async (context) => context.json({ schema: "signalbox.report/1", report: await handlers.report() }));
  app.get("/v1/sessions/:session/logs", async (context) => {
    const session = checked(name, context.req.param("session"), "a session id");
    const { after } = checked(logsQuery, context.req.query(), "the query");
    return context.json({ schema: "signalbox.logs/1", events: await handlers.logs(session, after) });
  });
  app.post("/v1/commands", async (context) => {
    const command = checked(coordinatorCommandSchema, await jsonOf(context), "the command");
    return context.json({ schema: "signalbox.command/1", outcome: await handlers.command(command) });
  });
  app.get("/v1/events", (context) => {
    const { after, ...scope } = checked(eventsQuery, context.req.query(), "the query");
    // A reader that lost its connection says what it has, as the standard has it.
    const afterSeq = checked(seq.optional(), context.req.header("last-event-id"), "Last-Event-ID") ?? after;
    return streamSSE(context, (stream) => sendEvents(stream, handlers, { ...scope, afterSeq }, { clock, closing }));
  });
  app.notFound((context) =>
    context.json(errorBody("not-found", `expected a path of the API, got \`${context.req.path}\``, "see /v1/status"), 404),
  );
  app.onError((error, context) => {
    const { status, body } = errorAnswer(error);
    return context.json(body, status);
  });
  return app;
}

const tooLarge = errorBody("bad-input", `expected a body of at most ${BODY_BYTES_MAX} bytes, got a larger one`, "send less");

/** JSON only, and only where it says so: a form on another site's page can send any other type without asking. */
async function jsonOf(context: Context): Promise<unknown> {
  const type = context.req.header("content-type") ?? "";
  if (type.split(";")[0]?.trim() !== "application/json") {
    throw new SignalboxError("bad-input", `expected Content-Type application/json, got \`${type.slice(0, 80)}\``);
  }
  return context.req.json().catch((error: unknown) => {
    throw new SignalboxError("bad-input", `expected JSON, got \`${messageOf(error, 120)}\``, { cause: error });
  });
}

function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = [what, ...(issue?.path ?? [])].join(".");
  throw new SignalboxError("bad-input", `expected a valid value for ${where}, got a problem: ${issue?.message ?? "unknown"}`);
}
