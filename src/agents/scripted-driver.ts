import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { AgentDriver } from "../core/agent.ts";
import { messageOf } from "../core/errors.ts";
import { finishedRun } from "./agent-process.ts";
import type { DriverOptions } from "./driver-options.ts";
import { lineConversation } from "./line-conversation.ts";
import { parseEvents } from "./parse-events.ts";
import type { Play } from "./player.ts";
import { loadScript } from "./script.ts";
import { startProgram } from "./start-program.ts";

/** `player.ts` from the sources, `player.js` from `dist`: whichever this file is. */
const PLAYER = fileURLToPath(new URL(`./player${extname(import.meta.filename)}`, import.meta.url));

/**
 * An agent that plays a script: a real child process with an agent's rights, for the demo, tests and benchmarks.
 * @param script absolute path of the script; see `script.ts` for its form.
 * @param passThrough names of variables of the coordinator's environment that the agent gets.
 */
export function scriptedDriver(name: string, script: string, options: DriverOptions, passThrough: readonly string[] = []): AgentDriver {
  return {
    name,
    capabilities: { resume: true, parts: true, confinement: options.sandbox.confined },
    async start(request) {
      let play: Play;
      try {
        play = { attempt: request.attempt, steps: await loadScript(script, request.task) };
      } catch (error) {
        return finishedRun(request, { reason: "spawn-failed", detail: messageOf(error) });
      }
      return startProgram(
        {
          agent: name,
          argv: [process.execPath, PLAYER],
          converse: lineConversation({ input: `${JSON.stringify(play)}\n`, answers: true, parser: parseEvents }),
          passThrough,
          readable: [dirname(PLAYER)],
        },
        request,
        options,
      );
    },
  };
}
