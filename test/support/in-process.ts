import { Coordinator } from "../../src/coordinator/coordinator.ts";
import { openEngine } from "../../src/coordinator/engine.ts";
import { openRun } from "../../src/coordinator/open-run.ts";
import type { RunOptions } from "../../src/coordinator/run-context.ts";
import { openSite } from "../../src/coordinator/site.ts";
import type { AgentDriver, AgentRequest, AgentRun } from "../../src/core/agent.ts";
import type { Clock } from "../../src/core/ports.ts";
import type { Workplace } from "./run.ts";

type Finish = Awaited<AgentRun["finished"]>;

/** What an agent does in one turn; it ends with exit 0 unless it says otherwise. */
export type Turn = (request: AgentRequest) => Promise<Finish | undefined> | Finish | undefined;

const COMPLETED: Finish = { reason: "completed", detail: "exit 0" };

/** A driver whose agent is a function of this process. It can go on with a conversation. */
export function functionDriver(turn: Turn): AgentDriver {
  return {
    name: "function",
    capabilities: { resume: true, parts: false, confinement: false },
    async start(request) {
      const cancelled = Promise.withResolvers<Finish>();
      // Its conversation is always there to go on with.
      const prompt = request.agentSession === null ? request.prompt : (request.followUp ?? request.prompt);
      const finished = Promise.race([Promise.resolve(turn({ ...request, prompt })).then((end) => end ?? COMPLETED), cancelled.promise]);
      return { finished, cancel: async () => cancelled.resolve({ reason: "cancelled", detail: "ended by the coordinator" }) };
    },
  };
}

export interface InProcess {
  readonly turn: Turn;
  readonly options?: Partial<RunOptions>;
  readonly clock?: Clock;
  /** What happens beside the run. */
  readonly meanwhile?: (coordinator: Coordinator) => Promise<void>;
}

/** A whole run in this process, whose agents are functions. @returns how it ended. */
export async function runInProcess(place: Workplace, { turn, options = {}, clock, meanwhile }: InProcess) {
  const engine = await openEngine(await openSite(place.clone), clock);
  try {
    const all = { agents: 1, primary: null, only: null, agent: null, repair: null, ...options };
    const { coordinator, close } = await openRun(engine, all);
    try {
      const driver = functionDriver(turn);
      const own = new Coordinator({ ...coordinator.context, driverOf: () => driver });
      const [finish] = await Promise.all([own.run(), meanwhile?.(own)]);
      return finish;
    } finally {
      await close();
    }
  } finally {
    await engine.close();
  }
}
