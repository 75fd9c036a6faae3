import { createHash } from "node:crypto";
import type { AgentEvent, ToolServer } from "../core/agent.ts";
import type { Random } from "../core/ports.ts";

const TOKEN_BYTES = 32;

/** An agent at work, as our tools see it: what it may do beside what the store lets its session do. */
export interface ToolUser {
  readonly session: string;
  /** Takes an event as if the agent's own driver had told it. */
  readonly tell: (event: AgentEvent) => void;
  /** Submits what the workspace holds now as a part. @returns what became of it, in words for the agent. */
  readonly submitPart: (subject: string) => Promise<string>;
}

/** What one agent is given of our tools, and how that ends. */
export interface GivenTools {
  /** For `AgentRequest`; empty where nothing is served. */
  readonly request: { readonly toolServer?: ToolServer };
  /** From now on the token opens nothing. */
  end(): void;
}

/**
 * Who may use our tools now (DESIGN §12: identity comes from the token, never from an argument). A token is made when an
 * agent starts, is known to this process alone, and opens nothing once that agent has ended: an agent of a killed
 * coordinator is ended and started again, with another one.
 */
export class ToolUsers {
  readonly #byDigest = new Map<string, ToolUser>();
  /** Where the tools are served; null: nowhere. */
  url: string | null = null;

  give(user: ToolUser, random: Random): GivenTools {
    if (this.url === null) return { request: {}, end: () => undefined };
    const token = random.hex(TOKEN_BYTES);
    this.#byDigest.set(digest(token), user);
    return {
      request: { toolServer: { name: "signalbox", url: this.url, token } },
      end: () => this.#byDigest.delete(digest(token)),
    };
  }

  /** Whose token it is; undefined for any other text. Looked up by its digest, so time tells nothing of the token. */
  of(token: string): ToolUser | undefined {
    return this.#byDigest.get(digest(token));
  }
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
