import { openEngine } from "../coordinator/engine.ts";
import { openRun } from "../coordinator/open-run.ts";
import { openSite, type Site } from "../coordinator/site.ts";
import { SignalboxError } from "../core/errors.ts";
import type { EventBody } from "../core/event.ts";
import { type CoordinatorClient, connectCoordinator } from "../server/connect-coordinator.ts";
import type { CommandAccepted, CoordinatorCommand } from "../server/coordinator-api.ts";
import { coordinatorHandlers } from "../server/handlers.ts";
import { type CommandContext, reportRefused } from "./output.ts";

/** How a change ended, as its events say. */
export type ChangeEnd = Extract<EventBody, { kind: "change-landed" | "change-returned" | "change-rejected" | "change-withdrawn" }>;

export interface Obeyed {
  readonly accepted: CommandAccepted;
  /** What became of the change the command made; null when it made none. */
  readonly end: ChangeEnd | null;
}

/**
 * Has a command done by the running coordinator, or alone when none runs, and waits for the change it makes to land or
 * come back. @returns an exit code when it was refused (said already).
 */
export async function obey(
  context: CommandContext,
  name: string,
  commandFor: (site: Site) => CoordinatorCommand,
): Promise<Obeyed | number> {
  const site = await openSite(context.cwd);
  const command = commandFor(site);
  const client = await connectCoordinator(site.state.coordinatorFile);
  return client === undefined ? await obeyAlone(context, name, site, command) : await obeyThrough(context, name, client, command);
}

async function obeyThrough(
  context: CommandContext,
  name: string,
  client: CoordinatorClient,
  command: CoordinatorCommand,
): Promise<Obeyed | number> {
  const outcome = await client.command(command);
  if (!outcome.ok) return reportRefused(context, name, outcome.refusal);
  if (outcome.value.change === null) return { accepted: outcome.value, end: null };
  for await (const { body } of client.events()) {
    const end = endOf(body, outcome.value.change);
    if (end !== null) return { accepted: outcome.value, end };
  }
  throw new SignalboxError("work-failed", "expected the coordinator to finish the landing, got its end", {
    hint: "run the same command again",
  });
}

async function obeyAlone(context: CommandContext, name: string, site: Site, command: CoordinatorCommand): Promise<Obeyed | number> {
  const engine = await openEngine(site);
  try {
    const { coordinator, close } = await openRun(engine, { agents: 1, primary: null, only: [], agent: null, repair: null });
    try {
      const outcome = await coordinatorHandlers(coordinator).command(command);
      if (!outcome.ok) return reportRefused(context, name, outcome.refusal);
      await coordinator.run();
      const { change } = outcome.value;
      const events =
        change === null
          ? []
          : await engine.store.events({ kinds: ["change-landed", "change-returned", "change-rejected", "change-withdrawn"] });
      const end = events.map(({ body }) => endOf(body, change)).findLast((one) => one !== null) ?? null;
      if (change !== null && end === null) {
        throw new SignalboxError(
          "work-failed",
          `expected ${change} to land or come back, got: ${coordinator.context.live.needsPerson ?? "main is red"}`,
          {
            hint: "signalbox status shows what stands in the way",
          },
        );
      }
      return { accepted: outcome.value, end };
    } finally {
      await close();
    }
  } finally {
    await engine.close();
  }
}

function endOf(body: EventBody, change: string | null): ChangeEnd | null {
  const isEnd =
    body.kind === "change-landed" || body.kind === "change-returned" || body.kind === "change-rejected" || body.kind === "change-withdrawn";
  return isEnd && body.change === change ? body : null;
}
