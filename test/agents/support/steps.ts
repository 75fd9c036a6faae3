/** What the programs in this folder can be told to do, by a line `PLAY [...]` of their prompt. */
export type Step =
  | { readonly say: string }
  | { readonly think: string }
  | { readonly plan: readonly string[] }
  /** `ask: false` writes without asking; `insist` tries a second time when it was refused. */
  | { readonly write: string; readonly content: string; readonly ask?: boolean; readonly insist?: boolean }
  | { readonly remove: string; readonly ask?: boolean }
  | { readonly run: readonly string[]; readonly ask?: boolean }
  /** Calls a tool of the one server it was given over a pipe, and says the answer. */
  | { readonly tool: string }
  | { readonly garbage: readonly string[] }
  | { readonly flood: number }
  | { readonly spend: { readonly inputTokens: number; readonly outputTokens: number; readonly usd: number } }
  | { readonly fail: string }
  | { readonly exit: number }
  /** Ends its turn for this reason, with the rest of its steps not done. */
  | { readonly cut: "max_turn_requests" | "max_tokens" | "refusal" }
  /** Kills itself, on the first attempt only. */
  | { readonly kill: true }
  | { readonly hang: true };

export function promptOf(steps: readonly Step[]): string {
  return `Do it.\nPLAY ${JSON.stringify(steps)}\n`;
}

export function stepsIn(prompt: string): readonly Step[] {
  const line = prompt.split("\n").find((one) => one.startsWith("PLAY "));
  return line === undefined ? [] : JSON.parse(line.slice("PLAY ".length));
}
