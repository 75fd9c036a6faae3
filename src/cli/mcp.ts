import { finished } from "node:stream/promises";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { openElsewhere } from "../coordinator/elsewhere/elsewhere.ts";
import { personName } from "../coordinator/engine.ts";
import type { Site } from "../coordinator/site.ts";
import { EXIT } from "../core/errors.ts";
import { connectCoordinator } from "../server/connect-coordinator.ts";
import { callsTo } from "../server/mcp/answer-call.ts";
import { type ElsewhereDesk, elsewhereDesk } from "../server/mcp/elsewhere-desk.ts";
import { callsForwardedTo, toolAddressIn } from "../server/mcp/forward-calls.ts";
import { type HeldClaim, HeldClaims } from "../server/mcp/held-claims.ts";
import { openLeaseIds } from "../server/mcp/lease-ids.ts";
import { makeToolServer } from "../server/mcp/tool-server.ts";
import { type RawOptions, textOption } from "./options.ts";
import type { CommandContext } from "./output.ts";
import { withStore } from "./read-store.ts";

/**
 * `signalbox mcp`: our tools over standard input and output, until the client closes them. An agent that Signalbox started
 * speaks for its session, through the coordinator; any other one claims for itself, as `signalbox claim` does.
 */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  const address = toolAddressIn(process.env);
  const desk = address === undefined ? await deskHere(context, options) : undefined;
  const call = address === undefined ? callsTo(desk as ElsewhereDesk) : callsForwardedTo(address);
  const server = serveStdio(() => makeToolServer(call));
  // A client that is gone, by end or by error, is the end of the work.
  await finished(process.stdin, { writable: false }).catch(() => undefined);
  await server.close();
  await desk?.settled();
  return EXIT.done;
}

async function deskHere(context: CommandContext, options: RawOptions): Promise<ElsewhereDesk> {
  const elsewhere = await openElsewhere(context.cwd);
  const { site } = elsewhere;
  const claims = new HeldClaims(await openLeaseIds(site.state));
  const session = textOption(options, "session");
  if (session !== null) claims.add(session);
  return elsewhereDesk({
    ...{ elsewhere, claims, holder: textOption(options, "as") ?? personName() },
    connect: () => connectCoordinator(site.state.coordinatorFile),
    say: (claim, message, percent) => say(site, claim, message, percent),
  });
}

/** Through the coordinator, or into the store while none runs; a message that finds neither is not worth a failure. */
async function say(site: Site, { task, session }: HeldClaim, message: string, percent: number | null): Promise<void> {
  const client = await connectCoordinator(site.state.coordinatorFile);
  if (client !== undefined) await client.command({ name: "progress", task, session, message, percent });
  else
    await withStore(site, async (store) => {
      const run = (await store.latestRunWithWork())?.id ?? null;
      await store.append({ run, task, session }, { kind: "progress", message, percent });
    }).catch(() => undefined);
}
