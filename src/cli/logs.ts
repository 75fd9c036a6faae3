import { openSite } from "../coordinator/site.ts";
import { EXIT, SignalboxError } from "../core/errors.ts";
import type { StoredEvent } from "../core/event.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import { eventLine } from "./event-line.ts";
import { argument, type RawOptions } from "./options.ts";
import { type CommandContext, printJson } from "./output.ts";
import { withStore } from "./read-store.ts";

/** `signalbox logs SESSION`: what its agent said and did, and what became of it. A task id means its last session. */
export async function run(context: CommandContext, args: readonly string[], options: RawOptions): Promise<number> {
  const wanted = argument(args, 0, "a session");
  const site = await openSite(context.cwd);
  const client = await connectCoordinator(site.state.coordinatorFile);
  if (client === undefined) {
    const events = await withStore(site, async (store) => {
      const session = (await store.sessions({ task: wanted })).at(-1)?.id ?? wanted;
      return store.events({ session });
    });
    return print(context, wanted, events);
  }
  const session = (await client.status()).sessions.findLast((one) => one.task === wanted || one.id === wanted)?.id ?? wanted;
  if (options["follow"] !== true || context.json) return print(context, wanted, await client.logs(session));
  for await (const event of client.events({ session })) printEvent(context, event);
  return EXIT.done;
}

function print(context: CommandContext, wanted: string, events: readonly StoredEvent[]): number {
  if (events.length === 0)
    throw new SignalboxError("not-found", `expected a session or task with a log, got \`${wanted.slice(0, 100)}\``, {
      hint: "signalbox status lists the sessions",
    });
  if (context.json) printJson(context, "logs", { session: events[0]?.session ?? wanted, events });
  else for (const event of events) printEvent(context, event);
  return EXIT.done;
}

function printEvent(context: CommandContext, event: StoredEvent): void {
  const text = event.body.kind === "agent" ? agentText(event.body.event) : eventLine(event);
  if (text !== undefined) context.print(`${new Date(event.atMs).toISOString()}  ${text}`);
}

/** Agents' output is untrusted: no control character reaches the terminal. */
function agentText(event: Extract<StoredEvent["body"], { kind: "agent" }>["event"]): string {
  const text =
    event.kind === "text"
      ? event.text
      : event.kind === "tool"
        ? `[${event.tool}] ${event.title} ${event.paths.join(" ")}`
        : `[${event.kind}] ${JSON.stringify(event)}`;
  return text.replace(/[^\P{Cc}\n\t]/gu, "");
}
