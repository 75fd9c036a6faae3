import type { Config } from "../../core/config.ts";
import type { ToolContext } from "./run-tool.ts";

/** What the rungs need that run a program: the tools' box, the owner's settings, and a clean checkout of a tree. */
export interface Workshop {
  readonly tools: ToolContext;
  readonly generated: Config["generated"];
  readonly driver: Config["resolve"];
  readonly openCheckout: (tree: string) => Promise<{ readonly path: string; close(): Promise<void> }>;
}
