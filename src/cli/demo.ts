import { SignalboxError } from "../core/errors.ts";
import { type RawOptions, wholeNumber } from "./options.ts";
import type { CommandContext } from "./output.ts";

const AGENTS_MAX = 16;

interface Demo {
  playDemo(options: {
    readonly agents: number;
    readonly agent?: string;
    readonly fast: boolean;
    readonly print: (text: string) => void;
  }): Promise<number>;
}

interface Variants {
  watchVariant(options: {
    readonly variant: string;
    readonly agents: number;
    readonly fast: boolean;
    readonly print: (text: string) => void;
  }): Promise<number>;
}

/** `signalbox demo`: nine tasks of a small ERP in a throw-away repository, with every disaster of the paper procedure. */
export async function run(context: CommandContext, _args: readonly string[], options: RawOptions): Promise<number> {
  if (context.json)
    throw new SignalboxError("bad-input", "expected the demo to be watched, got `--json`", {
      hint: "signalbox demo, then signalbox report --json where it says",
    });
  const agents = wholeNumber(options["agents"] ?? "4", "agents", 1, AGENTS_MAX);
  const [agent, variant, fast] = [options["agent"], options["variant"], options["fast"] === true];
  const { print } = context;
  if (typeof variant === "string" && variant !== "signalbox") {
    if (agent !== undefined)
      throw new SignalboxError("bad-input", "expected --agent or --variant, got both", { hint: "leave --agent out" });
    const { watchVariant } = await example<Variants>("benchmark/watch-variant.ts");
    return watchVariant({ variant, agents, fast, print });
  }
  const { playDemo } = await example<Demo>("demo/play-demo.ts");
  return playDemo({ agents, ...(typeof agent === "string" && { agent }), fast, print });
}

/** A file of the example, which is no part of the package: its path is found at run time, in a checkout. */
function example<T>(path: string): Promise<T> {
  return import(new URL(`../../examples/terp/${path}`, import.meta.url).href).catch((cause: unknown) => {
    throw new SignalboxError("not-found", "expected the example's files, got none", {
      hint: "run it in a checkout of Signalbox: npm run demo",
      cause,
    });
  });
}
